import DeviceTreeBlob
import SourceText

/// An output file of a command.
enum OutputFile {
  /// Writes a file atomically, if asked after creating the folders of its path; reports the error and throws
  /// if that fails.
  static func write(
    _ bytes: [UInt8], to path: String, makingFolders: Bool = false
  ) throws(CommandFailure) {
    if makingFolders { try makeFolders(for: path) }
    try orFail(FileReplacement.write(bytes, to: path))
  }

  /// Warns if a blob is larger than the requested size.
  static func warnOfSize(_ blob: EncodedBlob, _ options: BlobOptions, subject: String? = nil) {
    guard blob.exceedsMinimum else { return }
    Console.show([
      Diagnostic(
        .warning, "blob-larger-than-size",
        "the blob has \(blob.unpaddedSize) bytes, more than the requested \(options.minimumSize)",
        subject: subject)
    ])
  }

  /// Returns what is wrong with writing a blob to `output`, nil being standard output: that must not be a
  /// terminal.
  static func problem(ofBlobTo output: String?) -> String? {
    output ?? "-" == "-" && Console.outputIsTerminal
      ? "not writing a blob to a terminal: use -o FILE" : nil
  }

  /// Returns what is wrong with writing a result to `output` if that is one of these files, which are `role` to
  /// the command; nil if it is none of them, whatever path or link names it.
  static func problem(of output: String, over inputs: [String], _ role: String = "an input") -> String? {
    BatchNames.isInput(output, among: inputs) ? overwriting(output, role) : nil
  }

  /// Returns what is wrong with overwriting a file that is `role` to the command.
  static func overwriting(_ path: String, _ role: String) -> String {
    "'\(path)' is \(role) and would be overwritten"
  }

  /// Reports that results would go where nothing may be written, and returns the error that ends the command.
  static func refusal(_ problem: String) -> CommandFailure {
    Console.show([Diagnostic(.error, "same-output", problem)])
    return CommandFailure(.usage)
  }

  /// Returns the path of the result for a single input, as `BatchNames` determines it. If `output` ends in a
  /// slash, the folder is created; reports the error and throws if that fails.
  static func path(
    for output: String?, of source: String, kind: BatchNames.Kind
  ) throws(CommandFailure) -> String {
    let path = BatchNames.path(forOutput: output, of: source, kind: kind)
    if output?.utf8.last == 0x2F { try makeFolders(for: path) }
    return path
  }

  /// Creates the missing folders above a path; reports the error and throws if that fails.
  static func makeFolders(for path: String) throws(CommandFailure) {
    try orFail(FolderCreation.create(for: path))
  }
}
