import SourceText

/// Numbers as dtc's smaller programs print them.
enum FdtText {
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
