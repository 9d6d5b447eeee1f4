import ArgumentParser
import DeviceTreeBlob

/// Numbers as people write them in this field.
enum NumberText {
  /// Returns the value of `123` or `0x7b`; nil if it is neither, negative or too large.
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

/// A number on a command line.
struct NumberArgument<Number: FixedWidthInteger & Sendable>: ExpressibleByArgument, Equatable {
  let value: Number

  init?(argument: String) {
    guard let value = NumberText.value(argument, as: Number.self) else { return nil }
    self.value = value
  }
}

/// A number of bytes on a command line.
struct ByteCount: ExpressibleByArgument, Equatable {
  let value: Int

  init?(argument: String) {
    guard let value = Self.value(argument) else { return nil }
    self.value = value
  }

  /// Returns a number of bytes; nil if it is 2 GiB or more, which is more than a blob can have.
  static func value(_ text: String) -> Int? {
    NumberText.value(text).flatMap { BlobOptions.isSize($0) ? $0 : nil }
  }
}
