import SourceText

/// Numbers, sorted by the places that they belong to.
struct PlacedOrder: ~Copyable {
  private var entries = UniqueArray<UInt64>()

  var count: Int { entries.count }

  /// The number at an index.
  subscript(index: Int) -> UInt32 { UInt32(truncatingIfNeeded: entries[index]) }

  /// Returns the place of the number at an index.
  func place(at index: Int) -> UInt32 { UInt32(truncatingIfNeeded: entries[index] >> 32) }

  mutating func append(_ place: UInt32, _ number: UInt32) {
    entries.append(UInt64(place) << 32 | UInt64(number))
  }

  /// Sorts the entries: a heapsort, which needs no more memory and has no slow cases.
  mutating func sort() {
    if count < 2 { return }
    var start = count / 2
    var end = count
    while end > 1 {
      if start > 0 {
        start -= 1
      } else {
        end -= 1
        swap(0, end)
      }
      var root = start
      while true {
        var child = root * 2 + 1
        if child >= end { break }
        if child + 1 < end, entries[child] < entries[child + 1] { child += 1 }
        if entries[root] >= entries[child] { break }
        swap(root, child)
        root = child
      }
    }
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    let entry = entries[a]
    entries[a] = entries[b]
    entries[b] = entry
  }
}
