import SourceText

/// Where names are in the result's strings block.
///
/// libfdt takes the first place where a name stands, be it the end of another one. For some names the
/// ends of all strings are gone through; for many, all places are put into an index.
struct PlacedNames: ~Copyable {
  var block = PlacedStrings()
  private var searches = 0
  /// The offsets of the names that were looked for, by name.
  private var places = PlacedIndex()
  /// The offsets of the NULs in the block.
  private var ends = Table<UInt32>()
  /// By the byte in front of a NUL: the first such NUL, and for each NUL the next; + 1, 0 is none.
  private var firstEnds = Table<UInt32>()
  private var nextEnds = Table<UInt32>()
  private var suffixes = PlacedSuffixes()
  /// By offset in the overlay's strings block: where the name is in the result's; + 1, 0 is unknown.
  private var known = Table<UInt32>()
  private var overlay = 0..<0

  /// After so many searches, the index takes less time.
  private static var fewSearches: Int { 48 }

  /// Begins with the strings block of the base, and the offsets of its NULs.
  mutating func begin(with strings: Range<Int>, _ ends: inout Table<UInt32>) {
    block.base = strings
    swap(&self.ends, &ends)
  }

  /// Begins with the names of another overlay.
  mutating func beginOverlay(with strings: Range<Int>) {
    overlay = strings
    known.removeAll()
    known.append(0, count: strings.count)
  }

  /// Where a name of the overlay is, appended if it is nowhere yet.
  mutating func offset(of name: Range<Int>, in bytes: borrowing FileArena) throws(NotPlain) -> UInt32 {
    let own = name.lowerBound - overlay.lowerBound
    if known[own] != 0 { return known[own] - 1 }
    // A block whose last name has no end would lend it the one that is appended, and every end is a name
    // that is empty.
    guard !name.isEmpty, block.isWhole(in: bytes) else { throw NotPlain() }
    let offset = UInt32(truncatingIfNeeded: find(name, in: bytes))
    known[own] = offset + 1
    return offset
  }

  private mutating func find(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    if searches >= Self.fewSearches {
      if searches == Self.fewSearches { indexSuffixes(in: bytes) }
      searches += 1
      if let offset = suffixes.first(name, of: block, in: bytes) { return offset }
      let offset = block.append(name, in: bytes)
      suffixes.add(offset..<offset + name.count, of: block, in: bytes)
      return offset
    }
    let hash = PlacedIndex.hash(0, name, in: bytes)
    if let found = places.first(hash, { block.holds(name, at: Int($0), in: bytes) }) { return Int(found) }
    searches += 1
    if searches == 1 { linkEnds(in: bytes) }
    let offset = search(name, in: bytes) ?? append(name, in: bytes)
    places.add(UInt32(truncatingIfNeeded: offset), hash)
    return offset
  }

  private mutating func append(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    let offset = block.append(name, in: bytes)
    ends.append(UInt32(truncatingIfNeeded: offset + name.count))
    nextEnds.append(0)
    let last = Int(bytes[name.upperBound - 1])
    var slot = firstEnds[last]
    if slot == 0 {
      firstEnds[last] = UInt32(truncatingIfNeeded: ends.count)
    } else {
      while nextEnds[Int(slot) - 1] != 0 { slot = nextEnds[Int(slot) - 1] }
      nextEnds[Int(slot) - 1] = UInt32(truncatingIfNeeded: ends.count)
    }
    return offset
  }

  /// Links the NULs that have the same byte in front of them.
  private mutating func linkEnds(in bytes: borrowing FileArena) {
    firstEnds.append(0, count: 256)
    nextEnds.append(0, count: ends.count)
    var index = ends.count
    while index > 0 {
      index &-= 1
      let end = Int(ends[index])
      guard end > 0 else { continue }
      let last = Int(bytes[block.base.lowerBound &+ end &- 1])
      nextEnds[index] = firstEnds[last]
      firstEnds[last] = UInt32(truncatingIfNeeded: index &+ 1)
    }
  }

  /// The first place in the block where a name stands in front of one of the NULs.
  private func search(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    var slot = firstEnds[Int(bytes[name.upperBound &- 1])]
    while slot != 0 {
      let start = Int(ends[Int(slot) &- 1]) &- name.count
      if start >= 0, block.holds(name, at: start, in: bytes) { return start }
      slot = nextEnds[Int(slot) &- 1]
    }
    return nil
  }

  private mutating func indexSuffixes(in bytes: borrowing FileArena) {
    suffixes.reserve(block.count)
    var start = 0
    for index in 0..<ends.count {
      let end = Int(ends[index])
      suffixes.add(start..<end, of: block, in: bytes)
      start = end + 1
    }
  }
}
