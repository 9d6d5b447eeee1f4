import SourceText

/// The type given with `-t`: the format of an element, and its size in bytes.
struct FdtValueType: Equatable {
  /// The format of an element.
  enum Format: Character {
    case string = "s"
    case signed = "i"
    case unsigned = "u"
    case hexadecimal = "x"
    /// The bytes, unconverted.
    case raw = "r"
  }

  /// The format; nil if it is to be guessed.
  var format: Format?
  /// The size of an element in bytes; nil if it is to be guessed.
  var size: Int?

  /// Creates a type with both to be guessed.
  init() {}

  /// Creates the type from an optional modifier and a letter; nil if `text` is not that.
  init?(_ text: String) {
    var letters = Substring(text)
    var modifier: Character?
    if let first = letters.first, "hlLb".contains(first) {
      modifier = letters.removeFirst()
      // Except for `hh`, a doubled letter means the same as a single one.
      if letters.first == first {
        letters.removeFirst()
        if first == "h" { modifier = "b" }
      }
    }
    guard let letter = letters.popFirst(), letters.isEmpty, let format = Format(rawValue: letter) else {
      return nil
    }
    self.format = format
    guard format != .string, format != .raw else { return }
    switch modifier {
    case "b": size = 1
    case "h": size = 2
    case "l": size = 4
    default: break
    }
  }
}

/// Numbers as C's `sscanf` reads them.
enum ScannedInteger {
  /// The low 32 bits of the number that text begins with; nil if it begins with none.
  static func value(of text: String, as format: FdtValueType.Format?) -> UInt32? {
    var rest = Array(text.utf8)[...].drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    var base: UInt64 = format == .hexadecimal ? 16 : 10
    var isNumber = false
    if format == .signed || format == .hexadecimal, rest.first == 0x30 {
      isNumber = true
      rest = rest.dropFirst()
      if rest.first == 0x78 || rest.first == 0x58 {
        base = 16
        rest = rest.dropFirst()
      } else if format == .signed {
        base = 8
      }
    }
    var value: UInt64 = 0
    var isTooLarge = false
    while let digit = rest.first?.hexDigitValue, digit < base {
      rest = rest.dropFirst()
      isNumber = true
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      value = sum
      if overflow || carry { isTooLarge = true }
    }
    guard isNumber else { return nil }
    // `strtol` stops at the ends of long, `strtoul` at the one of unsigned long.
    if format == nil || format == .signed {
      if isTooLarge || value > UInt64(Int64.max) {
        return isNegative && (isTooLarge || value > 1 << 63)
          ? 0 : isNegative ? UInt32(truncatingIfNeeded: 0 &- value) : .max
      }
    } else if isTooLarge {
      return .max
    }
    return UInt32(truncatingIfNeeded: isNegative ? 0 &- value : value)
  }
}
