import SourceText

/// An input file of a command.
enum InputFile {
  /// Returns what is wrong with reading all of these files; standard input can be read only once.
  static func problem(ofReading paths: [String]) -> String? {
    paths.count { $0 == "-" } > 1 ? "only one of the files can be standard input" : nil
  }

  /// Returns the bytes of the file; reports the error and throws if it cannot be read.
  static func contents(of path: String) throws(CommandFailure) -> [UInt8] {
    try orFail(FileReading.contents(of: path))
  }
}
