import SourceText

/// The first offset of each name in a strings block and of each suffix of a name.
struct PlacedSuffixes: ~Copyable {
  private var slots = UniqueArray<Slot>()
  private var used = 0
  /// The hashes of the suffixes of the name that is being added, from the shortest one.
  private var hashes = UniqueArray<UInt32>()

  private struct Slot: BitwiseCopyable {
    var hash: UInt32
    /// The offset plus 1; 0 is none.
    var offset: UInt32
  }

  /// Whether names collide so much that they must have been chosen to (see `HashSecret`). Then nothing is
  /// added any more, and the merge gives up.
  private(set) var isCrowded = false

  /// Makes room for this many more suffixes.
  mutating func reserve(_ count: Int) {
    var size = max(slots.count, 1024)
    while size < (used + count) * 2 { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  /// Returns the first offset of a name that is given in the arena.
  func first(_ name: Range<Int>, of block: borrowing PlacedStrings, in bytes: borrowing FileArena) -> Int? {
    if isCrowded { return nil }
    var hash = SuffixHash()
    var place = name.upperBound
    while place > name.lowerBound {
      place &-= 1
      hash.extend(by: bytes[place])
    }
    let value = hash.value
    let mask = slots.count &- 1
    var slot = Int(value) & mask
    while true {
      let entry = slots[slot]
      if entry.offset == 0 { return nil }
      if entry.hash == value, block.holds(name, at: Int(entry.offset &- 1), in: bytes) {
        return Int(entry.offset &- 1)
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// Adds a name in the block, and all its suffixes that do not occur before it.
  ///
  /// If a suffix does, so do all shorter ones.
  mutating func add(_ name: Range<Int>, of block: borrowing PlacedStrings, in bytes: borrowing FileArena) {
    if isCrowded { return }
    hashes.removeAll()
    var hash = SuffixHash()
    var place = name.upperBound
    while place > name.lowerBound {
      place &-= 1
      hash.extend(by: block.byte(at: place, in: bytes) ?? 0)
      hashes.append(hash.value)
    }
    reserve(hashes.count)
    let mask = slots.count &- 1
    while place < name.upperBound {
      let value = hashes[name.upperBound &- place &- 1]
      var slot = Int(value) & mask
      var steps = 0
      while slots[slot].offset != 0 {
        let entry = slots[slot]
        if entry.hash == value, block.isSame(Int(entry.offset &- 1), place, name.upperBound, in: bytes) {
          return
        }
        slot = (slot &+ 1) & mask
        steps &+= 1
      }
      if steps > HashSecret.longestWalk {
        isCrowded = true
        return
      }
      slots[slot] = Slot(hash: value, offset: UInt32(truncatingIfNeeded: place &+ 1))
      used &+= 1
      place &+= 1
    }
  }

  private mutating func grow(to size: Int) {
    var old = UniqueArray<Slot>()
    swap(&old, &slots)
    slots.resize(to: size, Slot(hash: 0, offset: 0))
    let mask = size &- 1
    for index in 0..<old.count where old[index].offset != 0 {
      var slot = Int(old[index].hash) & mask
      while slots[slot].offset != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = old[index]
    }
  }
}
