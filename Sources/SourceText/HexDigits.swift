extension UInt8 {
  /// The value of this hexadecimal digit; nil if it is not one.
  @inlinable @inline(__always)
  public var hexDigitValue: UInt8? {
    if self &- 0x30 < 10 { return self &- 0x30 }
    let letter = self | 0x20
    return letter &- 0x61 < 6 ? letter &- 0x57 : nil
  }

  /// Whether this is a hexadecimal digit.
  public var isHexDigit: Bool { hexDigitValue != nil }

  /// Returns the hexadecimal digit, in lower case, of a number below 16.
  @inlinable @inline(__always)
  public static func hexDigit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x57) }
}
