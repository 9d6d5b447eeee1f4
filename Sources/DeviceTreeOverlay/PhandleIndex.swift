import DeviceTree

/// The nodes of a tree by phandle.
struct PhandleIndex: Sendable {
  private struct Entry {
    var node: NodeID
    /// How many nodes have the phandle; if more than one, the first in document order is meant.
    var count = 1
  }

  /// By phandle; plain integers as in `ChildLookup`.
  private var entries: [Int: Entry] = [:]
  private var largest: UInt32 = 0

  /// The index of a tree whose nodes know their phandles.
  init(_ tree: DeviceTree) {
    var next: NodeID? = .root
    while let node = next {
      add(tree.phandle(of: node), node)
      next = tree.nodeAfter(node)
    }
  }

  /// The largest phandle of any node, 0 if there is none (`fdt_find_max_phandle`).
  var maximum: UInt32 { largest }

  /// The first node in document order that has a phandle (`fdt_node_offset_by_phandle`).
  func node(_ phandle: UInt32, in tree: DeviceTree) -> NodeID? {
    guard let entry = entries[Int(phandle)] else { return nil }
    if entry.count == 1, tree.phandle(of: entry.node) == phandle { return entry.node }
    var next: NodeID? = .root
    while let node = next {
      if tree.phandle(of: node) == phandle { return node }
      next = tree.nodeAfter(node)
    }
    return nil
  }

  /// Notes that a node's phandle was `old` and is `new`.
  mutating func change(of node: NodeID, from old: UInt32, to new: UInt32) {
    guard old != new else { return }
    if old != 0, let entry = entries[Int(old)] {
      if entry.count > 1 {
        entries[Int(old)] = Entry(node: entry.node, count: entry.count - 1)
      } else {
        entries[Int(old)] = nil
        if old == largest { largest = UInt32(entries.keys.max() ?? 0) }
      }
    }
    add(new, node)
  }

  private mutating func add(_ phandle: UInt32, _ node: NodeID) {
    guard phandle != 0 else { return }
    largest = max(largest, phandle)
    if let entry = entries[Int(phandle)] {
      entries[Int(phandle)] = Entry(node: entry.node, count: entry.count + 1)
    } else {
      entries[Int(phandle)] = Entry(node: node)
    }
  }
}
