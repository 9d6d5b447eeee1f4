import SourceText

/// Finds children by name: two hash tables over all nodes, so that a node with a hundred thousand
/// children, and as many paths that lead to them, cost no more than others.
struct ChildTable: Sendable {
  /// By parent and whole name: the node + 1.
  private var whole: [UInt32]
  /// By parent and name without unit address: the first node that has one, + 1.
  private var base: [UInt32]
  private let mask: Int

  /// Nodes with an elder sibling of the same name: (the node, the sibling).
  private(set) var namesakes: [(node: Int, elder: Int)] = []

  init(_ index: TreeIndex) {
    var size = 16
    while size < index.nodes.count * 2 { size *= 2 }
    mask = size - 1
    whole = [UInt32](repeating: 0, count: size)
    base = whole
    let bytes = index.bytes.span
    for node in index.nodes.indices.dropFirst() {
      let name = bytes.extracting(index.name(of: node))
      let parent = index.nodes[node].parent
      var hash = Self.seed(parent)
      for place in name.indices {
        if name[place] == 0x40 { insertBase(node, hash, name.extracting(0..<place), index) }
        hash = Self.step(hash, name[place])
      }
      insertWhole(node, hash, name, index)
    }
  }

  private mutating func insertWhole(
    _ node: Int, _ hash: UInt32, _ name: Span<UInt8>, _ index: TreeIndex
  ) {
    var place = Int(hash ^ hash >> 15) & mask
    while whole[place] != 0 {
      let other = Int(whole[place]) - 1
      if index.nodes[other].parent == index.nodes[node].parent,
        index.bytes.span.extracting(index.name(of: other)).equals(name)
      {
        return namesakes.append((node, other))
      }
      place = (place + 1) & mask
    }
    whole[place] = UInt32(node + 1)
  }

  private mutating func insertBase(
    _ node: Int, _ hash: UInt32, _ name: Span<UInt8>, _ index: TreeIndex
  ) {
    var place = Int(hash ^ hash >> 15) & mask
    while base[place] != 0 {
      if isBase(of: Int(base[place]) - 1, name, index.nodes[node].parent, index) { return }
      place = (place + 1) & mask
    }
    base[place] = UInt32(node + 1)
  }

  private func isBase(
    of node: Int, _ name: Span<UInt8>, _ parent: Int32, _ index: TreeIndex
  ) -> Bool {
    let own = index.bytes.span.extracting(index.name(of: node))
    return index.nodes[node].parent == parent && own.count > name.count && own[name.count] == 0x40
      && own.extracting(0..<name.count).equals(name)
  }

  /// The child of this name, or, as libfdt has it, if the name has no unit address, the first child
  /// that is named so apart from its own.
  func child(of parent: Int, named name: Span<UInt8>, _ index: TreeIndex) -> Int? {
    var hash = Self.seed(Int32(parent))
    var hasAddress = false
    for place in name.indices {
      hash = Self.step(hash, name[place])
      if name[place] == 0x40 { hasAddress = true }
    }
    let start = Int(hash ^ hash >> 15) & mask
    var found: Int?
    var place = start
    while whole[place] != 0 {
      let node = Int(whole[place]) - 1
      if index.nodes[node].parent == Int32(parent),
        index.bytes.span.extracting(index.name(of: node)).equals(name)
      {
        found = node
        break
      }
      place = (place + 1) & mask
    }
    if hasAddress { return found }
    place = start
    while base[place] != 0 {
      let node = Int(base[place]) - 1
      if isBase(of: node, name, Int32(parent), index) { return min(node, found ?? node) }
      place = (place + 1) & mask
    }
    return found
  }

  private static func seed(_ parent: Int32) -> UInt32 {
    0x811C_9DC5 ^ UInt32(bitPattern: parent) &* 0x9E37_79B9
  }

  private static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 0x0100_0193
  }
}
