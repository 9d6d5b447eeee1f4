import ArgumentParser

/// A number on the command line that fits into a cell: decimal, or hexadecimal with 0x.
struct CellNumber: ExpressibleByArgument, Equatable {
  let value: UInt32

  init?(argument: String) {
    guard let value = NumberText.value(argument, as: UInt32.self) else { return nil }
    self.value = value
  }
}
