extension UInt8 {
  /// What it stands for as a hexadecimal digit; nil if it is none.
  @inlinable @inline(__always)
  public var hexDigitValue: UInt8? {
    if self &- 0x30 < 10 { return self &- 0x30 }
    let letter = self | 0x20
    return letter &- 0x61 < 6 ? letter &- 0x57 : nil
  }

  /// Whether it is a hexadecimal digit.
  public var isHexDigit: Bool { hexDigitValue != nil }

  /// The hexadecimal digit of a number below 16.
  @inlinable @inline(__always)
  public static func hexDigit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x57) }
}
