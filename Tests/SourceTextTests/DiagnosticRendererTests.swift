import SourceText
import Testing

struct DiagnosticRendererTests {
  /// Returns what is shown of `count` bytes at `offset` in a text.
  private func excerpt(_ text: String, _ offset: Int, _ count: Int) throws -> String {
    try excerpt(Array(text.utf8), offset, count)
  }

  private func excerpt(_ text: [UInt8], _ offset: Int, _ count: Int) throws -> String {
    var files = SourceFiles()
    let id = try files.add(path: "t", contents: text.span)
    let span = SourceSpan(
      start: SourceText.SourceLocation(files.file(id).range.lowerBound + offset), count: count)
    return DiagnosticRenderer(files: files).render(Diagnostic(.error, "x", "m", at: span))
  }

  @Test(arguments: [
    ("abc def\n", 4, 3, "t:1:5: error: m\n    1 | abc def\n      |     ^~~\n"),
    ("abc\n", 0, 1, "t:1:1: error: m\n    1 | abc\n      | ^\n"),
    ("abc\n", 1, 0, "t:1:2: error: m\n    1 | abc\n      |  ^\n"),
    // After the line, at the end of the file, beyond the line.
    ("abc\n", 3, 1, "t:1:4: error: m\n    1 | abc\n      |    ^\n"),
    ("abc", 3, 0, "t:1:4: error: m\n    1 | abc\n      |    ^\n"),
    ("abc\ndef\n", 1, 100, "t:1:2: error: m\n    1 | abc\n      |  ^~\n"),
    // Tabs are four columns wide, and the mark covers all of them.
    ("\ta\tb\n", 3, 1, "t:1:4: error: m\n    1 |     a    b\n      |          ^\n"),
    ("\ta\tb\n", 1, 3, "t:1:2: error: m\n    1 |     a    b\n      |     ^~~~~~\n"),
    // A column is a byte, but a character takes one place.
    ("é = ü;\n", 5, 2, "t:1:6: error: m\n    1 | é = ü;\n      |     ^\n"),
    ("éa\n", 2, 1, "t:1:3: error: m\n    1 | éa\n      |  ^\n"),
    // Control characters, and others that are not shown.
    ("a\u{1}\u{7F}b\n", 3, 1, "t:1:4: error: m\n    1 | a??b\n      |    ^\n"),
    ("a\u{9B}\u{202E}b\n", 0, 1, "t:1:1: error: m\n    1 | a??b\n      | ^\n"),
    ("a\r\n", 1, 1, "t:1:2: error: m\n    1 | a\n      |  ^\n"),
    // An empty line shows nothing.
    ("\na", 0, 1, "t:1:1: error: m\n"),
    ("", 0, 0, "t:1:1: error: m\n"),
  ])
  func carets(text: String, offset: Int, count: Int, shown: String) throws {
    #expect(try excerpt(text, offset, count) == shown)
  }

  /// A byte that is not UTF-8 takes one place, as in what is shown.
  @Test(
    arguments: [
      ([0x4D, 0xFC, 0x6C, 0x20, 0x78], 4, 1, "M\u{FFFD}l x\n      |     ^"),
      ([0xFC, 0xE4, 0x78, 0x79], 2, 2, "\u{FFFD}\u{FFFD}xy\n      |   ^~"),
      // The beginning of a character that is not complete.
      ([0xE2, 0x82, 0x78], 2, 1, "\u{FFFD}x\n      |  ^"),
      ([0xC3, 0xA4, 0xFF, 0x78], 3, 1, "ä\u{FFFD}x\n      |   ^"),
    ] as [([UInt8], Int, Int, String)])
  func caretsBehindWhatIsNoText(bytes: [UInt8], offset: Int, count: Int, shown: String) throws {
    #expect(try excerpt(bytes, offset, count) == "t:1:\(offset + 1): error: m\n    1 | \(shown)\n")
  }

  @Test func numbersOfLines() throws {
    let text = String(repeating: "\n", count: 123_455) + "x\n"
    #expect(try excerpt(text, 123_455, 1) == "t:123456:1: error: m\n123456 | x\n       | ^\n")
  }

  @Test func longLines() throws {
    let text = String(repeating: "0123456789", count: 100_000)
    let shown = try excerpt(text, 500_005, 3).split(separator: "\n")
    #expect(shown[0] == "t:1:500006: error: m")
    #expect(shown[1].utf8.count == 208)
    let caret = try #require(shown[2].firstIndex(of: "^"))
    let place = shown[2].distance(from: shown[2].startIndex, to: caret)
    #expect(shown[2].hasSuffix("^~~"))
    #expect(Array(shown[1])[place] == "5")
  }

  @Test func remarks() throws {
    var files = SourceFiles()
    let id = try files.add(path: "t", contents: Array("ab\ncd\n".utf8).span)
    let start = SourceText.SourceLocation(files.file(id).range.lowerBound)
    let diagnostic = Diagnostic(
      .warning, "x", "m", at: SourceSpan(start: start, count: 2),
      notes: [.init("n"), .init("o", at: SourceSpan(start: start.advanced(by: 4), count: 1))],
      help: [.init("h")])
    #expect(
      DiagnosticRenderer(files: files).render(diagnostic) == """
        t:1:1: warning: m
            1 | ab
              | ^~
        note: n
        note: o (t:2:2)
        help: h

        """)
  }

  @Test func withoutAPlace() {
    let renderer = DiagnosticRenderer(files: SourceFiles(), program: "prog")
    #expect(renderer.render(Diagnostic(.note, "x", "m")) == "prog: note: m\n")
    #expect(renderer.render(Diagnostic(.error, "x", "m", subject: "a.dtb")) == "a.dtb: error: m\n")
  }

  /// Nothing in files and their names can act as a command to the terminal; other languages are shown.
  @Test(arguments: [
    ("a\u{1B}[2Jb", "a?[2Jb"), ("a\nb\tc\r", "a?b?c?"), ("é\u{9B}31m\u{7F}", "é?31m?"),
    ("\u{202E}gpj.dtb", "?gpj.dtb"), ("Gerät 設備 ✓", "Gerät 設備 ✓"), ("plain ~ text", "plain ~ text"), ("", ""),
  ])
  func doesNoHarm(text: String, shown: String) throws {
    var files = SourceFiles()
    let id = try files.add(path: text, contents: Array("\(text)\n".utf8).span)
    let span = SourceSpan(start: SourceText.SourceLocation(files.file(id).range.lowerBound), count: 0)
    let renderer = DiagnosticRenderer(files: files)
    let diagnostic = Diagnostic(
      .error, "x", text, subject: text, notes: [.init(text), .init("n", at: span)], help: [.init(text)])
    #expect(
      renderer.render(diagnostic)
        == "\(shown): error: \(shown)\nnote: \(shown)\nnote: n (\(shown):1:1)\nhelp: \(shown)\n")
    #expect(renderer.render(Diagnostic(.error, "x", "m", at: span)).hasPrefix("\(shown):1:1: error: m\n"))
  }

  @Test func colours() throws {
    var files = SourceFiles()
    let id = try files.add(path: "t", contents: Array("ab\n".utf8).span)
    let span = SourceSpan(start: SourceText.SourceLocation(files.file(id).range.lowerBound), count: 2)
    let diagnostic = Diagnostic(.error, "x", "m", at: span, notes: [.init("n")], help: [.init("h")])
    let shown = DiagnosticRenderer(files: files, colour: true).render(diagnostic)
    #expect(
      shown.replacing("\u{1B}", with: "␛") == """
        ␛[1mt:1:1: ␛[0m␛[1;31merror: ␛[0m␛[1mm␛[0m
            1 | ab
              | ␛[32m^~␛[0m
        ␛[1;36mnote: ␛[0mn
        ␛[1;32mhelp: ␛[0mh

        """)
  }
}
