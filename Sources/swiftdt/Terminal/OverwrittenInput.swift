import SourceText

/// A file that was read and that a result would overwrite.
///
/// Files on the command line are checked before anything is read; which files sources include is known only
/// afterwards. Overwriting one would lose it, and the result could not be made again.
struct OverwrittenInput {
  /// The path of the result.
  let output: String
  /// The path by which the file was read.
  private let path: String
  /// The file that includes it; nil if it is given on the command line.
  private let includer: String?

  /// The file that a result at `output` would overwrite; nil if none was read by a path that counts.
  init?(_ output: String, _ files: SourceFiles, where counts: (String) -> Bool = { _ in true }) {
    guard output != "-", let read = files.readFile(at: output, where: counts) else { return nil }
    self.output = output
    path = read.path
    includer = files.file(at: read.inclusion).map { files.file($0).path }
  }

  /// What the file is to the command.
  var role: String { includer.map { "included by '\($0)'" } ?? "an input" }

  /// The error about overwriting the file.
  var diagnostic: Diagnostic {
    Diagnostic(
      .error, "same-output", OutputFile.overwriting(output, role),
      notes: output == path ? [] : [.init("it was read as '\(path)'")])
  }

  /// Throws if one of the results would overwrite a file that was read; to be called before any is written.
  static func refuse(
    _ outputs: String..., over files: SourceFiles, where counts: (String) -> Bool = { _ in true }
  ) throws(CommandFailure) {
    for output in outputs {
      guard let input = OverwrittenInput(output, files, where: counts) else { continue }
      Console.show([input.diagnostic])
      throw CommandFailure(.usage)
    }
  }
}
