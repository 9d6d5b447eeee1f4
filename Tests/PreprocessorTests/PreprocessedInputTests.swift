import Preprocessor
import SourceText
import Testing

/// The tokens of text that dtc reads without a preprocessor, and their positions.
@Suite struct PreprocessedInputTests {
  private func read(_ text: String) throws -> (tokens: [String], preprocessor: Preprocessor) {
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    let bytes = Array(text.utf8)
    try preprocessor.openPreprocessed(bytes.span, path: "<stdin>")
    var tokens: [Token] = []
    while true {
      let before = tokens.count
      preprocessor.fill(&tokens)
      if tokens.count == before { break }
    }
    let spellings = tokens.map { token in
      token.kind == .identifier
        ? preprocessor.names.string(token.symbol)
        : String(
          decoding: preprocessor.files.text[token.location.index..<token.location.index + token.length],
          as: UTF8.self)
    }
    return (spellings, preprocessor)
  }

  @Test(arguments: [
    ("a /* b */ c // d\ne", ["a", "c", "e"]),
    ("\"a\nb\" c", ["\"a\nb\"", "c"]),
    ("\"a\\\"b\" c", ["\"a\\\"b\"", "c"]),
    // No directives, no macros, no spliced lines.
    ("#define A B\nA", ["#", "define", "A", "B", "A"]),
    ("#if\n#else", ["#", "if", "#", "else"]),
    ("__FILE__ linux", ["__FILE__", "linux"]),
    ("ab\\\ncd", ["ab", "\\", "cd"]),
    ("// a \\\nb", ["b"]),
    // Line markers, and text that only looks like them.
    ("# 12 \"x.dts\" 2 3\na", ["a"]),
    ("#line 12 \"x.dts\"\na", ["a"]),
    ("  # 12 \"x.dts\"\n", ["#", "12", "\"x.dts\""]),
    ("# 12\na", ["#", "12", "a"]),
    ("#12 \"x\"\n", ["#", "12", "\"x\""]),
    ("", []),
    ("# 1 \"", ["#", "1", "\""]),
  ])
  func tokens(_ text: String, _ expected: [String]) throws {
    #expect(try read(text).tokens == expected)
  }

  @Test func lineMarkersNameTheFollowingLines() throws {
    let text = "a\n# 12 \"x.dts\" 1\n\nb\n#line 3 \"y \\\" \\303\\2444\\\\z\\t\"\n  c\n"
    let files = try read(text).preprocessor.files
    func position(of byte: Character) throws -> SourcePosition? {
      let index = try #require(text.firstIndex(of: byte))
      return files.position(of: .init(1 + text.utf8.distance(from: text.startIndex, to: index)))
    }
    #expect(try position(of: "a") == SourcePosition(path: "<stdin>", line: 1, column: 1))
    #expect(try position(of: "b") == SourcePosition(path: "x.dts", line: 13, column: 1))
    #expect(try position(of: "c") == SourcePosition(path: "y \" ä4\\z\t", line: 3, column: 3))
  }

  @Test(arguments: ["a\u{0}b", "a\\0b"])
  func noFileHasANULInItsName(name: String) throws {
    let preprocessor = try read("# 1 \"\(name)\"\nc\n").preprocessor
    #expect(preprocessor.diagnostics.map(\.identifier) == ["nul-in-line-marker"])
  }

  @Test func anOpenCommentIsAnError() throws {
    let preprocessor = try read("a /* b").preprocessor
    #expect(preprocessor.diagnostics.map(\.identifier) == ["unterminated-comment"])
  }
}
