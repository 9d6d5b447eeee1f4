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

  static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

  /// Appends a number in hexadecimal with `0x`.
  mutating func put(hex number: Int) {
    put("0x")
    put(hexDigits: number, atLeast: 1)
  }

  private mutating func put(hexDigits number: Int, atLeast digits: Int) {
    let number = UInt64(truncatingIfNeeded: number)
    let count = max((67 - number.leadingZeroBitCount) / 4, digits)
    text.write(upTo: 16) { bytes, place, _ in
      for index in 0..<count {
        let digit = number &>> UInt64((count &- 1 &- index) &* 4)
        bytes[place &+ index] = .hexDigit(UInt8(truncatingIfNeeded: digit) & 15)
      }
      return place &+ count
    }
  }

  /// Appends text that is safe for a terminal, truncated if it is long.
  mutating func put(printable bytes: ArraySlice<UInt8>) {
    let shown = min(bytes.count, 256)
    let own = bytes.span
    text.write(upTo: 256) { output, place, _ in
      for index in 0..<shown {
        output[place &+ index] = 0x20...0x7E ~= own[index] ? own[index] : 0x3F
      }
      return place &+ shown
    }
    if shown < bytes.count { put("…") }
  }

  /// Returns what `put(printable:)` would append.
  static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    let shown = bytes.prefix(256)
    let text = String(decoding: shown.map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    return shown.count < bytes.count ? text + "…" : text
  }

  /// Appends a value, truncated if it is long.
  mutating func put(value: ArraySlice<UInt8>) {
    let limit = 48
    let shown = value.prefix(limit)
    if FdtText.isStrings(value) {
      put(strings: value.count > limit ? shown : shown.dropLast())
    } else if value.count % 4 == 0 {
      put("<")
      let own = shown.span
      for at in stride(from: 0, to: shown.count, by: 4) {
        if at > 0 { put(" ") }
        put(hex: Int(own.cell(at: at) ?? 0))
      }
      put(">")
    } else {
      put("[")
      let own = shown.span
      for at in own.indices {
        if at > 0 { put(" ") }
        put(hexDigits: Int(own[at]), atLeast: 2)
      }
      put("]")
    }
    if value.count > limit { say(" … (\(Self.bytes(value.count)))") }
  }

  /// Appends NUL-separated strings, the last of which may be truncated.
  private mutating func put(strings: ArraySlice<UInt8>) {
    var start = strings.startIndex
    while true {
      let end = strings[start...].firstIndex(of: 0) ?? strings.endIndex
      put("\"")
      put(printable: strings[start..<end])
      put("\"")
      guard end < strings.endIndex else { return }
      put(", ")
      start = end + 1
    }
  }
}
