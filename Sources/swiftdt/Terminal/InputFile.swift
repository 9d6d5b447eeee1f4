import SourceText

/// A file that a command is given and cannot do without.
enum InputFile {
  /// What is wrong with reading all of these files: standard input can be read but once.
  static func problem(ofReading paths: [String]) -> String? {
    paths.count { $0 == "-" } > 1 ? "only one of the files can be standard input" : nil
  }

  /// Its bytes; says why if it cannot be read, and ends the command.
  static func contents(of path: String) throws(CommandFailure) -> [UInt8] {
    try orFail(FileReading.contents(of: path))
  }
}
