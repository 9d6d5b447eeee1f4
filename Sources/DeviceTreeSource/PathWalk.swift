import DeviceTree
import SourceText

/// A walk over a tree in document order that knows the path of the current node: each step adds or
/// removes a name, whereas a path from the root would cost the depth of the tree.
struct PathWalk: ~Copyable {
  /// The node that the walk is at; nil at its end.
  private(set) var node: NodeID? = .root
  /// Its path; empty for the root.
  private var path = UniqueArray<UInt8>()

  /// Appends the path of the node to the open value.
  func appendPath(to tree: inout DeviceTree) {
    if path.isEmpty { tree.appendByte(0x2F) } else { path.withBytes { tree.appendBytes($0) } }
  }

  /// Advances to the next node. Nodes added to the tree further down in the meantime are visited, too.
  // The tree is `inout` because passing it to be read would copy it.
  mutating func advance(in tree: inout DeviceTree) {
    guard var from = node else { return }
    if let child = tree.firstChild(of: from) { return enter(child, &tree) }
    while from != .root {
      path.resize(to: path.count - tree.names.length(tree.name(of: from)) - 1, 0)
      if let sibling = tree.nextSibling(of: from) { return enter(sibling, &tree) }
      guard let parent = tree.parent(of: from) else { break }
      from = parent
    }
    node = nil
  }

  private mutating func enter(_ next: NodeID, _ tree: inout DeviceTree) {
    path.append(0x2F)
    tree.names.withBytes(of: tree.name(of: next)) { path.append($0) }
    node = next
  }
}
