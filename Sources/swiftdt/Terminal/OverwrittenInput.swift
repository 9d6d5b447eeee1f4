import SourceText

/// A file that a source was read from, and that a result would be written over.
///
/// What the command line names is looked at before anything is read; what sources include is known only afterwards. The
/// user would have neither the file nor what was made of it once more.
struct OverwrittenInput {
  /// Where the result goes.
  let output: String
  /// The path by which the file was read.
  private let path: String
  /// The file that includes it; nil if that is the command line.
  private let includer: String?

  /// The file that a result would be written over, if it was read by a path that counts.
  init?(_ output: String, _ files: SourceFiles, where counts: (String) -> Bool = { _ in true }) {
    guard output != "-", let read = files.readFile(at: output, where: counts) else { return nil }
    self.output = output
    path = read.path
    includer = files.file(at: read.inclusion).map { files.file($0).path }
  }

  /// What it is.
  var role: String { includer.map { "included by '\($0)'" } ?? "an input" }

  /// What there is to say.
  var diagnostic: Diagnostic {
    Diagnostic(
      .error, "same-output", "'\(output)' is \(role) and would be overwritten",
      notes: output == path ? [] : [.init("it was read as '\(path)'")])
  }

  /// Refuses to write results over what was read, before any is written.
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
