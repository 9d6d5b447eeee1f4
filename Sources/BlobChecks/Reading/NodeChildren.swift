import SourceText

/// The children of a node, in order.
struct NodeChildren: Sequence, IteratorProtocol {
  private let tree: TreeIndex
  private var following: Int
  private let end: Int

  init(_ tree: TreeIndex, _ node: Int) {
    self.tree = tree
    following = node + 1
    end = Int(tree.nodes[node].end)
  }

  mutating func next() -> Int? {
    guard following < end else { return nil }
    defer { following = Int(tree.nodes[following].end) }
    return following
  }
}
