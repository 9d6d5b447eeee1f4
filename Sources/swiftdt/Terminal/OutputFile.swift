import DeviceTreeBlob
import SourceText

/// A file that a command is to make.
enum OutputFile {
  /// Writes its bytes, in one step, and makes the folders of its path before if that is wanted; says why if that
  /// cannot be done, and ends the command.
  static func write(
    _ bytes: [UInt8], to path: String, makingFolders: Bool = false
  ) throws(CommandFailure) {
    if makingFolders { try makeFolders(for: path) }
    try orFail(FileReplacement.write(bytes, to: path))
  }

  /// Warns of a blob that is larger than it was to be.
  static func warnOfSize(_ blob: EncodedBlob, _ options: BlobOptions, subject: String? = nil) {
    guard blob.exceedsMinimum else { return }
    Console.show([
      Diagnostic(
        .warning, "blob-larger-than-size",
        "the blob has \(blob.unpaddedSize) bytes, more than the requested \(options.minimumSize)",
        subject: subject)
    ])
  }

  /// What is wrong with where a blob goes, nil being standard output: what its bytes do to a terminal nobody wants.
  static func problem(ofBlobTo output: String?) -> String? {
    output ?? "-" == "-" && Console.outputIsTerminal
      ? "not writing a blob to a terminal: use -o FILE" : nil
  }

  /// The end of a command whose results would go where nothing is to be written, after it was said why.
  static func refusal(_ problem: String) -> CommandFailure {
    Console.show([Diagnostic(.error, "same-output", problem)])
    return CommandFailure(.usage)
  }

  /// Where the result for the only input goes, as `BatchNames` has it. A folder that the output names with a slash at
  /// its end is made; says why if that cannot be, and ends the command.
  static func path(
    for output: String?, of source: String, kind: BatchNames.Kind
  ) throws(CommandFailure) -> String {
    let path = BatchNames.path(forOutput: output, of: source, kind: kind)
    if output?.utf8.last == 0x2F { try makeFolders(for: path) }
    return path
  }

  /// Makes the folders above a path; says why if that cannot be, and ends the command.
  static func makeFolders(for path: String) throws(CommandFailure) {
    try orFail(FolderCreation.create(for: path))
  }
}
