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

/// Numbers as C's `strtoll` and `strtoull` read them, without anything after them.
enum WholeNumber {
  /// Returns the low 32 bits of the number that `word` consists of; nil if it is not a number, or one that
  /// does not fit in 64 bits. An empty word is 0.
  static func value(of word: String, as format: FdtValueType.Format?) -> UInt32? {
    let bytes = Array(word.utf8)
    if bytes.isEmpty { return 0 }
    var rest = bytes.drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    var base: UInt64 = format == .hexadecimal ? 16 : 10
    if format != nil, rest.count > 1, rest.first == 0x30 {
      switch rest.dropFirst().first.map({ $0 | 0x20 }) {
      case 0x78:
        base = 16
        rest = rest.dropFirst(2)
      // In base 16, the `b` of `0b` is a digit.
      case _ where base == 16: break
      case 0x62:
        base = 2
        rest = rest.dropFirst(2)
      default: base = 8
      }
    }
    if rest.isEmpty { return nil }
    var value: UInt64 = 0
    for byte in rest {
      guard let digit = byte.hexDigitValue, digit < base else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry { return nil }
      value = sum
    }
    let isSigned = format == nil || format == .signed
    if isSigned, value > UInt64(Int64.max) + (isNegative ? 1 : 0) { return nil }
    return UInt32(truncatingIfNeeded: isNegative ? 0 &- value : value)
  }
}
