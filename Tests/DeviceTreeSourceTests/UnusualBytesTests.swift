import TestSupport
import Testing

/// Bytes that editors and other systems put into sources.
struct UnusualBytesTests {
  static let source = """
    /dts-v1/;
    / {
      a = <1>,
        "x"; // comment
      n { };
    };

    """

  @Test func linesMayEndInCRLF() throws {
    let unix = try compile(Self.source)
    let dos = try compile(Self.source.replacing("\n", with: "\r\n"))
    #expect(dos.messages == "")
    let isSame = dos.blob == unix.blob && dos.blob != nil
    #expect(isSame)
  }

  @Test func positionsInCRLF() throws {
    let compiled = try compile("/dts-v1/;\r\n/ {\r\n  a = FOO;\r\n  b = \"x;\r\n};\r\n")
    #expect(
      compiled.messages == """
        t.dts:3:7: error: expected a value, found 'FOO', which is not a defined macro
            3 |   a = FOO;
              |       ^~~
        help: a string needs double quotes: "FOO"
        t.dts:4:7: error: string is not closed on its line
            4 |   b = "x;
              |       ^~~

        """)
  }

  @Test func aByteOrderMarkIsNoText() throws {
    let compiled = try compile("\u{FEFF}" + Self.source)
    #expect(compiled.messages == "")
    let isSame = try compiled.blob == compile(Self.source).blob && compiled.blob != nil
    #expect(isSame)
  }

  @Test func anotherByteOrderMarkIs() throws {
    let compiled = try compile("/dts-v1/;\n\u{FEFF}/ { };\n")
    #expect(
      compiled.messages == """
        t.dts:2:1: error: expected '/ {', '&label {' or the end of the source, found a byte order mark
            2 | \u{FEFF}/ { };
              | ^

        """)
  }

  /// Blanks of web pages and word processors look like blanks between quotes.
  @Test(arguments: [
    ("\u{A0}", "a no-break space (U+00A0)"), ("\u{202F}", "a narrow no-break space (U+202F)"),
    ("\u{200B}", "a zero-width space (U+200B)"), ("\u{2003}", "a space (U+2003)"),
    ("\u{2060}", "an invisible character (U+2060)"), ("\u{2013}", "'\u{2013}'"),
  ])
  func blanksThatAreNone(character: String, name: String) throws {
    let compiled = try compile("/dts-v1/;\n/ {\n\(character)a;\n};\n")
    #expect(
      compiled.messages.hasPrefix("t.dts:3:1: error: expected a property, a node or '}', found \(name)\n"),
      "\(compiled.messages)")
  }

  @Test func bytesOfNUL() throws {
    let compiled = try compile("/dts-v1/;\n/ { a =\0<1>;\0 b = \"x\0y\"; };\n")
    #expect(
      compiled.messages
        == """
        t.dts:2:8: warning: NUL bytes are ignored: is this UTF-8 text?
            2 | / { a =?<1>;? b = "x?y";?};
              |        ^

        """.replacing(";?};", with: "; };"))
    #expect(
      try print(#require(compiled.tree)) == """
        /
          a = <1>
          b = "x" "y"
        """)
  }

  @Test func textInUTF16() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      [0xFF, 0xFE] + Self.source.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: "t.dts")
    #expect(
      try compile(in: folder).messages.hasPrefix(
        """
        t.dts:1:4: warning: NUL bytes are ignored: is this UTF-8 text?
        """))
  }

  @Test func stringsNeedNotBeUTF8() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Array("/dts-v1/;\n/ { a = \"".utf8) + [0xE9, 0xFF] + Array("\"; };\n".utf8), to: "t.dts")
    #expect(
      try print(#require(compile(in: folder).tree)) == """
        /
          a = [e9 ff 00]
        """)
  }

  @Test func nothingAtAll() throws {
    for text in ["", "\n\n", "// comment\n", "#define A\n"] {
      #expect(
        try compile(text).messages.split(separator: "\n").first?.hasSuffix(
          "error: the source is empty; it needs '/dts-v1/;' and a root node") == true)
    }
    #expect(
      try compile("").messages == "t.dts: error: the source is empty; it needs '/dts-v1/;' and a root node\n")
  }
}
