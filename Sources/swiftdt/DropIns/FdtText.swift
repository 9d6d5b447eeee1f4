/// How dtc's small programs write values.
enum FdtText {
  /// Whether a value is taken for strings: printable, none of them empty, each ended by a zero.
  static func isStrings(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.last == 0 else { return false }
    var isEmpty = true
    for byte in value {
      if byte == 0 {
        if isEmpty { return false }
        isEmpty = true
      } else {
        guard 0x20...0x7E ~= byte else { return false }
        isEmpty = false
      }
    }
    return true
  }

  /// Appends a number's digits, with zeros before them up to so many.
  static func append(_ number: UInt32, radix: UInt32, digits: Int = 1, to output: inout [UInt8]) {
    let start = output.count
    var rest = number
    while rest > 0 || output.count - start < digits {
      let digit = UInt8(truncatingIfNeeded: rest % radix)
      output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      rest /= radix
    }
    output[start...].reverse()
  }
}
