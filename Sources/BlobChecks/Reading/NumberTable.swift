import SourceText

/// A map from numbers to numbers: a hash table with open addressing.
///
/// It is not a dictionary because the first use of one costs the runtime more time than a complete check: it
/// searches all conformances of the program for the key's.
struct NumberTable: ~Copyable {
  /// Three numbers per slot: the key's upper and lower half, and the value plus 1, or 0 if the slot is free.
  private var places = UniqueArray<UInt32>()
  private(set) var count = 0
  private let secret = HashSecret.make()

  subscript(key: UInt64) -> Int? {
    guard count > 0 else { return nil }
    let value = places[place(of: key) &+ 2]
    return value == 0 ? nil : Int(value) - 1
  }

  /// Sets the value of a key that has none; an existing value stays.
  mutating func insert(_ value: Int, for key: UInt64) {
    if count * 6 >= places.count { grow() }
    put(UInt32(value + 1), key)
  }

  private mutating func put(_ value: UInt32, _ key: UInt64) {
    let place = place(of: key)
    guard places[place &+ 2] == 0 else { return }
    places[place] = UInt32(truncatingIfNeeded: key >> 32)
    places[place &+ 1] = UInt32(truncatingIfNeeded: key)
    places[place &+ 2] = value
    count += 1
  }

  private mutating func grow() {
    var old = UniqueArray<UInt32>(repeating: 0, count: max(256 * 3, places.count * 4))
    swap(&old, &places)
    count = 0
    var place = 0
    while place < old.count {
      if old[place &+ 2] != 0 { put(old[place &+ 2], UInt64(old[place]) << 32 | UInt64(old[place &+ 1])) }
      place &+= 3
    }
  }

  /// Returns the place of a key, or of the free slot for it.
  private func place(of key: UInt64) -> Int {
    let size = places.count / 3
    // The highest bits depend on all bits of the key.
    var number = Int(truncatingIfNeeded: (key &* secret) >> UInt64(size.leadingZeroBitCount &+ 1))
    let (upper, lower) = (UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key))
    while true {
      let place = number &* 3
      if places[place &+ 2] == 0 || places[place &+ 1] == lower && places[place] == upper { return place }
      number = (number &+ 1) & (size &- 1)
    }
  }
}
