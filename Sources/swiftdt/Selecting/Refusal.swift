import SourceText

/// The error that a request cannot be carried out on a tree.
struct Refusal: Error {
  let message: String
  var notes: [String] = []
  var help: [String] = []
  /// Whether everything requested exists, but has another type.
  var isMismatch = false
  /// The diagnostics to show instead if a text is wrong or a file cannot be read, and the files they point
  /// into.
  var reading: (diagnostics: [Diagnostic], files: SourceFiles)?

  /// Returns the refusal as a diagnostic about `file`.
  func diagnostic(for file: String? = nil) -> Diagnostic {
    Diagnostic(
      .error, "refused", message, subject: file, notes: notes.map { Diagnostic.Note($0) },
      help: help.map { Diagnostic.Note($0) })
  }
}

extension Refusal {
  /// Creates the refusal of a text with the diagnostics of reading it.
  init(_ diagnostics: [Diagnostic], in files: SourceFiles = SourceFiles()) {
    self.init(message: "", reading: (diagnostics, files))
  }
}
