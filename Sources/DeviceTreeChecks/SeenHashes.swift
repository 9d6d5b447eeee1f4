import SourceText

/// A set of hashes that can be emptied at no cost: each is stored with the number of the round in
/// which it was added.
struct SeenHashes: ~Copyable {
  /// The round above, the hash below; 0 is free.
  private var slots = UniqueArray<UInt64>(repeating: 0, count: 256)
  private var time: UInt64 = 0
  private var count = 0

  /// Forgets all hashes.
  mutating func restart() {
    time += 1
    count = 0
  }

  /// Adds a hash; returns whether it was not there.
  mutating func add(_ hash: UInt32) -> Bool {
    if count * 2 >= slots.count { grow() }
    let entry = time << 32 | UInt64(hash)
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >> 32 == time {
      if slots[slot] == entry { return false }
      slot = (slot + 1) & mask
    }
    slots[slot] = entry
    count += 1
    return true
  }

  private mutating func grow() {
    var wider = SeenHashes()
    wider.slots = UniqueArray(repeating: 0, count: slots.count * 4)
    wider.time = time
    for slot in slots.indices where slots[slot] >> 32 == time {
      _ = wider.add(UInt32(truncatingIfNeeded: slots[slot]))
    }
    self = wider
  }
}
