/// An open-addressing hash from (parent, name) to the number of what is linked there.
///
/// Slots hold only the number; whether it is the one that is looked for is read from the record. So
/// an entry whose record has moved to another parent, or was taken back, simply no longer matches,
/// and nothing is ever removed.
@usableFromInline
struct LinkIndex: Sendable {
  /// 0 is free, otherwise number + 1.
  @usableFromInline var slots: [UInt32] = []
  @usableFromInline var used = 0

  @usableFromInline
  init() {}

  @inlinable @inline(__always)
  static func hash(_ parent: UInt32, _ name: UInt32) -> Int {
    let mixed =
      (UInt64(parent) &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(name) &* 0xC2B2_AE3D_27D4_EB4F)
    return Int(truncatingIfNeeded: (mixed ^ (mixed >> 29)) & 0x7FFF_FFFF)
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

  /// Makes room for this many numbers in an index that has none yet.
  @usableFromInline
  mutating func reserve(_ count: Int) {
    guard slots.isEmpty, count > 0 else { return }
    var size = 64
    while size < count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  /// Adds a number; `rehash` gives the hash of one that is already in, nil if it is gone.
  @inlinable
  mutating func insert(_ number: UInt32, _ hash: Int, rehash: (UInt32) -> Int?) {
    if (used + 1) * 2 > slots.count { grow(rehash) }
    let mask = slots.count - 1
    var slot = hash & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = number + 1
    used += 1
  }

  @usableFromInline
  mutating func grow(_ rehash: (UInt32) -> Int?) {
    let old = slots
    slots = [UInt32](repeating: 0, count: max(256, old.count * 2))
    used = 0
    let mask = slots.count - 1
    for held in old where held != 0 {
      guard let hash = rehash(held - 1) else { continue }
      var slot = hash & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = held
      used += 1
    }
  }
}
