import SourceText

/// A file that a command is given and cannot do without.
enum InputFile {
  /// Its bytes; says why if it cannot be read, and ends the command.
  static func contents(of path: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      return try FileReading.contents(of: path)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }
}
