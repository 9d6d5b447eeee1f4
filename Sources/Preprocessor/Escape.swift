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

  /// The bytes that a file name in a line marker stands for, from what is written between its quotes. gcc and
  /// dtc read hexadecimal escapes differently, and no line marker has any, so `\x` is an `x`.
  static func text(of written: Span<UInt8>) -> [UInt8] {
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
