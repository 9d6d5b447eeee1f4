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
  /// The error that `fault` is in the file with this value.
  private init(_ fault: JSON5Fault, in whole: JSON5Value) {
    // What the file lacks is nowhere in it.
    let isShown = fault.range != whole.range || fault.isPredicate
    self.init(
      place: whole.place(of: fault.range) ?? "", message: fault.message, help: fault.help,
      range: isShown ? fault.range : nil)
  }

  /// Reads a JSON5 text and returns what `meaning` makes of its value.
  static func reading<Meaning>(
    _ text: [UInt8], _ meaning: (JSON5Value) throws(JSON5Fault) -> Meaning
  ) throws(RecipeError) -> Meaning {
    let value: JSON5Value
    do throws(JSON5Fault) {
      value = try JSON5Reader.read(text)
    } catch {
      throw RecipeError(place: "", message: error.message, range: text.isEmpty ? nil : error.range)
    }
    do throws(JSON5Fault) {
      return try meaning(value)
    } catch {
      throw RecipeError(error, in: value)
    }
  }

  /// Returns the error as a diagnostic about the file at `path`.
  func diagnostic(for path: String) -> Diagnostic {
    let isPredicate = JSON5Fault.isPredicate(message)
    let place =
      place.isEmpty ? (isPredicate ? "the file " : "") : "'\(place)'" + (isPredicate ? " " : ": ")
    return Diagnostic(.error, "recipe", place + message, subject: path, help: help.map { [.init($0)] } ?? [])
  }

  /// Returns the diagnostic with its place in the text of the file, and the file to show it in.
  func diagnostic(for path: String, _ text: [UInt8]) -> (Diagnostic, SourceFiles) {
    var diagnostic = diagnostic(for: path)
    guard let range = range ?? self.range(in: text) else { return (diagnostic, SourceFiles()) }
    let files = diagnostic.move(to: range, in: text, path)
    return (diagnostic, files)
  }

  private func range(in text: [UInt8]) -> Range<Int>? {
    guard !place.isEmpty || word != nil, let whole = try? JSON5Reader.read(text),
      let value = whole.value(at: place[...])
    else { return nil }
    return word.flatMap(value.range(of:)) ?? value.range
  }
}
