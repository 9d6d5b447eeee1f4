import Testing

/// A source with errors or warnings, and everything that is reported about it.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String
  var files: [String: String] = [:]
  let messages: String

  init(_ name: String, _ source: String, files: [String: String] = [:], _ messages: String) {
    self.name = name
    self.source = source
    self.files = files
    self.messages = messages
  }

  var testDescription: String { name }

  /// Compiles the source and compares the messages; there must not be a tree if one of them is an error.
  func check() throws {
    let compiled = try compile(source + "\n", files: files.mapValues { $0 + "\n" })
    #expect(compiled.messages == messages + "\n")
    #expect((compiled.tree == nil) == messages.contains("error: "))
  }
}
