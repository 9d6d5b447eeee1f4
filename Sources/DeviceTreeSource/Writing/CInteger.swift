import SourceText

/// Numbers as C's `strtol` reads them with base 0.
public enum CInteger {
  /// Returns the value of the leading digits of a text: 0 without any, the largest if it is too large.
  public static func value(of text: ArraySlice<UInt8>) -> Int {
    var rest = text.drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    var radix = 10
    if rest.first == 0x30 {
      radix = 8
      let second = rest.dropFirst().first
      if second == 0x78 || second == 0x58 {
        radix = 16
        rest = rest.dropFirst(2)
      }
    }
    var value = 0
    for byte in rest {
      guard let digit = byte.hexDigitValue, digit < radix else { break }
      let (product, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(Int(digit))
      value = overflow || carry ? Int.max : sum
      if value == Int.max { break }
    }
    return isNegative ? -value : value
  }
}
