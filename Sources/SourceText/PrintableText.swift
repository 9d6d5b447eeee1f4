/// Bytes of blobs as text that does no harm.
public enum PrintableText {
  /// Text for between double quotes, with what a source would have to escape escaped. Bytes come as one type: for any
  /// sequence, the runtime would have to find out of each byte how it is gone to.
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

  /// A whole array as text for between double quotes.
  public static func quoted(_ bytes: [UInt8]) -> String { quoted(bytes[...]) }

  /// A name or a path, whose unusual bytes are escaped.
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

  /// A name or a path in a whole array, whose unusual bytes are escaped.
  public static func name(_ bytes: [UInt8], keepingSpaces: Bool = false) -> String {
    name(bytes[...], keepingSpaces: keepingSpaces)
  }

  /// The bytes of a name that was written with its unusual bytes escaped, or as it is.
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

  /// The byte of an escape behind its backslash: `xff`.
  public static func escapedByte(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard text.first == UInt8(ascii: "x"), let high = text.dropFirst().first?.hexDigitValue,
      let low = text.dropFirst(2).first?.hexDigitValue
    else { return nil }
    return high << 4 | low
  }

  /// A name as text that programs can tell from others: as it is, or with its unusual bytes escaped where it is no
  /// UTF-8.
  public static func unique(_ bytes: ArraySlice<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self) ?? name(bytes, keepingSpaces: true)
  }

  /// A name to be shown: as `unique` has it, but with `?` for what would move a terminal's cursor or turn the text around.
  public static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let text = unique(bytes)
    return bytes.allSatisfy({ 0x20...0x7E ~= $0 }) ? text : line(text)
  }

  /// A name to be shown, with `?` for what would move a terminal's cursor or turn the text around.
  public static func text(_ bytes: [UInt8]) -> String { text(bytes[...]) }

  /// A text on one line, such as a file's path, with `?` for what would move a terminal's cursor or turn the text around.
  public static func line(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isHarmless) { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isHarmless($0) ? $0 : "?" }))
  }

  /// Replaces a text's end, from a byte on, by what `line` makes of it.
  ///
  /// Nearly all that is shown is plain ASCII, for which a look at its bytes is all that it takes.
  public static func makeLine(of text: inout [UInt8], from start: Int) {
    var index = start
    while index < text.count, text[index] &- 0x20 < 0x5F { index += 1 }
    if index >= text.count { return }
    let harmless = line(String(decoding: text[start...], as: UTF8.self))
    text.removeSubrange(start...)
    text.append(text: harmless)
  }

  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Controls: of ASCII, and the second set of them, which terminals know in UTF-8, too.
    case ..<0x20, 0x7F...0x9F: false
    // Marks of direction, and separators of lines.
    case 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
  }

  /// Bytes as numbers of two digits each: `00 ff`.
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

  /// The bytes of a whole array as numbers of two digits each.
  public static func hexadecimal(_ bytes: [UInt8], separator: String = "") -> String {
    hexadecimal(bytes[...], separator: separator)
  }

  /// A number as sources write it, of at least this many digits: `0x7f800000`.
  @inlinable
  public static func hex(_ number: some FixedWidthInteger, digits: Int = 1) -> String {
    "0x" + Self.digits(UInt64(truncatingIfNeeded: number), digits)
  }

  /// A number's hexadecimal digits, at least this many: `7f800000`.
  @inlinable
  public static func hexDigits(_ number: some FixedWidthInteger, atLeast count: Int = 1) -> String {
    digits(UInt64(truncatingIfNeeded: number), count)
  }

  /// The digits of a number, whose type is always the same: the runtime need not look for it.
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
  /// A name of a blob as text that does no harm.
  public func printable(_ symbol: Symbol) -> String { PrintableText.name(array(symbol)) }
}
