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
      var character = UInt32(byte)
      if byte == 0x5C, let escape = rest.popFirst() {
        guard !isNumbered(escape) else { return nil }
        character = escaped(escape, &rest)
      }
      value = value << 8 | (character & 0xFF)
      count += 1
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
        guard let escape = rest.popFirst(), !isNumbered(escape) else { return nil }
        value = escaped(escape, &rest)
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

  /// Whether an escape gives a character by its number (`\u00e9`), an error here: conditions do not contain
  /// any.
  private static func isNumbered(_ escape: UInt8) -> Bool { escape | 0x20 == 0x75 }

  /// The character that a backslash and `escape` stand for, with the digits that follow, which are removed
  /// from `rest`.
  private static func escaped(_ escape: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt32 {
    if let control = Escape.control(escape) { return UInt32(control) }
    switch escape {
    // A gcc extension.
    case 0x65, 0x45: return 27
    case 0x30...0x37:
      var character = UInt32(escape - 0x30)
      for _ in 0..<2 {
        guard let digit = rest.first, Escape.isOctal(digit) else { break }
        character = character * 8 + UInt32(digit - 0x30)
        rest = rest.dropFirst()
      }
      return character
    case 0x78:
      var character: UInt32 = 0
      while let digit = rest.first?.hexDigitValue {
        character = character &* 16 &+ UInt32(digit)
        rest = rest.dropFirst()
      }
      return character
    default: return UInt32(escape)
    }
  }
}
