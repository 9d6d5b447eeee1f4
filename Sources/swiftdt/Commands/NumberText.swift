/// Numbers as people write them in this field.
enum NumberText {
  /// The value of `123` or `0x7b`; nil if it is neither, negative or too large.
  static func value<Number: FixedWidthInteger>(_ text: String, as type: Number.Type = Int.self) -> Number? {
    guard !text.hasPrefix("+"), !text.hasPrefix("-") else { return nil }
    let lowered = text.lowercased()
    if lowered.hasPrefix("0x") {
      let digits = lowered.dropFirst(2)
      return digits.hasPrefix("+") || digits.hasPrefix("-") ? nil : Number(digits, radix: 16)
    }
    return Number(lowered, radix: 10)
  }
}
