import ArgumentParser

/// A number of bytes on the command line: decimal, or hexadecimal with 0x.
struct ByteCount: ExpressibleByArgument, Equatable {
  /// How many bytes; less than 2 GiB, which is as large as a blob can be.
  let value: Int

  init?(argument: String) {
    guard let value = NumberText.value(argument), value <= Int(Int32.max) else { return nil }
    self.value = value
  }
}
