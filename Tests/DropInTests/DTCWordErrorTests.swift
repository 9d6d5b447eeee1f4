import TestSupport
import Testing

/// dtc 1.8.1's messages about words that should have been macros: it reports each by name and reads on as if
/// it were a number. Before 1.8, their first letters were syntax errors.
@Suite struct DTCWordErrorTests {
  static let cases: [(source: String, end: String, errors: [String])] = [
    (
      v1 + "/ { \\b; a = <FOO>; /delete-property/ \\a; };\n", refused,
      ["Lexical error: t.dts:2.14-17 Unexpected 'FOO'"]
    ),
    // Any path in braces is a lexeme since 1.7, whether or not it can be one.
    (v1 + "/ { a = &{l-b/b}; b = <1 } };\n", unparsed, ["Error: t.dts:2.26-27 syntax error"]),
    (
      v1 + "/ { a = <1>\n/* c */\n b; };\n", unparsed,
      [
        "Lexical error: t.dts:4.2-3 Unexpected 'b'",
        "Error: t.dts:4.2-3 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <1>\n# 20 \"x.dtsi\" 1\n b; };\n", unparsed,
      [
        "Lexical error: x.dtsi:20.2-3 Unexpected 'b'",
        "Error: x.dtsi:20.2-3 syntax error",
      ]
    ),
    (
      v1 + "/ { b = <\n/* c <1>;\n d = <1>; /* e */\n foo = <2>; };\n", unparsed,
      [
        "Lexical error: t.dts:5.2-5 Unexpected 'foo'",
        "Error: t.dts:5.6-7 syntax error",
      ]
    ),
    (
      v1 + "/ { n/*: m { /* x */\n reg = <1>; }; };\n", unparsed,
      [
        "Lexical error: t.dts:3.2-5 Unexpected 'reg'",
        "Error: t.dts:3.2-5 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <// 1>; /* x */\n b-c = <1>; };\n", unparsed,
      [
        "Lexical error: t.dts:3.2-3 Unexpected 'b'",
        "Error: t.dts:3.3-4 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <'\"'> // x;\n b-c; };\n", unparsed,
      [
        "Lexical error: t.dts:3.2-3 Unexpected 'b'",
        "Error: t.dts:3.2-3 syntax error",
      ]
    ),
    (
      v1 + "/ { a = \"/*\", <1> b-c /* \" */; };\n", unparsed,
      [
        "Lexical error: t.dts:2.19-20 Unexpected 'b'",
        "Error: t.dts:2.19-20 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <1>\n/include/ \"p.dtsi\"\n};\n", unparsed,
      [
        "Lexical error: p.dtsi:1.2-3 Unexpected 'p'",
        "Error: p.dtsi:1.2-3 syntax error",
      ]
    ),
    (
      v1 + "/ {\n  a = \"abc\\;\n  b = \"x\";\n};\n", unparsed,
      [
        "Lexical error: t.dts:4.8-9 Unexpected 'x'",
        "Error: t.dts:4.8-9 syntax error",
      ]
    ),
    (v1 + "/ {\n  a = <0x>;\n};\n", refused, ["Lexical error: t.dts:3.9-10 Unexpected 'x'"]),
    (v1 + "/ {\n  a = <1Q>;\n};\n", refused, ["Lexical error: t.dts:3.9-10 Unexpected 'Q'"]),
    (
      v1 + "/ {\n  a = <1>\n  b = <2>;\n};\n", unparsed,
      [
        "Lexical error: t.dts:4.3-4 Unexpected 'b'",
        "Error: t.dts:4.3-4 syntax error",
      ]
    ),
    (
      v1 + "/ {\n  a = foo;\n};\n", unparsed,
      [
        "Lexical error: t.dts:3.7-10 Unexpected 'foo'",
        "Error: t.dts:3.7-10 syntax error",
      ]
    ),
    (v1 + "/ {\n  a = <foo>;\n};\n", refused, ["Lexical error: t.dts:3.8-11 Unexpected 'foo'"]),
    (v1 + "/ {\n  a = <1 foo>;\n};\n", refused, ["Lexical error: t.dts:3.10-13 Unexpected 'foo'"]),
    (v1 + "/ {\n  a = <(foo + 1)>;\n};\n", refused, ["Lexical error: t.dts:3.9-12 Unexpected 'foo'"]),
    (v1 + "/ {\n  a = <(1 + foo)>;\n};\n", refused, ["Lexical error: t.dts:3.13-16 Unexpected 'foo'"]),
    (
      v1 + "/ {\n a b;\n};\n", unparsed,
      [
        "Lexical error: t.dts:3.4-5 Unexpected 'b'",
        "Error: t.dts:3.4-5 syntax error",
      ]
    ),
    (
      v1 + "/ {\n a = <1> b;\n};\n", unparsed,
      [
        "Lexical error: t.dts:3.10-11 Unexpected 'b'",
        "Error: t.dts:3.10-11 syntax error",
      ]
    ),
    (v1 + "/ {\n a = <1 2abc>;\n};\n", refused, ["Lexical error: t.dts:3.10-13 Unexpected 'abc'"]),
    (
      v1 + "/ {\n a = /bits/ foo <1>;\n};\n", refused,
      [
        "Lexical error: t.dts:3.13-16 Unexpected 'foo'",
        "Error: t.dts:3.13-16 Array elements must be 8, 16, 32 or 64-bits",
      ]
    ),
    (
      v1 + "/ {\n a = /bits/ 8 foo;\n};\n", unparsed,
      [
        "Lexical error: t.dts:3.15-18 Unexpected 'foo'",
        "Error: t.dts:3.15-18 syntax error",
      ]
    ),
    (v1 + "/memreserve/ foo 1;\n/ {};\n", refused, ["Lexical error: t.dts:2.14-17 Unexpected 'foo'"]),
    (
      v1 + "/ {\n /delete-property/ foo bar;\n};\n", unparsed,
      [
        "Lexical error: t.dts:3.24-27 Unexpected 'bar'",
        "Error: t.dts:3.24-27 syntax error",
      ]
    ),
    (
      v1 + "/ {\n a = /incbin/(x);\n};\n", unparsed,
      [
        "Lexical error: t.dts:3.15-16 Unexpected 'x'",
        "Error: t.dts:3.15-16 syntax error",
      ]
    ),
    (
      v1 + "/ {\n a = <1\n\n  b = <2>;\n};\n", unparsed,
      [
        "Lexical error: t.dts:5.3-4 Unexpected 'b'",
        "Error: t.dts:5.5-6 syntax error",
      ]
    ),
    (
      v1 + "#line 40 \"o\nther\"\n/ { a = b; };\n", unparsed,
      [
        "Lexical error: o\nther:40.9-10 Unexpected 'b'",
        "Error: o\nther:40.9-10 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <FOO BAR (1 / X) 0x1Z>; b = /bits/ Z <1>; c = /bits/ 8 <300>; };\n", refused,
      [
        "Lexical error: t.dts:2.10-13 Unexpected 'FOO'",
        "Lexical error: t.dts:2.14-17 Unexpected 'BAR'",
        "Lexical error: t.dts:2.23-24 Unexpected 'X'",
        "Error: t.dts:2.19-24 Division by zero",
        "Lexical error: t.dts:2.29-30 Unexpected 'Z'",
        "Lexical error: t.dts:2.44-45 Unexpected 'Z'",
        "Error: t.dts:2.44-45 Array elements must be 8, 16, 32 or 64-bits",
        "WARNING: t.dts:2.65-68: Value 0x000000000000012c truncated to 0x2c",
      ]
    ),
    (
      v1 + "/ { a = <X (1 ? 2 ? 3 : 4) 5>; };\n", unparsed,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Error: t.dts:2.26-27 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X (1 : 2)>; };\n", unparsed,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Error: t.dts:2.15-16 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X -1>; };\n", unparsed,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Error: t.dts:2.12-13 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <(~X | 1 << 2 && !3 ? - 4 : 5 % (2 - 2))>, [0X]; };\n", unparsed,
      [
        "Lexical error: t.dts:2.12-13 Unexpected 'X'",
        "Error: t.dts:2.37-48 Division by zero",
        "Error: t.dts:2.53-54 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X>; b = 'ab'; };\n", unparsed,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Lexical error: t.dts:2.18-22 Character literal has 2 characters instead of 1",
        "Error: t.dts:2.18-22 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X> '' ; };\n", unparsed,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Lexical error: t.dts:2.13-15 Empty character literal",
        "Error: t.dts:2.13-15 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X> 09; };\n", unparsed,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Lexical error: t.dts:2.13-15 Bad integer literal '09'",
        "Error: t.dts:2.13-15 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X 'it\\'s' 'a'>; };\n", refused,
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Lexical error: t.dts:2.12-19 Character literal has 4 characters instead of 1",
      ]
    ),
    (
      v1 + "/ { a = <0x1ffffffff>; b = <X 0x1ffffffff>;\n", unparsed,
      [
        "WARNING: t.dts:2.10-21: Value 0x00000001ffffffff truncated to 0xffffffff",
        "Lexical error: t.dts:2.29-30 Unexpected 'X'",
        "WARNING: t.dts:2.31-42: Value 0x00000001ffffffff truncated to 0xffffffff",
        "Error: t.dts:2.44-3.1 syntax error",
      ]
    ),
    (
      v1 + "/ { a = <X>; };\n&foo { };\n/delete-node/ &bar;\n/include/ \"nope's\"\n",
      "FATAL ERROR: Couldn't open \"nope's\": No such file or directory\n",
      [
        "Lexical error: t.dts:2.10-11 Unexpected 'X'",
        "Error: t.dts:3.1-5 Label or path foo not found",
        "Error: t.dts:4.15-19 Label or path bar not found",
      ]
    ),
    (
      v1 + "/ { a = <X>, \"\\xg\"; };\n", "FATAL ERROR: \\x used with no following hex digits\n",
      ["Lexical error: t.dts:2.10-11 Unexpected 'X'"]
    ),
    (
      v1 + "&foo { a = <1>; };\n/ { foo: b { }; };\n", refused,
      ["Error: t.dts:2.6-19 Label or path foo not found"]
    ),
    (
      v1 + "/plugin/;\n&{foo/b} {\n  a = <1>;\n};\n", refused,
      ["Error: t.dts:3.10-5.3 Label-relative reference foo/b not supported in plugin"]
    ),
    (
      v1 + "/ { n { }; l: p = <X>; };\n", unparsed,
      [
        "Lexical error: t.dts:2.20-21 Unexpected 'X'",
        "Error: t.dts:2.12-23 Properties must precede subnodes",
      ]
    ),
    ("X;\n", unparsed, ["Error: t.dts:1.1-2 syntax error"]),
    (v1 + "X;\n", unparsed, ["Error: t.dts:2.1-2 syntax error"]),
    (
      v1 + "a: /memreserve/ X (1 / 0);\n/dts-v1/;\n", unparsed,
      [
        "Lexical error: t.dts:2.17-18 Unexpected 'X'",
        "Error: t.dts:2.20-25 Division by zero",
        "Error: t.dts:3.1-9 syntax error",
      ]
    ),
    (
      v1 + "/dts-v1/;\n/plugin/;\n/dts-v1/; / { a = <X>; };\n", refused,
      [
        "Error: t.dts:4.1-10 Header flags don't match earlier ones",
        "Error: t.dts:2.1-4.10 Header flags don't match earlier ones",
        "Lexical error: t.dts:4.20-21 Unexpected 'X'",
      ]
    ),
  ]

  private static let v1 = "/dts-v1/;\n"
  /// The last line if dtc stops at a syntax error, and if it reads to the end.
  private static let unparsed = "FATAL ERROR: Unable to parse input tree\n"
  private static let refused = "FATAL ERROR: Syntax error parsing input tree\n"

  @Test(arguments: cases.indices)
  func errors(number: Int) throws {
    let (source, end, errors) = Self.cases[number]
    let bench = try Bench(["t.dts": source, "p.dtsi": " p;\n"])
    let result = try bench.run(["-I", "dts", "-O", "dtb", "-o", "o", "t.dts"])
    #expect(result.status == 1)
    #expect(result.errors == errors.map { $0 + "\n" }.joined() + end)
    #expect(!bench.folder.names.contains("o"))
  }
}
