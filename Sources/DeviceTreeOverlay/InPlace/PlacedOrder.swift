import SourceText

/// Numbers in the order of the places that they are about.
struct PlacedOrder: ~Copyable {
  private var entries = UniqueArray<UInt64>()

  var count: Int { entries.count }

  /// A number, by its place in the order.
  subscript(index: Int) -> UInt32 { UInt32(truncatingIfNeeded: entries[index]) }

  /// The place that the number at an index is about.
  func place(at index: Int) -> UInt32 { UInt32(truncatingIfNeeded: entries[index] >> 32) }

  mutating func append(_ place: UInt32, _ number: UInt32) {
    entries.append(UInt64(place) << 32 | UInt64(number))
  }

  /// Puts them in order: a heap, which takes no more memory and no longer in any case.
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
