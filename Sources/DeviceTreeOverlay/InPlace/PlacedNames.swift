import DeviceTreeBlob
import SourceText

/// The result's strings block: the base's, and behind it the names that came with overlays.
///
/// libfdt takes the first place where a name stands, be it the end of another one. For some names the
/// ends of all strings are gone through; for many, all places are put into an index, which takes as
/// long as some hundred searches.
struct PlacedNames {
  /// The names that were appended, as long as there is no index.
  private var added: [UInt8] = []
  private var block: StringsBlock?
  private var base = 0..<0
  private var searches = 0
  /// The offsets of the names that were looked for, by name.
  private var places = PlacedIndex()
  /// The offsets of the NULs in the base's strings block.
  private var ends: [UInt32] = []
  /// The same in `added`.
  private var addedEnds: [UInt32] = []
  /// By offset in the overlay's strings block: where the name is in the result's; + 1, 0 is unknown.
  private var known: [UInt32] = []
  private var overlay = 0..<0

  /// Begins with the strings block of the base.
  mutating func begin(with strings: Range<Int>) { base = strings }

  /// Begins with the names of another overlay.
  mutating func beginOverlay(with strings: Range<Int>) {
    overlay = strings
    known.removeAll(keepingCapacity: true)
    known.append(contentsOf: repeatElement(0, count: strings.count))
  }

  /// How many bytes the block has.
  var count: Int { block?.bytes.count ?? base.count + added.count }

  /// The byte at an offset; nil behind the block.
  func byte(at offset: Int, in bytes: [UInt8]) -> UInt8? { byte(at: offset, in: bytes.span) }

  @inline(__always)
  private func byte(at offset: Int, in bytes: Span<UInt8>) -> UInt8? {
    guard offset < count else { return nil }
    if let block { return block.bytes[offset] }
    return offset < base.count ? bytes[base.lowerBound + offset] : added[offset - base.count]
  }

  /// Writes the block.
  func write(to output: inout BlobWriter, from bytes: Span<UInt8>) {
    if let block { return output.write(block.bytes.span) }
    output.write(bytes.extracting(base))
    output.write(added.span)
  }

  /// Where a name of the overlay is, appended if it is nowhere yet.
  mutating func offset(of name: Range<Int>, in bytes: [UInt8]) throws(NotPlain) -> UInt32 {
    let own = name.lowerBound - overlay.lowerBound
    if known[own] != 0 { return known[own] - 1 }
    let offset = try find(bytes.span.extracting(name), in: bytes.span)
    known[own] = offset + 1
    return offset
  }

  private mutating func find(_ name: Span<UInt8>, in bytes: Span<UInt8>) throws(NotPlain) -> UInt32 {
    let hash = PlacedIndex.hash(0, name)
    let found = places.first(hash) { holds(name, at: Int($0), in: bytes) }
    if let found { return found }
    let offset = try search(name, in: bytes)
    places.set(offset, hash) { _ in false }
    return offset
  }

  private func holds(_ name: Span<UInt8>, at offset: Int, in bytes: Span<UInt8>) -> Bool {
    for i in name.indices where byte(at: offset + i, in: bytes) != name[i] { return false }
    return byte(at: offset + name.count, in: bytes) == 0
  }

  private mutating func search(_ name: Span<UInt8>, in bytes: Span<UInt8>) throws(NotPlain) -> UInt32 {
    searches += 1
    if searches == 1 { findEnds(in: bytes.extracting(base)) }
    if searches == 200 {
      var all: [UInt8] = []
      all.append(bytes.extracting(base))
      all.append(added.span)
      block = StringsBlock(startingWith: all, symbolCount: 0)
    }
    if block != nil {
      guard let offset = block?.offset(of: name) else { throw NotPlain() }
      return offset
    }
    let block = bytes.extracting(base)
    if let offset = search(name, block) { return UInt32(truncatingIfNeeded: offset) }
    if let offset = searchAdded(name) { return UInt32(truncatingIfNeeded: base.count + offset) }
    // A block whose last name has no end would lend it the one that is appended.
    guard base.isEmpty || block[base.count - 1] == 0 else { throw NotPlain() }
    let offset = base.count + added.count
    added.append(name)
    added.append(0)
    addedEnds.append(UInt32(truncatingIfNeeded: added.count - 1))
    return UInt32(truncatingIfNeeded: offset)
  }

  private mutating func findEnds(in block: Span<UInt8>) {
    ends.reserveCapacity(block.count / 12)
    for i in block.indices where block[i] == 0 { ends.append(UInt32(truncatingIfNeeded: i)) }
  }

  private func search(_ name: Span<UInt8>, _ block: Span<UInt8>) -> Int? {
    Self.search(name, block, ends.span)
  }

  private func searchAdded(_ name: Span<UInt8>) -> Int? {
    Self.search(name, added.span, addedEnds.span)
  }

  /// The first place in a block where a name stands in front of one of the NULs.
  private static func search(
    _ name: Span<UInt8>, _ block: Span<UInt8>, _ ends: Span<UInt32>
  ) -> Int? {
    guard !name.isEmpty else { return nil }
    let last = name[name.count &- 1]
    for index in ends.indices {
      let start = Int(ends[index]) &- name.count
      guard start >= 0, block[start &+ name.count &- 1] == last else { continue }
      var i = 0
      while i < name.count, block[start &+ i] == name[i] { i &+= 1 }
      if i == name.count { return start }
    }
    return nil
  }
}
