import Preprocessor
import TestSupport
import Testing

/// Text as it is written on other systems.
struct LineEndTests {
  @Test func linesMayEndInCRLF() throws {
    let source = """
      #define F(x) \\
        x + "y" // c
      /* a
       b */ F(1
      ) 'z
      #if 1
      #include "a.h"
      #endif
      "st\\
      r"

      """
    let unix = try preprocess(source, files: ["a.h": "h\n"])
    let dos = try preprocess(
      source.replacing("\n", with: "\r\n"), files: ["a.h": "h\r\n"])
    #expect(unix.text == "1 + \"y\" 'z h \"str\"")
    #expect(dos.text == unix.text)
    #expect(dos.messages == "")
  }

  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      "a\0b \0 c\n", "\u{FEFF}a\n", "\"a\0b\"\n", "a\u{C}b\u{B}c\n", "é\u{FEFF}x\n", "a\r\nb\\\r\nc\r\n",
      // A backslash, and then a splice to an empty line.
      "p = \"abc\\\\\n\r\n\";\nq;\n", "p = 'abc\\\\\n \r\nq;\n", "p = \"abc\\\\ \n\r\nq;\n",
      "p = \"abc\\\\\n\n\";\nq;\n",
      "L\"abc\\\\\n\r\nq\n", "a\\\\\n\r\nq\n", "+\\\n\\\\\n\r\nq\n",
      "\"\(String(repeating: "a", count: 62))\\\\\n\r\nq\n",
      "#if 0\nx\n\0#else\ny\n#endif\n", "#if 0\n\0 \0#elif 1\ny\n\0#endif\nz\n", "#if 0\n\0/**/\0#endif\ny\n",
      "#if 0\n\0#if 1\n\0#else\n\0#endif\nx\n\0#endif\ny\n", "#if 0\n\0x\n\0\n\0//\\\n\0#endif\n #endif\ny\n",
    ])
  func sameAsGCC(source: String) throws {
    let folder = try TemporaryFolder(["t.dts": source])
    #expect(try preprocess(in: folder).text == gcc(in: folder).text)
  }

  /// As written by old systems, and by programs that put a return before each newline twice.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      "\\\r", "a\\\r", "a\nb\\\r", "a\nb\\ \r", "\\", "a\\", "\r", "\r\r", "a\rb", "a\rb\r",
      "a\\\r\nb\\\r", "a\r\r\nb\\\r\r\nc\r\r\n", "\"a\rb\"\r", "#if 1\rx\r#else\ry\r#endif\rz",
      "a\\\rb\rc\\\r", "a\\\r\r\nb\\\\\r", "#define A 1\r#define B A\\\r+2\rA B // x\ry /* \r\r */ z\r",
      "#include \"a.h\"\r__LINE__\r",
    ])
  func returnsAlone(source: String) throws {
    let bench = try Workbench(["a.dts": source, "a.h": "h\ri __LINE__\r"])
    #expect(try bench.ours(["a.dts"]).text == bench.gcc(["a.dts"]))
  }

  @Test func whereReturnsAloneEndLines() throws {
    #expect(
      try preprocess("a\r#if\r#endif\r").messages == """
        t.dts:2:2: error: #if needs an expression
            2 | #if
              |  ^~

        """)
  }

  @Test func blanksBehindABackslash() throws {
    let source = """
      #define A 1 \\ \n +2 \\\n +3
      b \\\t
      c // \\ \nd
      /* \\ \n*/ e \\\n
      #if A \\\u{C}
       > 0
      #endif
      f \\\r\n\r\n
      "g\\ \nh" i
      j\\\nk\\ \nl
      m <\\ \n< 1
      """
    let messages = try preprocess(source).messages.split(separator: "\n").filter { $0.hasPrefix("t.dts") }
    let text = " warning: the next line is joined to this one, in spite of the white space at its end"
    let places = ["t.dts:1:13:", "t.dts:4:3:", "t.dts:10:7:", "t.dts:16:3:", "t.dts:19:2:", "t.dts:21:4:"]
    #expect(messages.map { String($0) } == places.map { $0 + text })
    if Tool.gcc != nil {
      let theirs = try gcc(in: TemporaryFolder(["t.dts": source])).errors
        .split(separator: "\n").filter { $0.contains("separated by space") }
      #expect(theirs.map { String($0.prefix { $0 != " " }) } == places)
    }
  }

  /// Each source that includes such a header gets the warning.
  @Test func blanksBehindABackslashInAHeader() throws {
    let folder = try TemporaryFolder([
      "a.h": "#ifndef H\n#define H\n#define A 1 \\ \n  2\n#endif\n", "t.dts": "#include \"a.h\"\nA\n",
    ])
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    for _ in 0..<8 {
      try preprocessor.open(folder["t.dts"])
      #expect(allTokens(&preprocessor).count == 2)
      #expect(preprocessor.diagnostics.map(\.identifier) == ["spaced-splice"])
      preprocessor.restart(options: PreprocessorOptions(), noting: 1)
    }
  }

  @Test func bytesThatAreNoUTF8() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Array("#define A \"".utf8) + [0xE9, 0xFF, 0x22, 0x0A] + Array("A b".utf8) + [0x80], to: "t.dts")
    let result = try preprocess(in: folder)
    #expect(result.messages == "")
    #expect(result.text == "\"\u{FFFD}\u{FFFD}\" b\u{FFFD}")
  }

  @Test func bytesOfNUL() throws {
    #expect(
      try preprocess("a\0b\n").messages == """
        t.dts:1:2: warning: NUL bytes are ignored: is this UTF-8 text?
            1 | a?b
              |  ^

        """)
    #expect(try preprocess("#if 0\n\0#else\ny\n#endif\n").messages == "")
  }
}
