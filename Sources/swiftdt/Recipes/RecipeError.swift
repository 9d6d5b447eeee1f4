import SourceText

/// Something is wrong with a recipe, or with another JSON5 file that a decoder reads: where in it, and what.
struct RecipeError: Error, Equatable {
  /// Keys behind dots and numbers in brackets, as decoders name places; empty is the whole file.
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
  static func place(_ path: [any CodingKey]) -> String {
    path.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }

  /// What a decoder complains of in a text.
  init(_ error: DecodingError, _ text: [UInt8]) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(place: Self.place(context.codingPath), message: "'\(key.stringValue)' is missing")
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      let wanted =
        switch "\(type)" {
        case "String": "a string"
        case "Int": "a whole number"
        case "Bool": "true or false"
        case let name where name.hasPrefix("Array"): "a list"
        default: "an object { … }"
        }
      self.init(place: Self.place(context.codingPath), message: "must be \(wanted)")
    case .dataCorrupted(let context):
      if text.isEmpty {
        self.init(place: "", message: "the file is empty")
      } else if let fault = JSON5Reader.fault(in: text) {
        self.init(place: "", message: fault.message, range: fault.offset..<fault.offset)
      } else {
        let reason = context.underlyingError.map { "\($0)" } ?? context.debugDescription
        self.init(place: Self.place(context.codingPath), message: "is no JSON5: \(reason)")
      }
    @unknown default:
      self.init(place: "", message: "\(error)")
    }
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
