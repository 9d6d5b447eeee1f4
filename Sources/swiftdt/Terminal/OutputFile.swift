import SourceText

/// A file that a command is to make.
enum OutputFile {
  /// Writes its bytes, in one step, and makes the folders of its path before if that is wanted; says why if that
  /// cannot be done, and ends the command.
  static func write(
    _ bytes: [UInt8], to path: String, makingFolders: Bool = false
  ) throws(CommandFailure) {
    do throws(FileError) {
      if makingFolders { try FolderCreation.create(for: path) }
      try FileReplacement.write(bytes, to: path)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }

  /// What is wrong with where a blob goes, nil being standard output: what its bytes do to a terminal nobody wants.
  static func problem(ofBlobTo output: String?) -> String? {
    output ?? "-" == "-" && Console.outputIsTerminal
      ? "a blob is not written to a terminal: give -o FILE" : nil
  }

  /// Where the result for the only input goes, as `BatchNames` has it; says why if its folder cannot be made, and
  /// ends the command.
  static func path(
    for output: String?, of source: String, kind: BatchNames.Kind
  ) throws(CommandFailure) -> String {
    do throws(FileError) {
      return try BatchNames.path(forOutput: output, of: source, kind: kind)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }
}
