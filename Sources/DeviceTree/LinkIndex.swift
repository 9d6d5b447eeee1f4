import SourceText

/// An open-addressing hash from (parent, name) to the number of what is linked there.
///
/// Slots hold only the number; whether it is the one that is looked for is read from the record. So
/// an entry whose record has moved to another parent, or was taken back, simply no longer matches,
/// and nothing is ever removed. Only `replace` puts another number in one's place, which no rollback takes back: it is
/// for trees without a journal.
@usableFromInline
struct LinkIndex: Sendable {
  /// 0 is free, otherwise number + 1.
  @usableFromInline var slots = PlainArray<UInt32>()
  @usableFromInline var used = 0
  /// What `hash` takes, so that no file can have all its nodes in one place; see `HashSecret`.
  @usableFromInline let secret = HashSecret.make()

  @usableFromInline
  init() {}

  /// Siblings with names of neighbouring numbers, as siblings mostly have them that were read one after another, get
  /// neighbouring slots: in a large tree each slot would else be a place of its own to wait for.
  @inlinable @inline(__always)
  static func hash(_ parent: UInt32, _ name: UInt32, _ secret: UInt64) -> Int {
    // What is added up is spread well whatever the secret is; where it goes, no file can know.
    let mixed =
      (UInt64(parent) &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(name >> 3) &* 0xC2B2_AE3D_27D4_EB4F)
    return Int(truncatingIfNeeded: ((mixed ^ (mixed >> 29)) &* secret) >> 33 ^ UInt64(name & 7))
  }

  /// The first number under a hash for which `matches` holds.
  @inlinable @inline(__always)
  func first(_ hash: Int, _ matches: (UInt32) -> Bool) -> UInt32? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = hash & mask
    while true {
      let held = slots[slot]
      if held == 0 { return nil }
      if matches(held - 1) { return held - 1 }
      slot = (slot + 1) & mask
    }
  }

  /// Whether there is no room for another number.
  @inlinable @inline(__always)
  var isFull: Bool { (used + 1) * 2 > slots.count }

  /// Makes room for more numbers; `rehash` gives the hash of one that is in, nil if it was taken back.
  @usableFromInline
  mutating func makeRoom(rehash: (UInt32) -> Int?) { grow(to: max(used + 1, slots.count), rehash) }

  /// Makes room for this many further numbers, so that adding them does not make the index grow.
  @usableFromInline
  mutating func reserve(_ count: Int, rehash: (UInt32) -> Int?) {
    guard count > 0, (used + count) * 2 > slots.count else { return }
    grow(to: used + count, rehash)
  }

  /// Adds a number, unless one is there for which `isSame` holds. Behind those of which `isGone` holds it is added all
  /// the same, if it does not hold of the number itself: what was deleted stays the first that is found, but what is
  /// there is found as well. `inFront` it stands in front of the first one instead, or in its place if that is gone for
  /// good, as when a name is deleted and set over and over. There has to be room; see `isFull`.
  ///
  /// Returns the number because of which this one was left out, nil if it is in.
  @inlinable @inline(__always)
  mutating func insert(
    _ number: UInt32, _ hash: Int, inFront: Bool = false, isFinal: Bool, unless isSame: (UInt32) -> Bool,
    isGone: (UInt32) -> Bool
  ) -> UInt32? {
    let mask = slots.count - 1
    var slot = hash & mask
    var number = number
    while true {
      let held = slots[slot]
      if held == 0 { break }
      if isSame(held - 1) {
        if held == number + 1 { return nil }
        if inFront {
          slots[slot] = number + 1
          if isFinal, isGone(held - 1) { return nil }
          // It stays behind: if the new one is taken back, it is found again.
          number = held - 1
          break
        }
        if isGone(number) { return nil }
        if !isGone(held - 1) { return held - 1 }
      }
      slot = (slot + 1) & mask
    }
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = number + 1
    used += 1
    return nil
  }

  /// Puts a number in another one's place, if that is in.
  mutating func replace(_ number: UInt32, by other: UInt32, _ hash: Int) {
    if slots.isEmpty { return }
    let mask = slots.count - 1
    var slot = hash & mask
    while slots[slot] != 0, slots[slot] != number + 1 { slot = (slot + 1) & mask }
    if slots[slot] != 0 { slots[slot] = other + 1 }
  }

  @usableFromInline
  mutating func grow(to count: Int, _ rehash: (UInt32) -> Int?) {
    let old = slots
    var size = 256
    while size < count * 2 { size *= 2 }
    slots = PlainArray()
    slots.resize(to: size, 0)
    var moved = 0
    let mask = size - 1
    // From a free slot on, so that what was found before something else still is.
    var first = 0
    while first < old.count, old[first] != 0 { first += 1 }
    slots.change { slots in
      for index in old.indices {
        let held = old[(first + index) & (old.count - 1)]
        guard held != 0, let hash = rehash(held - 1) else { continue }
        // Where a number that was taken back stood, the one that was given out anew is not found: it must not get
        // in front of its namesakes. Nor is there need of one twice.
        var slot = hash & (old.count - 1)
        while old[slot] != held, old[slot] != 0 { slot = (slot + 1) & (old.count - 1) }
        guard slot == (first + index) & (old.count - 1) else { continue }
        slot = hash & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = held
        moved += 1
      }
    }
    used = moved
  }
}
