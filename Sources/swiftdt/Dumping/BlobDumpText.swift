import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// The output of a dump goes straight into its text: a `String` for each number and name would take several
/// times as long as everything else.
extension BlobDump {
  mutating func say(_ words: String) { text.append(words) }

  @inline(__always)
  mutating func put(_ words: StaticString) { text.append(words) }

  mutating func sayOffset(_ offset: Int) {
    put(hexDigits: Int(UInt32(truncatingIfNeeded: offset)), atLeast: 6)
    put("  ")
  }

  mutating func putLine(_ offset: Int, _ depth: Int, _ words: StaticString) {
    sayOffset(offset)
    text.append(0x20, times: min(depth, 64) * 2)
    put(words)
  }

  static func bytes(_ count: Int) -> String { SizeText.counted(count, "byte") }

  /// Appends a number in hexadecimal with `0x`.
  mutating func put(hex number: Int) {
    put("0x")
    put(hexDigits: number, atLeast: 1)
  }

  private mutating func put(hexDigits number: Int, atLeast digits: Int) {
    let number = UInt64(truncatingIfNeeded: number)
    let count = max((67 &- number.leadingZeroBitCount) / 4, digits)
    text.write(upTo: 24) { bytes, place, _ in
      var raw = unsafe bytes.mutableBytes
      // Eight digits each; what follows the last one is overwritten later.
      let high = Self.digits(UInt32(truncatingIfNeeded: number >> 32))
      let low = Self.digits(UInt32(truncatingIfNeeded: number))
      let shift = UInt64(16 &- max(count, 8)) &* 8
      raw.storeBytes(of: (high &<< shift).bigEndian, toByteOffset: place, as: UInt64.self)
      let last = place &+ max(count &- 8, 0)
      raw.storeBytes(
        of: (low &<< (UInt64(8 &- min(count, 8)) &* 8)).bigEndian, toByteOffset: last, as: UInt64.self)
      return place &+ count
    }
  }

  /// Returns the eight hexadecimal digits of a number, the first in the highest byte.
  @inline(__always)
  private static func digits(_ number: UInt32) -> UInt64 {
    var spread = UInt64(number)
    spread = (spread &<< 16 | spread) & 0x0000_FFFF_0000_FFFF
    spread = (spread &<< 8 | spread) & 0x00FF_00FF_00FF_00FF
    spread = (spread &<< 4 | spread) & 0x0F0F_0F0F_0F0F_0F0F
    // Adding 6 to a digit from 10 on carries into the next four bits.
    let letters = (spread &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
    return spread &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }

  /// Appends text that is safe for a terminal, truncated if it is long.
  mutating func put(printable bytes: Span<UInt8>) {
    let shown = bytes.extracting(first: 256)
    let start = text.count
    text.append(few: shown)
    if !shown.isPrintable {
      for index in start..<text.count where !(0x20...0x7E ~= text.bytes[index]) { text.bytes[index] = 0x3F }
    }
    if shown.count < bytes.count { put("…") }
  }

  /// Returns what `put(printable:)` would append.
  static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    let shown = bytes.prefix(256)
    let text = String(decoding: shown.map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    return shown.count < bytes.count ? text + "…" : text
  }

  /// Appends a value, truncated if it is long.
  mutating func put(value: Span<UInt8>) {
    let limit = 48
    let shown = value.extracting(first: limit)
    if PlainText.isStrings(value) {
      put(strings: value.count > limit ? shown : shown.extracting(droppingLast: 1))
    } else if value.count % 4 == 0 {
      put("<")
      for at in stride(from: 0, to: shown.count, by: 4) {
        if at > 0 { put(" ") }
        put(hex: Int(shown.cell(at: at) ?? 0))
      }
      put(">")
    } else {
      put("[")
      for at in shown.indices {
        if at > 0 { put(" ") }
        put(hexDigits: Int(shown[at]), atLeast: 2)
      }
      put("]")
    }
    if value.count > limit { say(" … (\(Self.bytes(value.count)))") }
  }

  /// Appends NUL-separated strings, the last of which may be truncated.
  private mutating func put(strings: Span<UInt8>) {
    var start = 0
    while true {
      let end = strings.firstNUL(from: start)
      put("\"")
      put(printable: strings.extracting(start..<end))
      put("\"")
      guard end < strings.count else { return }
      put(", ")
      start = end + 1
    }
  }
}

extension Span<UInt8> {
  /// Whether all bytes are printable ASCII.
  fileprivate var isPrintable: Bool {
    var at = 0
    while at &+ 8 <= count {
      let word = littleEndianWord(at: at)
      // A byte below the blank borrows, DEL becomes the first byte that is not ASCII, and these are marked.
      let odd = (word &- 0x2020_2020_2020_2020) | (word &+ 0x0101_0101_0101_0101) | word
      if odd & 0x8080_8080_8080_8080 != 0 { return false }
      at &+= 8
    }
    while at < count {
      if !(0x20...0x7E ~= self[at]) { return false }
      at &+= 1
    }
    return true
  }
}
