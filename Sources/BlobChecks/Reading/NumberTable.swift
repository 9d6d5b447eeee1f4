/// Numbers by numbers: a hash table, open addressed.
///
/// No dictionary: its first use takes the runtime longer than a whole check, since it looks among all
/// conformances of the program for the key's.
struct NumberTable: Sendable {
  private var keys: [UInt64] = []
  /// By place: the value + 1; 0 where there is none.
  private var values: [UInt32] = []
  private(set) var count = 0

  subscript(key: UInt64) -> Int? {
    guard count > 0 else { return nil }
    var place = slot(of: key)
    while values[place] != 0 {
      if keys[place] == key { return Int(values[place]) - 1 }
      place = (place + 1) & (keys.count - 1)
    }
    return nil
  }

  /// Sets the value of a key that has none; a first value stays.
  mutating func insert(_ value: Int, for key: UInt64) {
    if count * 2 >= keys.count { grow() }
    var place = slot(of: key)
    while values[place] != 0 {
      if keys[place] == key { return }
      place = (place + 1) & (keys.count - 1)
    }
    keys[place] = key
    values[place] = UInt32(value + 1)
    count += 1
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    let size = max(256, keys.count * 4)
    keys = [UInt64](repeating: 0, count: size)
    values = [UInt32](repeating: 0, count: size)
    count = 0
    for (key, value) in zip(oldKeys, oldValues) where value != 0 { insert(Int(value) - 1, for: key) }
  }

  private func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
  }
}
