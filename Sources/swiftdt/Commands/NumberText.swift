import ArgumentParser

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

/// A number of bytes on the command line: decimal, or hexadecimal with 0x.
struct ByteCount: ExpressibleByArgument, Equatable {
  /// How many bytes; less than 2 GiB, which is as large as a blob can be.
  let value: Int

  init?(argument: String) {
    guard let value = NumberText.value(argument), value <= Int(Int32.max) else { return nil }
    self.value = value
  }
}

/// A number on the command line that fits into a cell: decimal, or hexadecimal with 0x.
struct CellNumber: ExpressibleByArgument, Equatable {
  let value: UInt32

  init?(argument: String) {
    guard let value = NumberText.value(argument, as: UInt32.self) else { return nil }
    self.value = value
  }
}
