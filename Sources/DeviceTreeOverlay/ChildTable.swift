import DeviceTree
import SourceText

/// Nodes by parent and name. (A dictionary would first have the Swift runtime search all conformances of the
/// program, which takes longer than applying an overlay.)
struct ChildTable: Sendable {
  /// The keys, with open addressing; 0 is a free slot.
  private var keys: [UInt64] = []
  private var nodes: [NodeID] = []
  private var used = 0
  private let secret = HashSecret.make()

  /// Returns the node noted for a parent and a name.
  func node(_ parent: NodeID, _ name: Symbol) -> NodeID? {
    guard used > 0 else { return nil }
    let slot = slot(of: Self.key(parent, name))
    return keys[slot] == 0 ? nil : nodes[slot]
  }

  /// Notes a node for a parent and a name, replacing the one noted before.
  mutating func set(_ node: NodeID, _ parent: NodeID, _ name: Symbol) {
    if (used + 1) * 2 > keys.count { grow() }
    let key = Self.key(parent, name)
    let slot = slot(of: key)
    if keys[slot] == 0 { used += 1 }
    keys[slot] = key
    nodes[slot] = node
  }

  /// Returns the key for a parent and a name. It is never 0, since there are fewer symbols than numbers.
  private static func key(_ parent: NodeID, _ name: Symbol) -> UInt64 {
    UInt64(parent.rawValue) << 32 | (UInt64(name.rawValue) + 1)
  }

  /// Returns the slot that holds a key, or the free one for it.
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* secret) >> UInt64(keys.count.leadingZeroBitCount + 1))
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldNodes) = (keys, nodes)
    let size = max(64, keys.count * 2)
    keys = [UInt64](repeating: 0, count: size)
    nodes = [NodeID](repeating: .root, count: size)
    for index in oldKeys.indices where oldKeys[index] != 0 {
      let slot = slot(of: oldKeys[index])
      keys[slot] = oldKeys[index]
      nodes[slot] = oldNodes[index]
    }
  }
}
