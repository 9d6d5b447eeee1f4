import SourceText

/// A hash table from (node, name) to a number; callers compare the names.
struct PlacedIndex: ~Copyable {
  private var slots = UniqueArray<Slot>()
  private var used = 0

  private struct Slot: BitwiseCopyable {
    var hash: UInt32
    /// The number plus 1; 0 is none.
    var held: UInt32
  }

  /// Whether names collide so much that they must have been chosen to (see `HashSecret`). Then nothing is
  /// added any more, and the merge gives up.
  private(set) var isCrowded = false

  /// Returns the hash of a name in the arena. No two nodes have the same hash for one name.
  @inline(__always)
  static func hash(_ node: Int, _ name: Range<Int>, in bytes: borrowing FileArena) -> UInt32 {
    hash(node, count: name.count) { bytes.longWord(at: name.lowerBound &+ $0) }
  }

  /// Returns the hash of a name; `longWord` returns the eight bytes at an offset in it.
  @inline(__always)
  static func hash(_ node: Int, count: Int, _ longWord: (Int) -> UInt64) -> UInt32 {
    var state = UInt64(truncatingIfNeeded: count)
    var at = 0
    while at < count {
      var word = longWord(at).littleEndian
      let left = count &- at
      if left < 8 { word &= (1 << UInt64(left &* 8)) &- 1 }
      state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
      state ^= state >> 29
      at &+= 8
    }
    let hash =
      UInt32(truncatingIfNeeded: state ^ state >> 32) ^ UInt32(truncatingIfNeeded: node) &* 0x9E37_79B1
    return hash ^ hash >> 15
  }

  /// Returns the first matching number under a hash.
  @inline(__always)
  func first(_ hash: UInt32, _ matches: (UInt32) -> Bool) -> UInt32? {
    if slots.isEmpty { return nil }
    let mask = slots.count &- 1
    var slot = Int(hash) & mask
    while true {
      let entry = slots[slot]
      if entry.held == 0 { return nil }
      if entry.hash == hash, matches(entry.held &- 1) { return entry.held &- 1 }
      slot = (slot &+ 1) & mask
    }
  }

  /// Adds a number under a hash.
  @inline(__always)
  mutating func add(_ number: UInt32, _ hash: UInt32) {
    if (used &+ 1) &* 2 > slots.count { grow(to: max(64, slots.count &* 2)) }
    put(Slot(hash: hash, held: number &+ 1))
    used &+= 1
  }

  /// Replaces a number under a hash.
  mutating func replace(_ old: UInt32, with number: UInt32, _ hash: UInt32) {
    if slots.isEmpty { return }
    let mask = slots.count &- 1
    var slot = Int(hash) & mask
    while slots[slot].held != 0 {
      if slots[slot].hash == hash, slots[slot].held == old &+ 1 {
        slots[slot].held = number &+ 1
        return
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// Makes room for this many more numbers.
  mutating func reserve(_ more: Int) {
    var size = max(64, slots.count)
    while (used + more) * 2 > size { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  private mutating func put(_ entry: Slot) {
    if isCrowded { return }
    let mask = slots.count &- 1
    var slot = Int(entry.hash) & mask
    var steps = 0
    while slots[slot].held != 0 {
      slot = (slot &+ 1) & mask
      steps &+= 1
    }
    if steps > HashSecret.longestWalk {
      isCrowded = true
      // Lookups find nothing any more.
      slots.removeAll()
      return
    }
    slots[slot] = entry
  }

  private mutating func grow(to size: Int) {
    var old = UniqueArray<Slot>()
    swap(&old, &slots)
    slots.resize(to: size, Slot(hash: 0, held: 0))
    for index in 0..<old.count where old[index].held != 0 { put(old[index]) }
  }

  mutating func removeAll() {
    if used == 0 { return }
    let size = slots.count
    slots.removeAll()
    slots.resize(to: size, Slot(hash: 0, held: 0))
    used = 0
  }
}
