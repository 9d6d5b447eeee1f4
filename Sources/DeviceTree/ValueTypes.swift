import SourceText

/// Guesses what the bytes of a value are where nothing says so: strings, cells or bytes.
///
/// The rules are dtc's, oddities included, since the text has to be the same.
public struct ValueTypes {
  private let bytes: ArraySlice<UInt8>
  private var list: MarkerList

  /// Returns the markers, with types where there were none; those of a value that already has a type are left
  /// as they are, since then the source has said everything.
  public static func complete(
    _ markers: Slice<PlainArray<Marker>>, of bytes: ArraySlice<UInt8>
  ) -> [Marker] {
    var types = ValueTypes(bytes: bytes, list: MarkerList(markers: Array(markers)))
    types.guess()
    return types.list.markers
  }

  static func kind(of bytes: ArraySlice<UInt8>) -> Marker.Kind { kind(of: bytes.span) }

  private mutating func guess() {
    var (at, offset) = guessNumbers()
    while at < list.markers.count {
      if list.markers[at].kind.isType { return }
      if Int(list.markers[at].offset) > offset {
        at = addType(from: offset, to: Int(list.markers[at].offset), at: at)
        // If there are strings, this is the second of them, and the loop ends at the third.
        guard at < list.markers.count else { return }
        offset = Int(list.markers[at].offset)
      }
      if list.markers[at].kind == .phandleReference {
        at = list.add(Marker(offset: UInt32(offset), kind: .uint32), from: at)
        offset += 4
      }
      at += 1
    }
    if offset < bytes.count { _ = addType(from: offset, to: bytes.count, at: at) }
  }

  /// Adds types up to the first string or type, or a marker inside a reference's cell; returns where to go
  /// on. The list is made anew, since inserting a type at each reference would move everything after it.
  private mutating func guessNumbers() -> (at: Int, offset: Int) {
    let markers = list.markers
    guard let first = markers.first, !first.kind.isType else { return (0, 0) }
    var typed: [Marker] = []
    typed.reserveCapacity(markers.count * 2)
    var offset = 0
    var next = 0
    while next < markers.count {
      let marker = markers[next]
      let end = Int(marker.offset)
      if marker.kind.isType || end < offset { break }
      if end > offset {
        let kind = Self.kind(of: bytes.dropFirst(offset).prefix(end - offset))
        if kind == .string { break }
        typed.append(Marker(offset: UInt32(truncatingIfNeeded: offset), kind: kind))
        offset = end
      }
      if marker.kind == .phandleReference {
        typed.append(Marker(offset: UInt32(truncatingIfNeeded: offset), kind: .uint32))
        offset += 4
      }
      typed.append(marker)
      next += 1
    }
    let at = typed.count
    list = MarkerList(markers: typed + markers[next...])
    return (at, offset)
  }

  private mutating func addType(from start: Int, to end: Int, at place: Int) -> Int {
    let kind = Self.kind(of: bytes.dropFirst(start).prefix(end - start))
    if kind == .string { addFurtherStrings(from: start, to: end) }
    return list.add(
      Marker(offset: UInt32(truncatingIfNeeded: start), kind: kind), from: min(place, list.markers.count))
  }

  /// Returns the type of bytes about which nothing is known, as dtc guesses it.
  public static func kind(of bytes: Span<UInt8>) -> Marker.Kind {
    if bytes.count > 0, bytes[bytes.count - 1] == 0 {
      var zeros = 0
      var index = 0
      // Eight at a time; each byte of text sets its highest bit.
      while index &+ 8 <= bytes.count {
        let word = bytes.littleEndianWord(at: index)
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let some = low &+ 0x7F7F_7F7F_7F7F_7F7F
        let printed = (low &+ 0x6060_6060_6060_6060) & ~(low &+ 0x0101_0101_0101_0101)
        let escaped = (low &+ 0x7979_7979_7979_7979) & ~(low &+ 0x7272_7272_7272_7272)
        let text = (printed | escaped | ~some) & ~word & 0x8080_8080_8080_8080
        guard text == 0x8080_8080_8080_8080 else { break }
        zeros &+= (~some & 0x8080_8080_8080_8080).nonzeroBitCount
        index &+= 8
      }
      while index < bytes.count, isText(bytes[index]) {
        if bytes[index] == 0 { zeros += 1 }
        index += 1
      }
      if index == bytes.count, zeros <= bytes.count - zeros { return .string }
    }
    return bytes.count % 4 == 0 ? .uint32 : .uint8
  }

  private mutating func addFurtherStrings(from start: Int, to end: Int) {
    let base = bytes.startIndex
    var place = 0
    for offset in start + 1..<max(end, start + 1) where bytes[base + offset - 1] == 0 {
      place = list.add(
        Marker(offset: UInt32(truncatingIfNeeded: offset), kind: .string), from: place)
    }
  }

  /// Whether a byte may be in what counts as a string: printable characters, those that have an escape of one
  /// letter, and the NUL that ends it.
  private static func isText(_ byte: UInt8) -> Bool {
    byte == 0 || 0x07...0x0D ~= byte || 0x20...0x7E ~= byte
  }
}
