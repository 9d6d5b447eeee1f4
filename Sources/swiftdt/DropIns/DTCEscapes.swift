import SourceText

/// The escape sequences in dtc's string and character literals.
enum DTCEscapes {
  /// Returns the bytes that the text between the quotes stands for; nil if an `\x` has no digits.
  static func bytes(of text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.first else {
        bytes.append(byte)
        continue
      }
      if letter == UInt8(ascii: "x") {
        // dtc passes two bytes to `strtol`, so a blank or a sign takes the place of the first digit.
        var digits = rest.dropFirst().prefix(2).drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        digits = digits.prefix(while: \.isHexDigit)
        if digits.isEmpty { return nil }
        let value = digits.reduce(UInt8(0)) { $0 << 4 | ($1.hexDigitValue ?? 0) }
        bytes.append(isNegative ? 0 &- value : value)
        rest = rest[digits.endIndex...]
      } else if 0x30...0x37 ~= letter {
        let digits = rest.prefix(3).prefix { 0x30...0x37 ~= $0 }
        bytes.append(digits.reduce(UInt8(0)) { $0 << 3 | ($1 & 7) })
        rest = rest[digits.endIndex...]
      } else {
        rest.removeFirst()
        bytes.append(named[letter] ?? letter)
      }
    }
    return bytes
  }

  private static let named: [UInt8: UInt8] = [
    0x61: 0x07, 0x62: 0x08, 0x74: 0x09, 0x6E: 0x0A, 0x76: 0x0B, 0x66: 0x0C, 0x72: 0x0D,
  ]
}
