import DeviceTree
import SourceText

extension SourceWriter {
  /// Writes ` = …`, as the value's markers say. What precedes the first type is left out, as in dtc,
  /// unless all bytes are wanted.
  mutating func write(_ value: PropertyValue, _ tree: DeviceTree) {
    put(" =")
    // Most values of a blob have no markers, and need no lists of what begins where.
    if tree.markerCount(of: value) == 0 {
      return tree.withBytes(of: value) { write($0, guessed: ValueTypes.kind(of: $0)) }
    }
    let bytes = tree.bytes(of: value)
    let markers = ValueTypes.complete(tree.markers(of: value), of: bytes)
    let ends = Self.ends(of: markers, count: bytes.count)
    if keepsAllBytes, !Self.tell(markers, ends, of: bytes) {
      return tree.withBytes(of: value) { write($0, guessed: ValueTypes.kind(of: $0)) }
    }
    var open: Marker.Kind?
    for (index, marker) in markers.enumerated() {
      let start = Int(marker.offset)
      let end = index + 1 < markers.count ? Int(markers[index + 1].offset) : bytes.count
      if marker.kind.isType {
        open = marker.kind
        text.append(0x20)
        putStart(of: marker.kind)
      } else if marker.kind == .label {
        text.append(0x20)
        put(marker.reference)
        text.append(0x3A)
      }
      guard let kind = open, end > start, end <= bytes.count else { continue }
      let chunk = bytes[bytes.startIndex + start..<bytes.startIndex + end]
      if kind == .uint32 {
        writeCells(chunk, at: index, of: markers)
        if ends[index] > end { text.append(0x20) }
      } else {
        write(chunk, as: kind)
      }
      if ends[index] == end {
        putEnd(of: kind)
        if end != bytes.count { text.append(0x2C) }
        open = nil
      }
    }
  }

  /// Writes an entire value of one type.
  private mutating func write(_ bytes: Span<UInt8>, guessed kind: Marker.Kind) {
    guard kind == .string else {
      text.append(0x20)
      putStart(of: kind)
      writeIntegers(bytes, width: kind == .uint32 ? 4 : 1)
      return putEnd(of: kind)
    }
    var start = 0
    while start < bytes.count {
      if start > 0 { text.append(0x2C) }
      text.append(0x20)
      var end = Self.plainEnd(bytes, start)
      let isPlain = end == bytes.count || bytes[end] == 0
      while end < bytes.count, bytes[end] != 0 { end += 1 }
      write(bytes.extracting(start..<end), isPlain: isPlain)
      start = end + 1
    }
  }

  /// Returns, by marker, where the next type begins or the value ends.
  private static func ends(of markers: [Marker], count: Int) -> [Int] {
    var ends = [Int](repeating: count, count: markers.count)
    var next: Int?
    for index in markers.indices.reversed() {
      let start = Int(markers[index].offset)
      // A type without bytes does not end what precedes it.
      if let next, next != start { ends[index] = next }
      if markers[index].kind.isType { next = start }
    }
    return ends
  }

  /// Whether markers give the types of all bytes of a value.
  private static func tell(_ markers: [Marker], _ ends: [Int], of bytes: ArraySlice<UInt8>) -> Bool {
    var isFirst = true
    for (marker, end) in zip(markers, ends) where marker.kind.isType {
      let start = Int(marker.offset)
      if isFirst, start > 0 { return false }
      isFirst = false
      let isWhole =
        switch marker.kind {
        case .string: start == end || bytes[bytes.startIndex + end - 1] == 0
        case .uint16: (end - start) % 2 == 0
        case .uint32: (end - start) % 4 == 0
        case .uint64: (end - start) % 8 == 0
        default: true
        }
      if !isWhole { return false }
    }
    return true
  }

  private mutating func putStart(of kind: Marker.Kind) {
    switch kind {
    case .uint8: put("[")
    case .uint16: put("/bits/ 16 <")
    case .uint32: put("<")
    case .uint64: put("/bits/ 64 <")
    default: break
    }
  }

  private mutating func putEnd(of kind: Marker.Kind) {
    switch kind {
    case .uint8: put("]")
    case .uint16, .uint32, .uint64: put(">")
    default: break
    }
  }

  private mutating func write(_ chunk: ArraySlice<UInt8>, as kind: Marker.Kind) {
    switch kind {
    case .uint16: writeIntegers(chunk.span, width: 2)
    case .uint64: writeIntegers(chunk.span, width: 8)
    case .string where chunk.last == 0:
      let bytes = chunk.span
      writeString(bytes.extracting(0..<bytes.count - 1))
    default: writeIntegers(chunk.span, width: 1)
    }
  }

  /// Writes cells, the first of which may be a reference.
  private mutating func writeCells(
    _ chunk: ArraySlice<UInt8>, at index: Int, of markers: [Marker]
  ) {
    guard let reference = Self.reference(at: index, of: markers) else {
      return writeIntegers(chunk.span, width: 4)
    }
    text.append(0x26)
    if tree.names.withBytes(of: reference, { $0.count > 0 && $0[0] == 0x2F }) {
      text.append(0x7B)
      put(reference)
      text.append(0x7D)
    } else {
      put(reference)
    }
    if chunk.count > 4 {
      text.append(0x20)
      let bytes = chunk.span
      writeIntegers(bytes.extracting(4..<bytes.count), width: 4)
    }
  }

  /// Returns what the cell at the offset of a marker refers to.
  private static func reference(at index: Int, of markers: [Marker]) -> Symbol? {
    let offset = markers[index].offset
    var first = index
    while first > 0, markers[first - 1].offset == offset { first -= 1 }
    while first < markers.count, markers[first].offset == offset {
      if markers[first].kind == .phandleReference { return markers[first].reference }
      first += 1
    }
    return nil
  }

  private mutating func writeIntegers(_ chunk: Span<UInt8>, width: Int) {
    if width == 4 { return writeCells(chunk) }
    let count = chunk.count / width
    // Room for all digits at once: appending them one by one takes most of the time of a decompilation.
    text.write(upTo: count * (width * 2 + (width > 1 ? 3 : 1))) { room, start in
      var end = start
      for index in 0..<count {
        var number: UInt64 = 0
        for at in index * width..<(index + 1) * width { number = number << 8 | UInt64(chunk[at]) }
        if index > 0 {
          room[end] = 0x20
          end &+= 1
        }
        if width > 1 {
          room[end] = 0x30
          room[end &+ 1] = 0x78
          end &+= 2
        }
        var shift = max((64 - number.leadingZeroBitCount + 3) / 4, 2) * 4
        while shift > 0 {
          shift &-= 4
          room[end] = .hexDigit(UInt8(truncatingIfNeeded: number &>> UInt64(shift)) & 15)
          end &+= 1
        }
      }
      return end
    }
  }

  /// Writes cells of the usual width, all digits of one at once.
  private mutating func writeCells(_ chunk: Span<UInt8>) {
    let count = chunk.count / 4
    text.write(upTo: count * 11 + 8) { room, start in
      var raw = unsafe room.mutableBytes
      var end = start
      for index in 0..<count {
        let number = UInt32(
          bigEndian: unsafe chunk.bytes.unsafeLoadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
        // `0x`, or ` 0x` after another one; the bytes written beyond that are overwritten.
        raw.storeBytes(
          of: (index > 0 ? 0x78_3020 : 0x7830 as UInt32).littleEndian, toByteOffset: end, as: UInt32.self)
        end &+= index > 0 ? 3 : 2
        let digits = max((35 - number.leadingZeroBitCount) / 4, 2)
        raw.storeBytes(
          of: Self.hexadecimal(number &<< UInt32(32 - digits * 4)).littleEndian, toByteOffset: end,
          as: UInt64.self)
        end &+= digits
      }
      return end
    }
  }

  /// Returns the eight digits of a number, the first in the lowest byte: each digit is moved to a
  /// byte of its own, and those above 9 are turned into letters.
  private static func hexadecimal(_ number: UInt32) -> UInt64 {
    var bytes = UInt64(number.byteSwapped)
    bytes = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF
    bytes = (bytes | bytes << 8) & 0x00FF_00FF_00FF_00FF
    let digits = (bytes >> 4) & 0x000F_000F_000F_000F | (bytes & 0x000F_000F_000F_000F) << 8
    let letters = ((digits &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    return digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }

  /// Writes a string without its terminator.
  private mutating func writeString(_ string: Span<UInt8>) {
    write(string, isPlain: Self.plainEnd(string, 0) == string.count)
  }

  /// Writes a string, which needs no escapes if it is plain.
  private mutating func write(_ string: Span<UInt8>, isPlain: Bool) {
    text.append(0x22)
    if isPlain {
      text.append(string)
    } else {
      for index in string.indices { put(escaped: string[index]) }
    }
    text.append(0x22)
  }

  /// Returns the index after the bytes from `start` on that need no escapes in a string: it tests
  /// eight at a time, setting the highest bit of each that does.
  private static func plainEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position &+ 8 <= bytes.count {
      let word = bytes.littleEndianWord(at: position)
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      let printed = (low &+ 0x6060_6060_6060_6060) & ~(low &+ 0x0101_0101_0101_0101)
      let neither =
        ((low ^ 0x2222_2222_2222_2222) &+ 0x7F7F_7F7F_7F7F_7F7F)
        & ((low ^ 0x5C5C_5C5C_5C5C_5C5C) &+ 0x7F7F_7F7F_7F7F_7F7F)
      let found = (~(printed & neither) | word) & 0x8080_8080_8080_8080
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    while position < bytes.count, isPlain(bytes[position]) { position &+= 1 }
    return position
  }

  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    0x20...0x7E ~= byte && byte != 0x22 && byte != 0x5C
  }

  private mutating func put(escaped byte: UInt8) {
    switch byte {
    case 0x00: put("\\0")
    case 0x07: put("\\a")
    case 0x08: put("\\b")
    case 0x09: put("\\t")
    case 0x0A: put("\\n")
    case 0x0B: put("\\v")
    case 0x0C: put("\\f")
    case 0x0D: put("\\r")
    case 0x22, 0x5C:
      text.append(0x5C)
      text.append(byte)
    case 0x20...0x7E: text.append(byte)
    default:
      put("\\x")
      put(hex: UInt64(byte), digits: 2)
    }
  }
}
