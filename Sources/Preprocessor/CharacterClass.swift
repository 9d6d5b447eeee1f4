import SourceText

/// The classes of bytes that the scanner asks for, as comparisons: a table would cost a load each.
enum CharacterClass {
  @inline(__always)
  static func isIdentifierStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isIdentifierPart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
  }

  /// The index after the identifier of which `start` is a byte: eight bytes at a time, each of which
  /// leaves its highest bit set if it can be part of one.
  @inline(__always)
  static func identifierEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position &+ 8 <= text.count {
      let word = text.littleEndianWord(at: position)
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      let lower = low | 0x2020_2020_2020_2020
      let letter = (lower &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(lower &+ 0x0505_0505_0505_0505)
      let digit = (low &+ 0x5050_5050_5050_5050) & ~(low &+ 0x4646_4646_4646_4646)
      let underscore = ~((low ^ 0x5F5F_5F5F_5F5F_5F5F) &+ 0x7F7F_7F7F_7F7F_7F7F)
      let others = ~(letter | digit | underscore) | word
      let found = others & 0x8080_8080_8080_8080
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    while position < text.count, isIdentifierPart(text[position]) { position &+= 1 }
    return position
  }

  /// Whether bytes, of which there are some, make an identifier.
  static func isIdentifier(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 0, isIdentifierStart(bytes[0]) else { return false }
    for index in bytes.indices where !isIdentifierPart(bytes[index]) { return false }
    return true
  }

  /// Blanks within a line; a NUL counts as one, as in gcc.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0 || byte &- 0x09 < 5 && byte != 0x0A)
  }
}
