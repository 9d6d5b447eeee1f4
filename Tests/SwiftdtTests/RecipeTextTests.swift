import TestSupport
import Testing

/// The text of recipes and of other JSON5 files: what is accepted, and the messages about what is not.
struct RecipeTextTests {
  /// Text that is not JSON5, or that a recipe cannot have.
  @Test(arguments: [
    (
      #"{ output: "\ud800.dtb" }"#, "1:12: error: '\\ud800' is only half of a surrogate pair",
      "           ^~~~~~"
    ),
    (
      #"{ output: "\ude00" }"#, "1:12: error: '\\ude00' is only half of a surrogate pair", "           ^~~~~~"
    ),
    (
      #"{ output: "\ud800\u0041" }"#, "1:12: error: '\\ud800' is only half of a surrogate pair",
      "           ^~~~~~"
    ),
    (#"{ "\ud800": 1 }"#, "1:4: error: '\\ud800' is only half of a surrogate pair", "   ^~~~~~"),
    (#"{ output: "\0" }"#, "1:12: error: a string cannot contain a NUL", "           ^~"),
    (#"{ output: "\u0000" }"#, "1:12: error: a string cannot contain a NUL", "           ^~~~~~"),
    (#"{ output: "\1" }"#, "1:12: error: invalid escape '\\1'", "           ^~"),
    ("{ pad: 0o17 }", "1:8: error: '0o17' is not a number", "       ^~~~"),
    ("{ pad: 010 }", "1:8: error: '010' is not a number", "       ^~~"),
    ("{ pad: 1e }", "1:8: error: '1e' is not a number", "       ^~"),
    ("{ pad: 0x }", "1:8: error: '0x' is not a number", "       ^~"),
    ("{ pad: . }", "1:8: error: '.' is not a value: is it a string without quotes?", "       ^"),
    (
      "{ pad: .5 }", "1:8: error: 'pad' must be a number of bytes below 2 GiB, not .5", "       ^~"
    ),
    (
      "{ size: Infinity }", "1:9: error: 'size' must be a number of bytes below 2 GiB, not Infinity",
      "        ^~~~~~~~"
    ),
    (
      "{ pad: 99999999999999999999 }",
      "1:8: error: 'pad' must be a number of bytes below 2 GiB, not 99999999999999999999",
      "       ^~~~~~~~~~~~~~~~~~~~"
    ),
    (
      "{ define: { A: 1.5 } }",
      "1:16: error: 'define.A' must be true, false, a whole number or a string", "               ^~~"
    ),
    (
      "{ define: { 'A B': 1 } }", "1:13: error: 'define': 'A B' cannot be the name of a macro",
      "            ^~~~~"
    ),
    (
      "{ define: { 'A B=1': true } }", "1:13: error: 'define': 'A B=1' cannot be the name of a macro",
      "            ^~~~~~~"
    ),
    ("{ define: { '': 1 } }", "1:13: error: 'define': '' cannot be the name of a macro", "            ^~"),
    (
      "{ define: { '1a': 1 } }", "1:13: error: 'define': '1a' cannot be the name of a macro",
      "            ^~~~"
    ),
    ("{ define: { 1a: 1 } }", "1:13: error: a key that begins with a digit needs quotes", "            ^~"),
    ("{ pad: 1, pad: 2 }", "1:11: error: duplicate key 'pad'", "          ^~~"),
    ("[]", "1:1: error: the file must be an object { … }, not a list", "^~"),
    ("{ include: [1] }", "1:13: error: 'include[0]' must be a string, not a number", "            ^"),
    ("{ symbols: 0 }", "1:12: error: 'symbols' must be true or false, not a number", "           ^"),
  ])
  func wrongText(text: String, line: String, mark: String) throws {
    let folder = try workshop()
    try folder.write(Array(text.utf8), to: "r.json5")
    let result = try Tool.swiftdt.run(["build", "r.json5"], in: folder)
    #expect(result.errors == "r.json5:\(line)\n    1 | \(text)\n      | \(mark)\n")
    #expect(result.status == 1)
  }

  /// What JSON5 allows and JSON does not.
  @Test(arguments: [
    "\u{FEFF}{ source: 'base.dts',\u{A0}output: 'x.dtb' }", "{ source: \"base.d\\\nts\", output: 'x.dtb', }",
    "{ source: 'b\\u0061se.dts', output: 'x.dtb', pad: +1e2, overlays: null, align: 0X10 }",
    "// one\r{ 'source': 'ba\\se.dts', /* two */ \"output\": 'x.dtb', size: 5.e2 }",
  ])
  func rareText(text: String) throws {
    let folder = try workshop()
    try folder.write(Array(text.utf8), to: "r.json5")
    let result = try Tool.swiftdt.run(["build", "r.json5", "-o", "out"], in: folder)
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  /// The text must be UTF-8.
  @Test(arguments: [
    ([0xFF], "1:1: error: the text is not valid UTF-8: byte 0xff\n    1 | \u{FFFD}\n      | ^"),
    (
      Array("{\n  source: \"a\",\n".utf8) + [0xC3, 0x28],
      "3:1: error: the text is not valid UTF-8: byte 0xc3\n    3 | \u{FFFD}(\n      | ^"
    ),
    (
      Array("{ \u{e9}".utf8) + [0xE2, 0x82],
      "1:5: error: the text is not valid UTF-8: byte 0xe2\n    1 | { \u{e9}\u{FFFD}\n      |    ^"
    ),
  ])
  func noText(bytes: [UInt8], message: String) throws {
    let folder = try workshop()
    try folder.write(bytes, to: "r.json5")
    let result = try Tool.swiftdt.run(["build", "r.json5"], in: folder)
    #expect(result.errors == "r.json5:" + message + "\n")
    #expect(result.status == 1)
    let listed = try Tool.swiftdt.run(
      ["overlay", "apply-tree", "--source", "d", "--out", "o", "--overlays", "r.json5"], in: folder)
    #expect(listed.errors == "r.json5:" + message + "\n")
    #expect(listed.status == 1)
  }

  /// A short recipe can use a long value many times.
  @Test func longVariables() throws {
    let folder = try workshop()
    let uses = Array(repeating: #""A=${A}""#, count: 65).joined(separator: ", ")
    try folder.write(
      Array(
        #"{ variables: { A: "\#(String(repeating: "x", count: 1 << 20))" }, source: "r.json5", define: [\#(uses)], "#
          .utf8) + Array(#"output: "x" }"#.utf8), to: "r.json5")
    let result = try Tool.swiftdt.run(["build", "r.json5"], in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors.hasPrefix("r.json5:1:")
        && result.errors.contains(
          ": error: 'define': with their variables, the recipe's strings come to more than 64 MiB\n")
    )
  }
}
