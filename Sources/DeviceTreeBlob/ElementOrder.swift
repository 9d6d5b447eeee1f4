import DeviceTree

/// The nodes and properties of a tree in the order of its structure block, for traversal from the
/// end: the tree links its records only forwards.
struct ElementOrder {
  /// Siblings, by their parent.
  private var nodes = Chains()
  /// Properties, by their node.
  private var properties = Chains()

  init(of tree: DeviceTree) {
    nodes.makeRoom(for: tree.nodeCapacity, in: tree.nodeCapacity)
    properties.makeRoom(for: tree.propertyCapacity, in: tree.nodeCapacity)
    var next: NodeID? = .root
    while let node = next {
      tree.forEachProperty(of: node) { property, _, _ in
        properties.append(property.rawValue, to: node.rawValue)
      }
      if let parent = tree.parent(of: node) { nodes.append(node.rawValue, to: parent.rawValue) }
      next = tree.nodeAfter(node)
    }
  }

  /// Records a node that became the first child of its parent.
  mutating func noteFirst(_ node: NodeID, of parent: NodeID) {
    nodes.makeRoom(for: node.index + 1, in: node.index + 1)
    nodes.prepend(node.rawValue, to: parent.rawValue)
  }

  /// Records a property that became the first of its node.
  mutating func noteFirst(_ property: PropertyID, of node: NodeID) {
    properties.makeRoom(for: property.index + 1, in: node.index + 1)
    properties.prepend(property.rawValue, to: node.rawValue)
  }

  /// Records the deletion of a node.
  mutating func remove(_ node: NodeID, from parent: NodeID) {
    nodes.remove(node.rawValue, from: parent.rawValue)
  }

  /// Records the deletion of a property.
  mutating func remove(_ property: PropertyID, from node: NodeID) {
    properties.remove(property.rawValue, from: node.rawValue)
  }

  func sibling(before node: NodeID) -> NodeID? {
    nodes.element(before: node.rawValue).map { NodeID(rawValue: $0) }
  }

  /// Returns the element before another one; nil before the root's tag.
  func element(before element: StructureStream.Element, in tree: DeviceTree) -> StructureStream.Element? {
    switch element {
    case .rest: .end(.root)
    case .end(let node):
      nodes.last(of: node.rawValue).map { .end(NodeID(rawValue: $0)) } ?? .afterProperties(node)
    case .afterProperties(let node):
      properties.last(of: node.rawValue).map { .value(PropertyID(rawValue: $0)) } ?? .name(node)
    case .value(let property): .property(property)
    case .property(let property):
      properties.element(before: property.rawValue).map { .value(PropertyID(rawValue: $0)) }
        ?? .name(tree.owner(of: property))
    case .name(let node): .begin(node)
    case .begin(let node):
      sibling(before: node).map { .end($0) } ?? tree.parent(of: node).map { .afterProperties($0) }
    }
  }
}

/// Elements with an owner each, doubly linked.
private struct Chains {
  private static let none = UInt32.max

  /// By element.
  private var previous: [UInt32] = []
  private var next: [UInt32] = []
  /// By owner.
  private var first: [UInt32] = []
  private var last: [UInt32] = []

  func last(of owner: UInt32) -> UInt32? {
    Int(owner) < last.count ? Self.known(last[Int(owner)]) : nil
  }

  func element(before element: UInt32) -> UInt32? { Self.known(previous[Int(element)]) }

  private static func known(_ element: UInt32) -> UInt32? { element == none ? nil : element }

  mutating func makeRoom(for elements: Int, in owners: Int) {
    func lengthen(_ links: inout [UInt32], to count: Int) {
      if links.count < count {
        links.append(contentsOf: repeatElement(Self.none, count: count - links.count))
      }
    }
    lengthen(&previous, to: elements)
    lengthen(&next, to: elements)
    lengthen(&first, to: owners)
    lengthen(&last, to: owners)
  }

  mutating func append(_ element: UInt32, to owner: UInt32) {
    join(last[Int(owner)], element, of: owner)
    join(element, Self.none, of: owner)
  }

  mutating func prepend(_ element: UInt32, to owner: UInt32) {
    join(element, first[Int(owner)], of: owner)
    join(Self.none, element, of: owner)
  }

  mutating func remove(_ element: UInt32, from owner: UInt32) {
    join(previous[Int(element)], next[Int(element)], of: owner)
  }

  /// Links one element to the next; where either is missing, sets the owner's first or last one.
  private mutating func join(_ one: UInt32, _ other: UInt32, of owner: UInt32) {
    if one == Self.none { first[Int(owner)] = other } else { next[Int(one)] = other }
    if other == Self.none { last[Int(owner)] = one } else { previous[Int(other)] = one }
  }
}
