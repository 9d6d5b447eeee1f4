/// Literals in the text.
enum PlainNumber {
  /// Returns the number that begins at `start` and the index after its digits; nil if there is none
  /// or it does not fit into a cell. A suffix is left to the caller.
  @inline(__always)
  static func cell(_ text: Span<UInt8>, _ start: Int) -> (cell: UInt32, end: Int)? {
    guard let (integer, end) = integer(text, start), integer <= UInt64(UInt32.max) else { return nil }
    return (UInt32(truncatingIfNeeded: integer), end)
  }

  /// Returns the number that begins at `start` and the index after its digits; nil if there is none
  /// or it has more digits than always fit into 64 bits.
  @inline(__always)
  static func integer(_ text: Span<UInt8>, _ start: Int) -> (integer: UInt64, end: Int)? {
    var position = start
    var value: UInt64 = 0
    // Numbers are limited to as many digits as always fit.
    if text[start] != 0x30 {
      while text[position] &- 0x30 < 10 {
        value = value &* 10 &+ UInt64(text[position] &- 0x30)
        position &+= 1
      }
      guard position > start, position <= start &+ 19 else { return nil }
    } else if text[start &+ 1] | 0x20 == 0x78 {
      position &+= 2
      while true {
        let byte = text[position]
        let digit: UInt8
        if byte &- 0x30 < 10 {
          digit = byte &- 0x30
        } else if (byte | 0x20) &- 0x61 < 6 {
          digit = (byte | 0x20) &- 0x57
        } else {
          break
        }
        value = value &<< 4 | UInt64(digit)
        position &+= 1
      }
      guard position > start &+ 2, position <= start &+ 18 else { return nil }
    } else {
      while text[position] &- 0x30 < 8 {
        value = value &<< 3 | UInt64(text[position] &- 0x30)
        position &+= 1
      }
      guard position <= start &+ 22 else { return nil }
    }
    return (value, position)
  }
}
