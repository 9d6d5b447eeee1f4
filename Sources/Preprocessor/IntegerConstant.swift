import SourceText

/// C's integer and character constants.
enum IntegerConstant {
  static func value(_ text: [UInt8]) -> ConditionalValue? {
    var digits = text[...]
    var radix: UInt64 = 10
    if digits.count > 1, digits[0] == 0x30 {
      switch digits[1] | 0x20 {
      case 0x78:
        radix = 16
        digits = digits.dropFirst(2)
      case 0x62:
        radix = 2
        digits = digits.dropFirst(2)
      default:
        radix = 8
        digits = digits.dropFirst()
      }
    }
    var bits: UInt64 = 0
    var count = 0
    while let digit = digits.first?.hexDigitValue, digit < radix {
      bits = bits &* radix &+ UInt64(digit)
      digits = digits.dropFirst()
      count += 1
    }
    if count == 0, radix != 8 { return nil }
    // `u` before or after `l` or `ll`, whose letters are of the same case.
    var isUnsigned = false
    if let byte = digits.first, isU(byte) {
      isUnsigned = true
      digits = digits.dropFirst()
    } else if let byte = digits.last, isU(byte) {
      isUnsigned = true
      digits = digits.dropLast()
    }
    let long = digits.first
    guard digits.count <= 2, digits.allSatisfy({ $0 | 0x20 == 0x6C && $0 == long }) else { return nil }
    // Even a decimal constant that no signed type holds is unsigned in gcc's preprocessor.
    return ConditionalValue(bits, isUnsigned: isUnsigned || bits >> 63 == 1)
  }

  private static func isU(_ byte: UInt8) -> Bool { byte | 0x20 == 0x75 }

  /// The value of `'a'`, `'\n'`, `'\x41'` or `'ab'`: each further character shifts those before by eight
  /// bits.
  static func characterValue(_ text: [UInt8]) -> UInt64? {
    var rest = text.dropFirst().dropLast()
    var value: UInt32 = 0
    var count = 0
    while let byte = rest.popFirst() {
      guard byte == 0x5C, let escape = rest.popFirst() else {
        value = value << 8 | UInt32(byte)
        count += 1
        continue
      }
      guard let character = Escape.character(escape, &rest) else { return nil }
      let bytes = Escape.bytes(of: character, after: escape)
      for byte in bytes { value = value << 8 | UInt32(byte) }
      count += bytes.count
    }
    guard count > 0 else { return nil }
    let signed = count == 1 ? Int64(Int8(truncatingIfNeeded: value)) : Int64(Int32(bitPattern: value))
    return UInt64(bitPattern: signed)
  }

  /// The value of `L'a'`: a character of 32 bits, written in UTF-8 or as an escape, or the last one of
  /// several. Also nil if there is none, or if anything is not valid UTF-8.
  static func wideCharacterValue(_ text: [UInt8]) -> UInt64? {
    var rest = text.dropFirst(2).dropLast()
    var value: UInt32?
    while let byte = rest.first {
      if byte == 0x5C {
        rest = rest.dropFirst()
        guard let escape = rest.popFirst(), let character = Escape.character(escape, &rest) else {
          return nil
        }
        value = character
      } else {
        var decoder = UTF8()
        var bytes = rest.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
        value = scalar.value
        rest = rest.dropFirst(UTF8.width(scalar))
      }
    }
    return value.map { UInt64(bitPattern: Int64(Int32(bitPattern: $0))) }
  }
}
