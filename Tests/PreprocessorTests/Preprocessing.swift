import Preprocessor
import SourceText
import TestSupport

/// The result of preprocessing, as the tests see it.
struct Preprocessed {
  /// The tokens, with a space wherever gcc's text has white space.
  var text: String
  /// The tokens one by one.
  var tokens: [String]
  var diagnostics: [Diagnostic]
  /// All diagnostics as they are shown.
  var messages: String
  var dependencies: [String]
}

/// Preprocesses `t.dts` in a folder. Paths are relative to the folder.
func preprocess(
  in folder: TemporaryFolder, options: PreprocessorOptions = PreprocessorOptions()
) throws -> Preprocessed {
  var options = options
  options.includeFolders = options.includeFolders.map { folder[$0] }
  var preprocessor = Preprocessor(options: options)
  try preprocessor.open(folder["t.dts"])
  let tokens = allTokens(&preprocessor)
  var bytes: [UInt8] = []
  var spellings: [String] = []
  for token in tokens {
    if token.isDetached, !bytes.isEmpty { bytes.append(0x20) }
    let start = bytes.count
    if token.kind == .identifier {
      preprocessor.names.append(token.symbol, to: &bytes)
    } else {
      bytes += preprocessor.files.text[token.location.index..<token.location.index + token.length]
    }
    spellings.append(String(decoding: bytes[start...], as: UTF8.self))
  }
  let messages = DiagnosticRenderer(files: preprocessor.files).render(preprocessor.diagnostics)
  return Preprocessed(
    text: oneSpaced(String(decoding: bytes, as: UTF8.self).replacing(folder.path + "/", with: "")),
    tokens: spellings,
    diagnostics: preprocessor.diagnostics,
    messages: messages.replacing("'\(folder.path)'", with: "'.'").replacing(folder.path + "/", with: ""),
    dependencies: preprocessor.dependencies.map { $0.replacing(folder.path + "/", with: "") })
}

/// Preprocesses a text that has other files beside it.
func preprocess(
  _ text: String, files: [String: String] = [:], options: PreprocessorOptions = PreprocessorOptions()
) throws -> Preprocessed {
  try preprocess(in: TemporaryFolder(files.merging(["t.dts": text]) { $1 }), options: options)
}

/// Returns a text in which a single space replaces all consecutive white space.
func oneSpaced(_ text: String) -> String {
  text.split { " \t\n\r\u{B}\u{C}\r\n".contains($0) }.joined(separator: " ")
}

/// Returns what gcc makes of `t.dts` in a folder; nil if it reports an error.
func gcc(in folder: TemporaryFolder, _ arguments: [String] = []) throws -> (text: String?, errors: String) {
  guard let tool = Tool.gcc else { return (nil, "no gcc") }
  let flags = ["-E", "-P", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"]
  let result = try tool.run(flags + arguments + ["t.dts"], in: folder)
  return (result.status == 0 ? oneSpaced(result.text) : nil, result.errors)
}

/// Returns the tokens of the source that a preprocessor has open, to its end.
func allTokens(_ preprocessor: inout Preprocessor) -> [Token] {
  var tokens: [Token] = []
  while true {
    let count = tokens.count
    preprocessor.fill(&tokens)
    if tokens.count == count { break }
  }
  return tokens
}
