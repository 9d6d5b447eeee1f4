import SourceText

/// An error in a recipe, or in another JSON5 file that is read in the same way.
struct RecipeError: Error, Equatable {
  /// The place of the value: keys after dots, indices in brackets; empty is the complete file.
  let place: String
  let message: String
  /// The key or string at that place that is at fault.
  var word: String?
  /// How to fix it.
  var help: String?
  /// The range in bytes of the text, if known.
  var range: Range<Int>?
}

extension RecipeError {
  /// Returns the error with the place of its value in `whole`.
  func placed(in whole: JSON5Value) -> RecipeError {
    guard place.isEmpty, let range, let place = whole.place(of: range) else { return self }
    // A word is searched below the place; an error about the complete file has no range to show.
    let isShown = word == nil && !place.isEmpty
    return RecipeError(place: place, message: message, word: word, help: help, range: isShown ? range : nil)
  }

  /// Returns the error as a diagnostic about the file at `path`.
  func diagnostic(for path: String) -> Diagnostic {
    let isPredicate = message.hasPrefix("must ") || message.hasPrefix("needs ")
    let place =
      place.isEmpty ? (isPredicate ? "the file " : "") : "'\(place)'" + (isPredicate ? " " : ": ")
    return Diagnostic(.error, "recipe", place + message, subject: path, help: help.map { [.init($0)] } ?? [])
  }

  /// Returns the diagnostic with its place in the text of the file, and the file to show it in.
  func diagnostic(for path: String, _ text: [UInt8]) -> (Diagnostic, SourceFiles) {
    var diagnostic = diagnostic(for: path)
    var files = SourceFiles()
    if let range = range ?? self.range(in: text), let file = try? files.add(path: path, contents: text.span) {
      let start = files.file(file).range.lowerBound + range.lowerBound
      diagnostic.span = SourceSpan(start: SourceLocation(start), count: range.count)
      diagnostic.subject = nil
    }
    return (diagnostic, files)
  }

  private func range(in text: [UInt8]) -> Range<Int>? {
    guard !place.isEmpty || word != nil, let whole = try? JSON5Reader.read(text),
      let value = whole.value(at: place[...])
    else { return nil }
    return word.flatMap(value.range(of:)) ?? value.range
  }
}
