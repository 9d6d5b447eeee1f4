import SourceText

/// The first node of a tree that has each phandle: a hash table with open addressing.
public struct PhandleOwners: Sendable {
  private struct Entry: BitwiseCopyable, Sendable {
    /// 0 is a free slot.
    var phandle: UInt32
    var node: NodeID

    static let none = Entry(phandle: 0, node: .root)
  }

  private var entries = PlainArray<Entry>()
  private var used = 0
  private let secret = HashSecret.make()

  /// Creates an empty table.
  public init() {}

  /// Notes the phandles of all nodes of a tree; 0 and -1 are none.
  public init(_ tree: DeviceTree) {
    var next: NodeID? = .root
    while let node = next {
      let phandle = tree.phandle(of: node)
      if phandle != 0, phandle != .max { add(node, phandle) }
      next = tree.nodeAfter(node)
    }
  }

  /// Returns the node that has a phandle; nil for 0.
  public subscript(phandle: UInt32) -> NodeID? {
    guard used > 0 else { return nil }
    let entry = entries[slot(of: phandle)]
    return entry.phandle == 0 ? nil : entry.node
  }

  /// Records that a node has a phandle, which must not be 0; the first node that has it is its owner.
  public mutating func add(_ node: NodeID, _ phandle: UInt32) {
    if used * 2 >= entries.count { grow() }
    let slot = slot(of: phandle)
    guard entries[slot].phandle == 0 else { return }
    entries[slot] = Entry(phandle: phandle, node: node)
    used += 1
  }

  private func slot(of phandle: UInt32) -> Int {
    let mask = entries.count - 1
    var slot = Int(
      truncatingIfNeeded: (UInt64(phandle) &* secret) >> UInt64(entries.count.leadingZeroBitCount + 1))
    while entries[slot].phandle != 0, entries[slot].phandle != phandle { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = entries
    entries = PlainArray(repeating: .none, count: max(64, old.count * 4))
    for entry in old where entry.phandle != 0 { entries[slot(of: entry.phandle)] = entry }
  }
}
