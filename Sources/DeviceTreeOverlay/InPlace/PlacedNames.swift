import SourceText

/// The offsets of names in the result's strings block.
///
/// libfdt takes the first place where a name occurs, even at the end of another one. Strings that end in the
/// same four bytes are linked, and a name is looked for among those that end like it. If they are too many,
/// all places of names are indexed instead, so that nothing need be searched.
struct PlacedNames: ~Copyable {
  var block = PlacedStrings()
  private var searches = 0
  /// The number of strings that searches looked at.
  private var steps = 0
  /// The offsets of names found in the block, by name.
  private var places = PlacedIndex()
  /// Whether an index gave up because of colliding names.
  var isCrowded: Bool { places.isCrowded || suffixes.isCrowded }
  /// The offsets of the NULs in the block, in order.
  private var ends = UniqueArray<UInt32>()
  /// For each NUL, the four bytes before it (the tail).
  private var tails = UniqueArray<UInt32>()
  /// For each NUL, the index of the previous one whose tail has the same hash, plus 1; 0 is none.
  private var earlier = UniqueArray<UInt32>()
  /// The index of the last NUL by the hash of its tail, plus 1; 0 is none.
  private var lasts = UniqueArray<UInt32>()
  private var suffixes = PlacedSuffixes()
  private var isIndexed = false
  /// A cache of names of overlays, each in the slot of a hash of its place.
  private var known = UniqueArray<Known>()
  private var overlay = 0..<0

  private struct Known: BitwiseCopyable {
    /// The place of the name in the arena; 0 is none.
    var place: UInt32
    /// Its offset in the result's strings block.
    var offset: UInt32
  }

  /// Starts with the strings block of the base, and the offsets of its NULs, which are moved out of `ends`.
  mutating func begin(with strings: Range<Int>, _ ends: inout UniqueArray<UInt32>) {
    block.base = strings
    swap(&self.ends, &ends)
  }

  /// Starts with the strings block of another overlay, which has `count` names.
  mutating func beginOverlay(with strings: Range<Int>, _ count: Int) {
    overlay = strings
    // Most names of an overlay with many names are labels, and new.
    if count < 1024 { return }
    ends.reserve(ends.count + count)
    tails.reserve(ends.count + count)
    earlier.reserve(ends.count + count)
    block.reserve(strings.count)
  }

  /// Returns the offset of the name at a place in the overlay's strings block, appending the name if the
  /// result's block does not have it.
  @inline(__always)
  mutating func offset(ofNameAt place: Int, in bytes: borrowing FileArena) throws(NotPlain) -> UInt32 {
    let hash = UInt32(truncatingIfNeeded: place) &* 0x9E37_79B1
    let slot = Int(hash >> 23)
    if slot < known.count {
      let entry = known[slot]
      if entry.place == UInt32(truncatingIfNeeded: place) { return entry.offset }
    }
    return try newOffset(ofNameAt: place, slot, in: bytes)
  }

  private mutating func newOffset(
    ofNameAt place: Int, _ slot: Int, in bytes: borrowing FileArena
  ) throws(NotPlain) -> UInt32 {
    if known.isEmpty { known.resize(to: 512, Known(place: 0, offset: 0)) }
    let name = place..<bytes.firstNUL(from: place, below: overlay.upperBound)
    try check(name, in: bytes)
    let offset = UInt32(truncatingIfNeeded: find(name, in: bytes))
    known[slot] = Known(place: UInt32(truncatingIfNeeded: place), offset: offset)
    return offset
  }

  /// Returns the offset of a name that is unlikely to be looked up again, appending it if necessary.
  mutating func offset(of name: Range<Int>, in bytes: borrowing FileArena) throws(NotPlain) -> UInt32 {
    try check(name, in: bytes)
    return UInt32(truncatingIfNeeded: search(name, in: bytes))
  }

  private func check(_ name: Range<Int>, in bytes: borrowing FileArena) throws(NotPlain) {
    // A last name without a NUL would run into an appended one, and an empty name is found at every NUL.
    guard !name.isEmpty, block.isWhole(in: bytes) else { throw NotPlain() }
  }

  /// Returns the offset of a name whose text may also occur at other places.
  private mutating func find(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    if isIndexed { return search(name, in: bytes) }
    let hash = PlacedIndex.hash(0, name, in: bytes)
    if let found = places.first(hash, { block.holds(name, at: Int($0), in: bytes) }) { return Int(found) }
    let size = block.count
    let offset = search(name, in: bytes)
    if block.count == size { places.add(UInt32(truncatingIfNeeded: offset), hash) }
    return offset
  }

  private mutating func search(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    if isIndexed {
      if let offset = suffixes.first(name, of: block, in: bytes) { return offset }
      let offset = block.append(name, in: bytes)
      suffixes.add(offset..<offset + name.count, of: block, in: bytes)
      return offset
    }
    searches += 1
    if searches == 1 { linkEnds(in: bytes) }
    if steps > 32_768 + searches * 64 {
      isIndexed = true
      indexSuffixes(in: bytes)
      return search(name, in: bytes)
    }
    return searchEnds(name, in: bytes) ?? append(name, in: bytes)
  }

  // MARK: - Strings by their ends

  private mutating func append(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    let offset = block.append(name, in: bytes)
    ends.append(UInt32(truncatingIfNeeded: offset + name.count))
    tails.append(name.count < 4 ? 0 : bytes.word(at: name.upperBound - 4))
    earlier.append(0)
    if ends.count > lasts.count { linkAll() } else { link(ends.count - 1) }
    return offset
  }

  private mutating func linkEnds(in bytes: borrowing FileArena) {
    tails.reserve(ends.count)
    for index in 0..<ends.count {
      let end = Int(ends[index])
      tails.append(end < 4 ? 0 : bytes.word(at: block.base.lowerBound &+ end &- 4))
    }
    earlier.resize(to: earlier.count + ends.count, 0)
    linkAll()
  }

  private mutating func linkAll() {
    var size = 512
    while size < ends.count * 2 { size *= 2 }
    lasts.removeAll()
    lasts.resize(to: size, 0)
    for index in 0..<ends.count { link(index) }
  }

  @inline(__always)
  private mutating func link(_ index: Int) {
    let slot = slot(of: tails[index])
    earlier[index] = lasts[slot]
    lasts[slot] = UInt32(truncatingIfNeeded: index &+ 1)
  }

  @inline(__always)
  private mutating func slot(of tail: UInt32) -> Int {
    let hash = tail &* 0x9E37_79B1
    return Int(hash ^ hash >> 15) & (lasts.count &- 1)
  }

  /// Returns the first offset in the block where a name precedes one of the NULs.
  private mutating func searchEnds(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    if name.count < 4 { return searchAll(name, in: bytes) }
    let tail = bytes.word(at: name.upperBound &- 4)
    var found: Int?
    var next = lasts[slot(of: tail)]
    while next != 0 {
      let index = Int(next) &- 1
      let start = Int(ends[index]) &- name.count
      // The links go from the last to the first.
      if tails[index] == tail, start >= 0, block.holds(name, at: start, in: bytes) { found = start }
      steps &+= 1
      next = earlier[index]
    }
    return found
  }

  private mutating func searchAll(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    for index in 0..<ends.count {
      steps &+= 1
      let start = Int(ends[index]) &- name.count
      if start >= 0, block.holds(name, at: start, in: bytes) { return start }
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
