import DeviceTree
import SourceText

/// The first node of a tree that has each phandle: a hash table with open addressing.
struct PhandleOwners: ~Copyable {
  private var phandles = UniqueArray<UInt32>(repeating: 0, count: 64)
  private var nodes = UniqueArray<NodeID>(repeating: .root, count: 64)
  private var used = 0
  private let secret = HashSecret.make()

  /// Returns the node that has a phandle, which must not be 0.
  subscript(phandle: UInt32) -> NodeID? {
    let slot = slot(of: phandle)
    return phandles[slot] == 0 ? nil : nodes[slot]
  }

  /// Records that a node has a phandle, which must not be 0; the first node that has it is its owner.
  mutating func add(_ node: NodeID, _ phandle: UInt32) {
    if used * 2 >= phandles.count { grow() }
    let slot = slot(of: phandle)
    guard phandles[slot] == 0 else { return }
    phandles[slot] = phandle
    nodes[slot] = node
    used += 1
  }

  private func slot(of phandle: UInt32) -> Int {
    let mask = phandles.count - 1
    var slot = Int(
      truncatingIfNeeded: (UInt64(phandle) &* secret) >> UInt64(phandles.count.leadingZeroBitCount + 1))
    while phandles[slot] != 0, phandles[slot] != phandle { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var wider = PhandleOwners()
    wider.phandles.resize(to: phandles.count * 4, 0)
    wider.nodes.resize(to: phandles.count * 4, .root)
    for slot in phandles.indices where phandles[slot] != 0 { wider.add(nodes[slot], phandles[slot]) }
    self = wider
  }
}
