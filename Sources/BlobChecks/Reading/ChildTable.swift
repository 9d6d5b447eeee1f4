import SourceText

/// Finds children by name: two hash tables over all nodes, so that a node with a hundred thousand children,
/// and as many paths to them, costs no more than others.
struct ChildTable: ~Copyable {
  /// By parent and full name: the node's number plus 1.
  private var whole: UniqueArray<UInt32>
  /// By parent and name without unit address: the number of the first such node that has a unit address, plus
  /// 1.
  private var base: UniqueArray<UInt32>
  private let mask: Int
  /// Whether names collide so much that they must have been chosen to; see `HashSecret`.
  private var isCrowded = false

  /// Nodes with an earlier sibling of the same name, in order.
  private(set) var namesakes = UniqueArray<UInt32>()

  init(_ nodes: borrowing UniqueArray<TreeIndex.Node>, _ blob: Span<UInt8>) {
    var size = 16
    while size < nodes.count * 3 / 2 { size *= 2 }
    mask = size - 1
    whole = UniqueArray(repeating: 0, count: size)
    base = UniqueArray(repeating: 0, count: size)
    if enter(nodes, blob) { return }
    isCrowded = true
    whole = UniqueArray(repeating: 0, count: size)
    base = UniqueArray(repeating: 0, count: size)
    namesakes.removeAll()
    _ = enter(nodes, blob)
  }

  /// Enters all nodes; false if their names seem to be chosen to collide.
  private mutating func enter(_ nodes: borrowing UniqueArray<TreeIndex.Node>, _ blob: Span<UInt8>) -> Bool {
    var node = 1
    while node < nodes.count {
      let own = nodes[node]
      let start = Int(own.nameStart)
      let name = blob.extracting(start..<start &+ Int(own.nameCount))
      let prefix = name.extracting(0..<Int(own.baseCount))
      let hash = hash(own.parent, prefix)
      var steps = 0
      if prefix.count < name.count {
        steps = insertBase(node, hash, prefix, nodes, blob)
        let full = self.hash(hash, name.extracting(prefix.count..<name.count))
        steps = max(steps, insertWhole(node, full, name, nodes, blob))
      } else {
        steps = insertWhole(node, hash, name, nodes, blob)
      }
      if steps > HashSecret.longestWalk, !isCrowded { return false }
      node &+= 1
    }
    return true
  }

  /// Inserts a node by its full name, and returns the number of entries passed on the way.
  @inline(__always)
  private mutating func insertWhole(
    _ node: Int, _ hash: UInt32, _ name: Span<UInt8>, _ nodes: borrowing UniqueArray<TreeIndex.Node>,
    _ blob: Span<UInt8>
  ) -> Int {
    var place = Int(hash ^ hash >> 15) & mask
    var steps = 0
    while whole[place] != 0 {
      let other = Int(whole[place]) &- 1
      if Self.isNamed(nodes[other], name, nodes[node].parent, blob) {
        namesakes.append(UInt32(node))
        return steps
      }
      place = (place &+ 1) & mask
      steps &+= 1
    }
    whole[place] = UInt32(node &+ 1)
    return steps
  }

  /// Inserts a node by its name without its unit address, and returns the same.
  @inline(__always)
  private mutating func insertBase(
    _ node: Int, _ hash: UInt32, _ name: Span<UInt8>, _ nodes: borrowing UniqueArray<TreeIndex.Node>,
    _ blob: Span<UInt8>
  ) -> Int {
    var place = Int(hash ^ hash >> 15) & mask
    var steps = 0
    while base[place] != 0 {
      if Self.isBase(nodes[Int(base[place]) &- 1], name, nodes[node].parent, blob) { return steps }
      place = (place &+ 1) & mask
      steps &+= 1
    }
    base[place] = UInt32(node &+ 1)
    return steps
  }

  private static func isNamed(
    _ node: TreeIndex.Node, _ name: Span<UInt8>, _ parent: Int32, _ blob: Span<UInt8>
  ) -> Bool {
    node.parent == parent && begins(node, Int(node.nameCount), name, blob)
  }

  private static func isBase(
    _ node: TreeIndex.Node, _ name: Span<UInt8>, _ parent: Int32, _ blob: Span<UInt8>
  ) -> Bool {
    node.parent == parent && begins(node, Int(node.baseCount), name, blob)
  }

  /// Whether the first `count` bytes of a node's name are these.
  private static func begins(
    _ node: TreeIndex.Node, _ count: Int, _ name: Span<UInt8>, _ blob: Span<UInt8>
  ) -> Bool {
    guard count == name.count else { return false }
    let start = Int(node.nameStart)
    return blob.extracting(start..<start &+ count).hasSameBytes(as: name)
  }

  /// Returns the child with this name. As in libfdt, a name without a unit address means the first child of
  /// that name, with any unit address or none.
  func child(
    of parent: Int, named name: Span<UInt8>, _ nodes: borrowing UniqueArray<TreeIndex.Node>,
    _ blob: Span<UInt8>
  ) -> Int? {
    let prefix = name.extracting(0..<name.first(0x40))
    let hasAddress = prefix.count < name.count
    let hash = hash(Int32(parent), prefix)
    let full = hasAddress ? self.hash(hash, name.extracting(prefix.count..<name.count)) : hash
    var found: Int?
    var place = Int(full ^ full >> 15) & mask
    while whole[place] != 0 {
      let node = Int(whole[place]) &- 1
      if Self.isNamed(nodes[node], name, Int32(parent), blob) {
        found = node
        break
      }
      place = (place &+ 1) & mask
    }
    if hasAddress { return found }
    place = Int(hash ^ hash >> 15) & mask
    while base[place] != 0 {
      let node = Int(base[place]) &- 1
      if Self.isBase(nodes[node], name, Int32(parent), blob) { return min(node, found ?? node) }
      place = (place &+ 1) & mask
    }
    return found
  }

  @inline(__always)
  private func hash(_ parent: Int32, _ name: Span<UInt8>) -> UInt32 {
    hash(name) ^ UInt32(bitPattern: parent) &* 0x9E37_79B9
  }

  /// Returns the hash of a name with a unit address, from that of the name without it.
  @inline(__always)
  private func hash(_ hash: UInt32, _ address: Span<UInt8>) -> UInt32 {
    (hash ^ self.hash(address)) &* 0x85EB_CA6B
  }

  @inline(__always)
  private func hash(_ name: Span<UInt8>) -> UInt32 {
    isCrowded ? HashSecret.hash(of: name) : SymbolHash.of(name)
  }
}
