import SourceText

/// Values as dtc's smaller programs print them.
enum FdtText {
  /// Whether a value is printed as strings: all printable, none empty, each ending in a NUL. dtc's own rule,
  /// `ValueTypes.kind`, also accepts empty strings and escapes.
  static func isStrings(_ value: ArraySlice<UInt8>) -> Bool { isStrings(value.span) }

  /// The same for bytes in place.
  static func isStrings(_ value: Span<UInt8>) -> Bool {
    guard !value.isEmpty, value[value.count - 1] == 0 else { return false }
    var isEmpty = true
    for index in value.indices {
      let byte = value[index]
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

  /// Appends the digits of a number.
  static func append(_ number: UInt32, radix: UInt32, to output: inout [UInt8]) {
    let start = output.count
    var rest = number
    repeat {
      output.append(.hexDigit(UInt8(truncatingIfNeeded: rest % radix)))
      rest /= radix
    } while rest > 0
    if output.count - start > 1 { output[start...].reverse() }
  }

  /// Appends a number in hexadecimal with at least `digits` digits.
  static func append(hex number: UInt32, digits: Int, to output: inout [UInt8]) {
    let needed = (35 &- number.leadingZeroBitCount) / 4
    var shift = UInt32(truncatingIfNeeded: max(needed, digits) &* 4)
    while shift > 0 {
      shift &-= 4
      output.append(.hexDigit(UInt8(truncatingIfNeeded: number &>> shift) & 15))
    }
  }
}
