import SourceText

/// Something is wrong with a recipe, or with another JSON5 file that is read like one: where in it, and what.
struct RecipeError: Error, Equatable {
  /// Keys behind dots and numbers in brackets; empty is the whole file.
  let place: String
  let message: String
  /// The key or string at that place that is what is wrong.
  var word: String?
  /// What to do about it.
  var help: String?
  /// Where it is, in bytes of the text, if that is known.
  var range: Range<Int>?
}

extension RecipeError {
  /// The same with the place of the value that it points to in a whole.
  func placed(in whole: JSON5Value) -> RecipeError {
    guard place.isEmpty, let range, let place = whole.place(of: range) else { return self }
    // The word is found below the place, and of the whole file there is nothing to be shown.
    let isShown = word == nil && !place.isEmpty
    return RecipeError(place: place, message: message, word: word, help: help, range: isShown ? range : nil)
  }

  /// The error in the file at `path`, in words.
  func diagnostic(for path: String) -> Diagnostic {
    let isPredicate = message.hasPrefix("must ") || message.hasPrefix("needs ")
    let place =
      place.isEmpty ? (isPredicate ? "the file " : "") : "'\(place)'" + (isPredicate ? " " : ": ")
    return Diagnostic(.error, "recipe", place + message, subject: path, help: help.map { [.init($0)] } ?? [])
  }

  /// The same with its place in the text of the file, and the file to show it in.
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
