import SourceText

/// Escape sequences, as far as C and dtc agree on them.
public enum Escape {
  /// The control character that a letter after a backslash stands for; nil if it stands for something else.
  public static func control(_ letter: UInt8) -> UInt8? {
    switch letter {
    case 0x61: 7
    case 0x62: 8
    case 0x74: 9
    case 0x6E: 10
    case 0x76: 11
    case 0x66: 12
    case 0x72: 13
    default: nil
    }
  }

  /// Whether a byte is an octal digit, of which up to three may follow a backslash.
  public static func isOctal(_ byte: UInt8) -> Bool { byte & 0xF8 == 0x30 }

  /// Whether a letter after a backslash begins a character's number in Unicode: `\u00e9` or `\U000000e9`.
  static func isUnicode(_ letter: UInt8) -> Bool { letter | 0x20 == 0x75 }

  /// The character that a backslash and `letter` stand for in gcc, with the digits that follow, which are
  /// removed from `rest`; nil if there are too few of them, or if no character may be written that way.
  static func character(_ letter: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt32? {
    if let control = control(letter) { return UInt32(control) }
    switch letter {
    // A gcc extension.
    case 0x65, 0x45: return 27
    case 0x30...0x37:
      var character = UInt32(letter - 0x30)
      for _ in 0..<2 {
        guard let digit = rest.first, isOctal(digit) else { break }
        character = character * 8 + UInt32(digit - 0x30)
        rest = rest.dropFirst()
      }
      return character
    case 0x78: return number(&rest, digits: .max)
    case 0x75, 0x55:
      let digits = letter == 0x75 ? 4 : 8
      let count = rest.count
      guard let number = number(&rest, digits: digits), rest.count == count - digits else { return nil }
      // Of those that need no escape, C permits only the ones that are not in its own set.
      let isPermitted = number >= 0xA0 || [0x24, 0x40, 0x60].contains(number)
      return isPermitted && Unicode.Scalar(number) != nil ? number : nil
    default: return UInt32(letter)
    }
  }

  /// The value of up to so many hexadecimal digits, which are removed from `rest`; nil if there are none.
  private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> UInt32? {
    var value: UInt32?
    var count = 0
    while count < digits, let digit = rest.first?.hexDigitValue {
      value = (value ?? 0) &* 16 &+ UInt32(digit)
      rest = rest.dropFirst()
      count += 1
    }
    return value
  }

  /// The bytes that `character` gave for `letter`: as many as UTF-8 has for a number in Unicode.
  static func bytes(of character: UInt32, after letter: UInt8) -> [UInt8] {
    guard isUnicode(letter), let scalar = Unicode.Scalar(character) else {
      return [UInt8(truncatingIfNeeded: character)]
    }
    return Array(String(scalar).utf8)
  }

  /// The bytes that the file name of a `#line` stands for, from what is written between its quotes; nil if
  /// there is an escape that stands for no character.
  static func path(_ written: ArraySlice<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    var rest = written
    while let byte = rest.popFirst() {
      guard byte == 0x5C, let letter = rest.popFirst() else {
        text.append(byte)
        continue
      }
      guard let character = character(letter, &rest) else { return nil }
      text += bytes(of: character, after: letter)
    }
    // As in C, the name ends at a NUL.
    return Array(text.prefix { $0 != 0 })
  }

  /// The bytes that a file name in a line marker stands for, from what is written between its quotes. gcc and
  /// dtc read hexadecimal escapes differently, and no line marker has any, so `\x` is an `x`.
  public static func text(of written: Span<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var position = 0
    while position < written.count {
      var byte = written[position]
      position += 1
      if byte == 0x5C, position < written.count {
        byte = written[position]
        position += 1
        if let control = control(byte) {
          byte = control
        } else if isOctal(byte) {
          byte &= 7
          let end = min(position + 2, written.count)
          while position < end, isOctal(written[position]) {
            byte = byte &<< 3 | written[position] & 7
            position += 1
          }
        }
      }
      text.append(byte)
    }
    return text
  }
}
