import DeviceTree
import SourceText

/// The nodes of a tree by phandle.
struct PhandleIndex: Sendable {
  private struct Entry: BitwiseCopyable {
    /// A node that has or had the phandle.
    var node: NodeID
    /// The number of nodes with the phandle; if more than one, the first in document order is meant.
    var count: UInt32 = 1
    /// Whether `node` is known to be that one.
    var isFirst = true

    static let none = Entry(node: .root, count: 0)
  }

  /// By phandle, up to `denseLimit`: dtc counts phandles from 1.
  private var dense = PlainArray<Entry>()
  /// By phandle, for larger ones. (The keys are `Int`, as in other dictionaries, since each further type of
  /// key costs the Swift runtime a search for its conformances.)
  private var sparse: [Int: Entry] = [:]
  private static let denseLimit = 1 << 16

  private subscript(phandle: UInt32) -> Entry? {
    get {
      if phandle >= Self.denseLimit { return sparse[Int(phandle)] }
      guard Int(phandle) < dense.count, dense[Int(phandle)].count > 0 else { return nil }
      return dense[Int(phandle)]
    }
    set {
      if phandle >= Self.denseLimit {
        sparse[Int(phandle)] = newValue
      } else {
        while dense.count <= Int(phandle) { dense.append(.none) }
        dense[Int(phandle)] = newValue ?? .none
      }
    }
  }

  private var maximumEntry: UInt32 {
    UInt32(sparse.keys.max() ?? dense.lastIndex { $0.count > 0 } ?? 0)
  }
  /// The largest phandle; nil after the node that had it got another one, until the next query.
  private var largest: UInt32? = 0

  /// Creates the index of a tree whose nodes know their phandles.
  init(_ tree: DeviceTree) {
    var next: NodeID? = .root
    while let node = next {
      add(tree.phandle(of: node), node, isLast: true)
      next = tree.nodeAfter(node)
    }
  }

  /// The largest phandle of any node, or 0 if there is none (`fdt_find_max_phandle`).
  var maximum: UInt32 {
    mutating get {
      let maximum = largest ?? maximumEntry
      largest = maximum
      return maximum
    }
  }

  /// Returns the first node in document order that has a phandle (`fdt_node_offset_by_phandle`).
  mutating func node(_ phandle: UInt32, in tree: DeviceTree) -> NodeID? {
    guard var entry = self[phandle] else { return nil }
    if entry.isFirst { return entry.node }
    var next: NodeID? = .root
    while let node = next {
      if tree.phandle(of: node) == phandle {
        // Nodes added later have no phandle yet, so this stays the first until a phandle changes.
        (entry.node, entry.isFirst) = (node, true)
        self[phandle] = entry
        return node
      }
      next = tree.nodeAfter(node)
    }
    return nil
  }

  /// Notes that a node's phandle was `old` and is `new`.
  mutating func change(of node: NodeID, from old: UInt32, to new: UInt32) {
    guard old != new else { return }
    if old != 0, let entry = self[old] {
      if entry.count > 1 {
        self[old] = Entry(
          node: entry.node, count: entry.count - 1, isFirst: entry.isFirst && entry.node != node)
      } else {
        self[old] = nil
        if old == largest { largest = nil }
      }
    }
    add(new, node, isLast: false)
  }

  /// Adds a node; `isLast` says that it comes after all others in document order.
  private mutating func add(_ phandle: UInt32, _ node: NodeID, isLast: Bool) {
    guard phandle != 0 else { return }
    if let known = largest { largest = max(known, phandle) }
    if let entry = self[phandle] {
      self[phandle] = Entry(node: entry.node, count: entry.count + 1, isFirst: entry.isFirst && isLast)
    } else {
      self[phandle] = Entry(node: node)
    }
  }
}
