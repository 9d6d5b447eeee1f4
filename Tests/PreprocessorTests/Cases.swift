import Preprocessor
import TestSupport
import Testing

/// A source and its text after preprocessing, as gcc makes it.
struct TextCase: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String
  let files: [String: String]
  /// gcc's `-D`, `-U` and `-I`.
  let options: [String]
  let text: String

  init(
    _ name: String, files: [String: String] = [:], options: [String] = [], _ source: String,
    _ text: String
  ) {
    self.name = name
    self.source = source
    self.files = files
    self.options = options
    self.text = text
  }

  var testDescription: String { name }

  func check() throws {
    let result = try preprocess(source + "\n", files: files, options: read(options))
    #expect(result.text == text)
    #expect(!result.diagnostics.contains { $0.severity == .error }, "\(result.messages)")
  }

  /// Compares the expected text with that of the system's gcc.
  func checkWithGCC() throws {
    let folder = try TemporaryFolder(files.merging(["t.dts": source + "\n"]) { $1 })
    let result = try gcc(in: folder, options)
    #expect(result.text == text, "\(result.errors)")
  }
}

/// A source that is wrong or doubtful, and everything that is reported about it.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String
  let files: [String: String]
  let options: [String]
  let messages: String

  init(
    _ name: String, files: [String: String] = [:], options: [String] = [], _ source: String,
    _ messages: String
  ) {
    self.name = name
    self.source = source
    self.files = files
    self.options = options
    self.messages = messages
  }

  var testDescription: String { name }

  func check() throws {
    let result = try preprocess(source + "\n", files: files, options: read(options))
    #expect(result.messages == messages + "\n")
  }
}

/// Parses options as gcc takes them.
func read(_ words: [String]) -> PreprocessorOptions {
  var options = PreprocessorOptions()
  for word in words {
    let value = String(word.dropFirst(2))
    switch word.prefix(2) {
    case "-I": options.includeFolders.append(value)
    case "-D": options.macros.append(.define(value))
    default: options.macros.append(.undefine(value))
    }
  }
  return options
}
