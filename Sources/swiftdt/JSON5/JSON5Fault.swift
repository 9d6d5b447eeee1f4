import SourceText

/// What is wrong with a JSON5 text.
struct JSON5Fault: Error, Equatable {
  /// What is at fault, in bytes of the text.
  let range: Range<Int>
  /// What is wrong; if `isPredicate`, without the name of the value that it is about.
  let message: String
  /// How to fix it.
  var help: String?

  init(_ range: Range<Int>, _ message: String, help: String? = nil) {
    self.range = range
    self.message = message
    self.help = help
  }

  /// Whether the message has to follow the name of the value that is at fault.
  var isPredicate: Bool { Self.isPredicate(message) }

  static func isPredicate(_ message: String) -> Bool {
    message.hasPrefix("must ") || message.hasPrefix("needs ")
  }
}

extension Diagnostic {
  /// Sets the place to a range in the text of the file at `path`; returns the file to show it in.
  mutating func move(to range: Range<Int>, in text: [UInt8], _ path: String) -> SourceFiles {
    var files = SourceFiles()
    if let file = try? files.add(path: path, contents: text.span) {
      let start = files.file(file).range.lowerBound + range.lowerBound
      span = SourceSpan(start: SourceLocation(start), count: range.count)
      subject = nil
    }
    return files
  }
}
