import SourceText

/// How dtc's small programs write values.
enum FdtText {
  /// Whether a value is taken for strings: printable, none of them empty, each ended by a zero. dtc's own rule,
  /// `ValueTypes.kind`, takes empty ones and escapes, too.
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

  /// Appends a number's digits.
  static func append(_ number: UInt32, radix: UInt32, to output: inout [UInt8]) {
    let start = output.count
    var rest = number
    repeat {
      output.append(.hexDigit(UInt8(truncatingIfNeeded: rest % radix)))
      rest /= radix
    } while rest > 0
    if output.count - start > 1 { output[start...].reverse() }
  }

  /// Appends so many hexadecimal digits of a number, or more if it has more.
  static func append(hex number: UInt32, digits: Int, to output: inout [UInt8]) {
    let needed = (35 &- number.leadingZeroBitCount) / 4
    var shift = UInt32(truncatingIfNeeded: max(needed, digits) &* 4)
    while shift > 0 {
      shift &-= 4
      output.append(.hexDigit(UInt8(truncatingIfNeeded: number &>> shift) & 15))
    }
  }
}
