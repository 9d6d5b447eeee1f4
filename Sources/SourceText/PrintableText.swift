/// Bytes from blobs and other files as text that is safe to display.
public enum PrintableText {
  /// Returns text to go between double quotes, with everything escaped that a source would have to escape.
  /// The bytes are of one type: for any sequence, the runtime would have to find out for each byte how to
  /// iterate.
  public static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x22, 0x5C: text += [0x5C, byte]
      case 0x20...0x7E: text.append(byte)
      case 0x09: text += [0x5C, 0x74]
      case 0x0A: text += [0x5C, 0x6E]
      case 0x0D: text += [0x5C, 0x72]
      default: appendEscape(byte, to: &text)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns a complete array as text to go between double quotes.
  public static func quoted(_ bytes: [UInt8]) -> String { quoted(bytes[...]) }

  /// Returns a name or a path with its unusual bytes escaped.
  public static func name(_ bytes: ArraySlice<UInt8>, keepingSpaces: Bool = false) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for byte in bytes {
      if 0x21...0x7E ~= byte || keepingSpaces && byte == 0x20 {
        text.append(byte)
      } else {
        appendEscape(byte, to: &text)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns a name or a path, given as a complete array, with its unusual bytes escaped.
  public static func name(_ bytes: [UInt8], keepingSpaces: Bool = false) -> String {
    name(bytes[...], keepingSpaces: keepingSpaces)
  }

  /// Returns the bytes of a name that was written as it is or with its unusual bytes escaped.
  public static func bytes(ofName text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x5C, let escaped = escapedByte(rest) {
        bytes.append(escaped)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// Returns the byte of an escape after its backslash (`xff`); nil if it is not one.
  public static func escapedByte(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard text.first == UInt8(ascii: "x"), let high = text.dropFirst().first?.hexDigitValue,
      let low = text.dropFirst(2).first?.hexDigitValue
    else { return nil }
    return high << 4 | low
  }

  /// Returns a name as text that programs can tell from any other: as it is if it is UTF-8, otherwise with
  /// its unusual bytes escaped.
  public static func unique(_ bytes: ArraySlice<UInt8>) -> String {
    // The runtime looks up types to validate a text.
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    return String(validating: bytes, as: UTF8.self) ?? name(bytes, keepingSpaces: true)
  }

  /// Returns a name to display: as `unique` returns it, but with `?` for anything that would move a
  /// terminal's cursor or reverse the text.
  public static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let text = unique(bytes)
    return bytes.allSatisfy({ 0x20...0x7E ~= $0 }) ? text : line(text)
  }

  /// Returns a name to display, with `?` for anything that would move a terminal's cursor or reverse the
  /// text.
  public static func text(_ bytes: [UInt8]) -> String { text(bytes[...]) }

  /// Returns a text on one line, such as a file's path, with `?` for anything that would move a terminal's
  /// cursor or reverse the text.
  public static func line(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isHarmless) { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isHarmless($0) ? $0 : "?" }))
  }

  /// Replaces the end of a text, from a byte on, with what `line` makes of it.
  ///
  /// Nearly everything that is shown is plain ASCII, which takes no more than a look at its bytes.
  public static func makeLine(of text: inout [UInt8], from start: Int) {
    var index = start
    while index < text.count, text[index] &- 0x20 < 0x5F { index += 1 }
    if index >= text.count { return }
    let harmless = line(String(decoding: text[start...], as: UTF8.self))
    text.removeSubrange(start...)
    text.append(text: harmless)
  }

  /// Returns what a text is, in words, if it is one character beyond ASCII that nobody would see between quotes;
  /// nil for any other.
  public static func nameOfInvisible(_ text: String) -> String? {
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, scalar.value >= 0x80 else {
      return nil
    }
    let name: String
    switch scalar.value {
    case 0xA0: name = "a no-break space"
    case 0xAD: name = "a soft hyphen"
    case 0x200B: name = "a zero-width space"
    case 0x202F: name = "a narrow no-break space"
    case 0xFEFF: return "a byte order mark"
    default:
      guard scalar.properties.isWhitespace || scalar.properties.generalCategory == .format else { return nil }
      name = scalar.properties.isWhitespace ? "a space" : "an invisible character"
    }
    return "\(name) (U+" + String(repeating: "0", count: scalar.value < 0x100 ? 2 : 0)
      + String(scalar.value, radix: 16, uppercase: true) + ")"
  }

  /// Whether a character can be shown as it is: it neither moves a terminal's cursor nor reverses the text.
  public static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Control characters: ASCII's and those of the second set (C1), which terminals obey in UTF-8, too.
    case ..<0x20, 0x7F...0x9F: false
    // Directional formatting characters and line separators.
    case 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
  }

  /// Returns bytes as two hexadecimal digits each: `00 ff`.
  public static func hexadecimal(_ bytes: ArraySlice<UInt8>, separator: String = "") -> String {
    let between = Array(separator.utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * (2 + between.count))
    for byte in bytes {
      if !text.isEmpty { text += between }
      append(byte, to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the bytes of a complete array as two hexadecimal digits each.
  public static func hexadecimal(_ bytes: [UInt8], separator: String = "") -> String {
    hexadecimal(bytes[...], separator: separator)
  }

  /// Returns a number as sources write it, with at least this many digits: `0x7f800000`.
  @inlinable
  public static func hex(_ number: some FixedWidthInteger, digits: Int = 1) -> String {
    "0x" + Self.digits(UInt64(truncatingIfNeeded: number), digits)
  }

  /// Returns a range of addresses, with its last one: `0x1000-0x1fff`.
  public static func range(_ first: UInt64, _ last: UInt64) -> String { hex(first) + "-" + hex(last) }

  /// Returns the hexadecimal digits of a number, at least this many: `7f800000`.
  @inlinable
  public static func hexDigits(_ number: some FixedWidthInteger, atLeast count: Int = 1) -> String {
    digits(UInt64(truncatingIfNeeded: number), count)
  }

  /// The digits of a number that is always of the same type, so that the runtime need not look for it.
  @usableFromInline
  static func digits(_ number: UInt64, _ least: Int) -> String {
    let text = String(number, radix: 16)
    return text.utf8.count < least ? String(repeating: "0", count: least - text.utf8.count) + text : text
  }

  private static func appendEscape(_ byte: UInt8, to text: inout [UInt8]) {
    text += [0x5C, 0x78]
    append(byte, to: &text)
  }

  private static func append(_ byte: UInt8, to text: inout [UInt8]) {
    text.append(.hexDigit(byte >> 4))
    text.append(.hexDigit(byte & 15))
  }
}

extension SymbolTable {
  /// Returns a name from a blob as text that is safe to display.
  public func printable(_ symbol: Symbol) -> String { PrintableText.name(array(symbol)) }
}
