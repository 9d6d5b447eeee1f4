import DeviceTree
import SourceText

/// A walk over a tree in document order that knows the path of the node that it is at: each step adds
/// or takes away a name, where the path from the root anew would cost the depth of the tree.
struct PathWalk: ~Copyable {
  /// The node that the walk is at; nil at its end.
  private(set) var node: NodeID? = .root
  /// Its path; nothing for the root.
  private var path = UniqueArray<UInt8>()

  /// Appends the path of the node to the value that is open.
  func appendPath(to tree: inout DeviceTree) {
    if path.isEmpty { tree.appendByte(0x2F) } else { path.withBytes { tree.appendBytes($0) } }
  }

  /// Goes on to the next node. What is added to the tree further down meanwhile is come to as well.
  // The tree is handed over to be changed, since it would be copied to be looked at.
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
