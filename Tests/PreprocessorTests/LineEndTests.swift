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
