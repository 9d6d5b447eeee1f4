import SourceText

/// Why what somebody asks of a tree is not done.
struct Refusal: Error {
  let message: String
  var notes: [String] = []
  var help: [String] = []
  /// Whether all that was asked for is there, but is not what it was taken for.
  var isMismatch = false
  /// What is said instead where a text is wrong, with what that points into, or a file cannot be read.
  var reading: (diagnostics: [Diagnostic], files: SourceFiles)?

  /// The same as a diagnostic on a file.
  func diagnostic(for file: String? = nil) -> Diagnostic {
    Diagnostic(
      .error, "refused", message, subject: file, notes: notes.map { Diagnostic.Note($0) },
      help: help.map { Diagnostic.Note($0) })
  }
}

extension Refusal {
  /// That of a text that was read.
  init(_ diagnostics: [Diagnostic], in files: SourceFiles = SourceFiles()) {
    self.init(message: "", reading: (diagnostics, files))
  }
}
