public import DeviceTree
import DeviceTreeBindings
import SourceText

/// The differences between two trees.
///
/// Nodes are compared by their names and paths, whatever their order; a cell that refers to a node is
/// compared by the node, not by the phandle that the node happens to have there.
///
/// Which cells refer to nodes is known for trees from sources, for overlays, and for the properties of common
/// bindings (`ValueReader`). For a board's own properties, nothing says so. There, a value counts as
/// unchanged if each cell that differs is the phandle of one node in the old tree and of the same node in the
/// new one; `assumed` lists where that was decided.
public struct Comparison: Sendable {
  /// The tree that was compared with `new`.
  public let old: DeviceTree
  /// The other tree.
  public let new: DeviceTree
  /// The changes to nodes, in the order of the new tree. For each node: its own, what was removed below it,
  /// and what was added below it; then those of the nodes that follow in document order.
  public private(set) var changes: [NodeChange] = []
  /// The memory reservations that are gone.
  public private(set) var removedReservations: [MemoryReservation] = []
  /// The memory reservations that are new.
  public private(set) var addedReservations: [MemoryReservation] = []
  /// The properties of the new tree that are unchanged only if some of their cells are phandles, which
  /// nothing says.
  public private(set) var assumed: [PropertyID] = []
  /// The properties of the new tree that changed, and of which some more cells are phandles of the same nodes,
  /// which nothing says.
  public private(set) var partlyAssumed: [PropertyID] = []
  /// The aliases and similar paths of the new tree that are as they were, though the node that they led to has
  /// moved or is gone.
  public private(set) var lostPaths: [PropertyID] = []
  /// The labels that differ on the nodes that both trees have; empty if either tree has none there, or if
  /// labels are compared anyway.
  public private(set) var labelChanges: [LabelChange] = []

  let pairing: NodePairing
  private let ignored: IgnoredPairs
  private let paths: PathProperties
  private var oldReader: ValueReader
  private var newReader: ValueReader
  let options: ComparisonOptions

  /// Compares two trees.
  public init(_ old: DeviceTree, _ new: DeviceTree, _ options: ComparisonOptions = ComparisonOptions()) {
    self.old = old
    self.new = new
    self.options = options
    oldReader = ValueReader(old)
    newReader = ValueReader(new)
    var pairing = NodePairing(&oldReader, &newReader, options)
    pairing.pair(&oldReader, &newReader)
    self.pairing = pairing
    ignored = IgnoredPairs(pairing, options)
    paths = PathProperties(old, new)
    (removedReservations, addedReservations) = Self.reservations(old, new)
    for node in new.nodes() {
      guard let other = pairing.oldOf[node.index] else { continue }
      // What was moved out of what is ignored, or into it, is a difference.
      if !isIgnoredInNew(node) || !isIgnoredInOld(other) { compare(other, node) }
    }
    if !options.comparesLabels { labelChanges = LabelChange.all(in: self) }
  }

  /// How many labels differ; see `labelChanges`.
  public var labelDifferences: Int { labelChanges.count }

  /// Whether there is no difference that counts.
  public var isEmpty: Bool {
    changes.isEmpty && removedReservations.isEmpty && addedReservations.isEmpty && old.bootCPU == new.bootCPU
  }

  /// Returns the node of the old tree that corresponds to one of the new tree.
  public func oldNode(for node: NodeID) -> NodeID? { pairing.oldOf[node.index] }

  /// Returns the node of the new tree that corresponds to one of the old tree.
  public func newNode(for node: NodeID) -> NodeID? { pairing.newOf[node.index] }

  /// Whether a node of the old tree is ignored.
  func isIgnoredInOld(_ node: NodeID) -> Bool { ignored.old.nodes[node.index] }

  /// Whether a node of the new tree is ignored.
  func isIgnoredInNew(_ node: NodeID) -> Bool { ignored.new.nodes[node.index] }

  /// Whether a property of the old tree is ignored.
  func isIgnoredInOld(_ property: PropertyID) -> Bool {
    ignored.old.properties[property.index]
      || !options.phandlesAreNumbers && PhandleNames.contains(old.name(of: property), in: old.names)
  }

  /// Whether a property of the new tree is ignored.
  func isIgnoredInNew(_ property: PropertyID) -> Bool {
    ignored.new.properties[property.index]
      || !options.phandlesAreNumbers && PhandleNames.contains(new.name(of: property), in: new.names)
  }

  /// Whether a node below one that is only in the new tree, or only in the old, is part of what was added or
  /// removed: unless it was moved, or is ignored.
  public func isPart(ofNew isNew: Bool, _ node: NodeID) -> Bool {
    isNew
      ? oldNode(for: node) == nil && !isIgnoredInNew(node)
      : newNode(for: node) == nil && !isIgnoredInOld(node)
  }

  /// Whether a property of such a node is part of it: unless it is ignored.
  public func isPart(ofNew isNew: Bool, _ property: PropertyID) -> Bool {
    isNew ? !isIgnoredInNew(property) : !isIgnoredInOld(property)
  }
}

// MARK: - Nodes

extension Comparison {
  private mutating func compare(_ a: NodeID, _ b: NodeID) {
    let properties = compareProperties(a, b)
    let isMoved = a != .root && isMoved(a, b)
    if isMoved || !properties.isEmpty {
      changes.append(NodeChange(kind: isMoved ? .moved : .changed, old: a, new: b, properties: properties))
    }
    var children: [NodeID] = []
    var next = old.firstChild(of: a)
    while let child = next {
      next = old.nextSibling(of: child)
      if isIgnoredInOld(child) { continue }
      if newNode(for: child) == nil {
        changes.append(NodeChange(kind: .removed, old: child, new: nil, properties: []))
      } else {
        children.append(child)
      }
    }
    compareChildren(of: b, in: children)
  }

  /// Notes what is new below a node, and what has another place than in the old tree.
  private mutating func compareChildren(of node: NodeID, in children: [NodeID]) {
    var places: [NodeID: Int] = [:]
    for (place, child) in children.enumerated() { places[child] = place }
    var kept: [(place: Int, node: NodeID)] = []
    var next = new.firstChild(of: node)
    while let child = next {
      next = new.nextSibling(of: child)
      if isIgnoredInNew(child) { continue }
      guard let other = oldNode(for: child) else {
        changes.append(NodeChange(kind: .added, old: nil, new: child, properties: []))
        continue
      }
      if let place = places[other] { kept.append((place, child)) }
    }
    guard options.comparesOrder else {
      if node == .root { compareFragmentOrder() }
      return
    }
    let stayed = ValueEdits.keptInOrder(kept.map(\.place))
    for (index, child) in kept.enumerated() where !stayed.contains(index) {
      changes.append(
        NodeChange(kind: .reordered, old: oldNode(for: child.node), new: child.node, properties: []))
    }
  }

  /// Notes the fragments of an overlay that have another place, where that changes the result of a merge.
  private mutating func compareFragmentOrder() {
    let pairs = pairing.fragments.pairs.filter { !isIgnoredInNew($0.new) }
    for fragment in FragmentOrder.reordered(pairs, old, &newReader) {
      changes.append(
        NodeChange(kind: .reordered, old: oldNode(for: fragment), new: fragment, properties: []))
    }
  }

  private func isMoved(_ a: NodeID, _ b: NodeID) -> Bool {
    if pairing.fragments.inOld.contains(a), pairing.fragments.inNew.contains(b) { return false }
    guard let name = pairing.oldSymbol(new.name(of: b)), name == old.name(of: a),
      let parent = old.parent(of: a), let newParent = new.parent(of: b)
    else { return true }
    return newNode(for: parent) != newParent
  }
}

// MARK: - Properties

extension Comparison {
  private mutating func compareProperties(_ a: NodeID, _ b: NodeID) -> [PropertyChange] {
    var changes: [PropertyChange] = []
    var taken: Set<PropertyID> = []
    var reached: [Symbol: PropertyID] = [:]
    var kept: [(old: PropertyID, new: PropertyID)] = []
    var next = new.firstProperty(of: b)
    while let property = next {
      next = new.nextProperty(after: property)
      let counterpart = counterpart(of: property, in: a, taken, &reached)
      if isIgnoredInNew(property) || counterpart.map({ isIgnoredInOld($0) }) ?? false {
        if let counterpart { taken.insert(counterpart) }
        continue
      }
      guard let other = counterpart else {
        changes.append(
          PropertyChange(
            kind: .added, old: nil, new: property, oldValue: nil, newValue: newReader.value(of: property),
            edits: []))
        continue
      }
      taken.insert(other)
      kept.append((other, property))
      if let change = compare(other, property) { changes.append(change) }
    }
    if options.comparesOrder { changes += reordered(kept, in: a) }
    next = old.firstProperty(of: a)
    while let property = next {
      next = old.nextProperty(after: property)
      if taken.contains(property) || isIgnoredInOld(property) { continue }
      changes.append(
        PropertyChange(
          kind: .removed, old: property, new: nil, oldValue: oldReader.value(of: property), newValue: nil,
          edits: []))
    }
    return changes
  }

  /// Returns the property of an old node that corresponds to one of a new node. Blobs can have several of one
  /// name; these are taken in order, and how far that went is kept, since there may be thousands.
  private func counterpart(
    of property: PropertyID, in node: NodeID, _ taken: Set<PropertyID>, _ reached: inout [Symbol: PropertyID]
  ) -> PropertyID? {
    guard let name = pairing.oldSymbol(new.name(of: property)),
      let first = old.property(of: node, named: name)
    else { return nil }
    if !taken.contains(first) { return first }
    var last = reached[name] ?? first
    defer { reached[name] = last }
    while let other = old.nextProperty(after: last) {
      last = other
      if old.name(of: other) == name { return other }
    }
    return nil
  }

  private mutating func reordered(
    _ kept: [(old: PropertyID, new: PropertyID)], in node: NodeID
  ) -> [PropertyChange] {
    var places: [PropertyID: Int] = [:]
    var next = old.firstProperty(of: node)
    while let property = next {
      places[property] = places.count
      next = old.nextProperty(after: property)
    }
    let stayed = ValueEdits.keptInOrder(kept.map { places[$0.old] ?? 0 })
    return kept.enumerated().filter { !stayed.contains($0.offset) }.map { _, pair in
      PropertyChange(
        kind: .reordered, old: pair.old, new: pair.new, oldValue: oldReader.value(of: pair.old),
        newValue: newReader.value(of: pair.new), edits: [])
    }
  }

  private mutating func compare(_ a: PropertyID, _ b: PropertyID) -> PropertyChange? {
    let hasSameBytes = old.bytes(of: old.value(of: a)) == new.bytes(of: new.value(of: b))
    let isPath = !options.phandlesAreNumbers && paths.contains(b)
    if hasSameBytes, isPath, isLost(a, b) { lostPaths.append(b) }
    // The same phandle may refer to another node.
    if hasSameBytes, options.phandlesAreNumbers || !oldReader.mayRefer(a) && !newReader.mayRefer(b) {
      return nil
    }
    var values = ValuePair(a, b, &oldReader, &newReader)
    if !options.phandlesAreNumbers, !hasSameBytes {
      if isSamePaths(a, b, values, areAll: isPath) { return nil }
      switch values.assumeReferences({ pairing.newOf[$0.index] == $1 }) {
      case .none: break
      case .some: partlyAssumed.append(b)
      case .all: assumed.append(b)
      }
    }
    let edits = values.edits { isSame($0, $1) }
    if edits.isEmpty { return nil }
    return PropertyChange(
      kind: .changed, old: a, new: b, oldValue: values.old, newValue: values.new, edits: edits)
  }

  private func isSame(_ a: ValueElement, _ b: ValueElement) -> Bool {
    switch (a, b) {
    case (.reference(let a), .reference(let b)):
      if options.phandlesAreNumbers { return a.phandle == b.phandle }
      switch (a.target, b.target) {
      case (.node(let a), .node(let b)): return newNode(for: a) == b
      case (.label(let a), .label(let b)): return pairing.oldSymbol(b) == a
      case (.nothing, .nothing): return a.phandle == b.phandle
      default: return false
      }
    // One side's source says that it is a reference; the other side's blob says nothing.
    case (.reference(let a), .cell(let cell)):
      guard !options.phandlesAreNumbers, case .node(let node) = a.target else { return a.phandle == cell }
      return newReader.node(withPhandle: cell).map { newNode(for: node) == $0 } ?? false
    case (.cell(let cell), .reference(let b)):
      guard !options.phandlesAreNumbers, case .node(let node) = b.target else { return b.phandle == cell }
      return oldReader.node(withPhandle: cell).map { newNode(for: $0) == node } ?? false
    default: return a == b
    }
  }
}
