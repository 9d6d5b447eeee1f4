import TestSupport
import Testing

/// Messages about bad sources under the name `dtc`.
@Suite struct DTCErrorTests {
  private static let v1 = "/dts-v1/;\n"

  /// Bad sources for which dtc 1.6.1 and 1.8.1 print the same messages; others are in `DTCWordErrorTests`.
  static let sources: [String] = [
    v1 + "/ {\n  a = <(1 / 0)>;\n};\n",
    v1 + "/ {\n  a = <(4 + 1 / (2 - 2))>;\n  b = <(1 % 0)>;\n};\n",
    v1 + "/ {\n  a = \"abc;\n};\n",
    // Comments and line markers are skipped, and the last of them is where a premature end is reported.
    v1 + "/ { a { }\n#line 20 \"x.dtsi\"\n\n b; };\n",
    v1 + "/ { a { };\n# 20 \"x.dtsi\" 1\n\n\n# 3 \"y.dts\" 2\n",
    v1 + "/ { a { };\n# 20 \"x.dtsi\" 1\n\n\n# 3 \"y.dts\" 2\n\n\n",
    v1 + "/ { a { };\n/* c */", v1 + "/ { a { };\n/* c */\n", v1 + "/ { a { };\n// c\n",
    v1 + "/* a *//* b */", v1 + "/* a */ /* b */", v1 + "// a\n// b\n", v1 + "// a\n/* b */// c\n",
    v1 + "/ { a { };\n// c", v1 + "/ { a { }; }\n/* c\n */ // x\n", v1 + "/ { a = <1 /* x */\n",
    v1 + "/ { a =\n# 3 \"f\"\n", v1 + "# 3 \"f\"\n",
    v1 + "/ { a { } // c\n b-c; };\n", v1 + "/ { a { } /* c */ b-c; };\n",
    v1 + "/ { n { }; /* c */ p = <1>; };\n", v1 + "/ { n { }; // c\n l: /* c */ p = <1>; };\n",
    v1 + "/ { n { }; /* c */ /delete-property/ p; };\n",
    v1 + "/ { /delete-node/ n; l: /delete-property/ p; };\n",
    v1 + "/ { n { };\n# 9 \"g\"\n p-q = <1>; };\n", v1 + "/ { l: /* c */ ; };\n",
    // An `/include/` without a name is read as the root's slash, or as just a slash.
    v1 + "/ { a = <1 /include/ 2>; };\n", v1 + "/ { a = [00 /include/ 11]; };\n",
    v1 + "/ { a /include/ x; };\n", v1 + "/ { /include/\n x; };\n", v1 + "/ { a {} /include/ // \n x; };\n",
    v1 + "/include/ foo;\n", v1 + "/include/;\n", v1 + "/ { a = \"{\"; /* { */ };\n/include/", "/include/\n",
    v1 + "/ { a = <1>; /include/ };\n", v1 + "/memreserve/ 1 /include/ 2;\n/ { };\n",
    // A missing semicolon is reported at the next token, in the included file or after it.
    v1 + "/ { n { }\n/include/ \"p.dtsi\"\n};\n",
    v1 + "/ { n { } /include/ \"nothing.dtsi\" /include/ \"nothing.dtsi\" b; };\n",
    v1 + "/ { n { } /include/ \"nothing.dtsi\" /* c */\n",
    "\n", " ", "\t\n ", "// x\n", "/* x */", "/* x */\n\n", "# 1 \"f.dts\"\n",
    "# 1 \"f.dts\"\n# 1 \"<built-in>\"\n# 1 \"<command-line>\"\n# 1 \"f.dts\"\n\n",
    v1 + "/ {\n  a = <1>; /* abc\n};\n",
    // A string continues on the next line, but not after a backslash.
    v1 + "/ {\n  a = \"x\\\ny\";\n};\n",
    v1 + "/ {\n  a = \"x\ny\\\\\\\n\", \"z\";\n};\n",
    v1 + "/ {\n  a = /bits/ 12 <1>;\n};\n",
    v1 + "/ {\n  a = /bits/ 12 <1 2>;\n  b = /bits/ 0 <1>;\n};\n",
    v1 + "/ {\n  a = /bits/ (8) <1>;\n};\n",
    v1 + "/ {\n  a = <''>;\n};\n",
    v1 + "/ {\n  a = <'ab'>;\n};\n",
    v1 + "/ {\n  a = <'a>;\n};\n",
    v1 + "/ {\n  a = <'\\xg'>;\n};\n",
    v1 + "/ {\n  a = \"\\xg\";\n};\n",
    v1 + "/ {\n  a = <'\\400'>;\n};\n",
    v1 + "/ {\n  a = <'\\x-41'>;\n};\n",
    v1 + "/ {\n  a = <'\\x0x'>;\n};\n",
    v1 + "/ {\n  a = <'\\x-'>;\n};\n",
    v1 + "/ {\n  a = \"\\x- 4\";\n};\n",
    v1 + "/ {\n  a = \"\\x  4\";\n};\n",
    v1 + "/ {\n  a = \"\\x\\\"4\";\n};\n",
    v1 + "/ {\n  a = /bits/ 8 <(-1) (-200)>;\n  b = <(-1)>;\n c=<(-0x80000001)>; };\n",
    v1 + "/ {\n  a = <089>;\n};\n",
    v1 + "/ {\n  a = <0x10000000000000000>;\n};\n",
    v1 + "/ {\n  n { };\n  a = <1>;\n};\n",
    v1 + "/ {\n  a = <&foo>;\n b = &bar; c = <&{/x}>; };\n",
    v1 + "/ { };\n&foo { };\n&{/x} { };\n/delete-node/ &bar;\n/omit-if-no-ref/ &x;\n",
    v1 + "/ {\n  l: a { };\n  l: b { };\n};\n",
    v1 + "/ {\n  l: a { };\n  l: p = <1>; \n};\n",
    v1
      + "/ {\n  a { phandle = <1>; };\n  b { phandle = <1>; };\n c { phandle = <0>; }; d { phandle = <1 2>; }; };\n",
    v1 + "/ {\n  a = /incbin/(\"nope.bin\");\n};\n",
    v1 + "/ {\n  a = /incbin/(\"data.bin\", 10000000, 4);\n};\n",
    v1 + "/ {\n  a = /incbin/(\"data.bin\", 10, 400000000);\n};\n",
    v1 + "/include/ \"nope.dtsi\"\n/ { };\n",
    // gcc without -nostdinc begins with a marker that has two flags.
    v1 + "# 1 \"x\" 1 3 4\n/ { a = <1 } };\n", v1 + "/ { \\b; a = <1 }; };\n",
    v1 + "/ { a = <(5 / (1/0))>; b = /bits/ 8 <(0x123/0)>; };\n",
    // dtc has no limit on errors.
    v1 + "/ { };\n" + (1...25).map { "&n\($0) { };\n" }.joined(),
    v1 + "/ {\n" + String(repeating: "a = <(1/0)>;\n", count: 25)
      + "};\n&nolabel { };\n/include/ \"nope.dtsi\"\n",
    // A NUL in an included file ends all of the source.
    v1 + "/ {\n/include/ \"cut.dtsi\"\n  b;\n};\n",
    v1 + "/ { };\n/include/ \"cut.dtsi\"\n",
    v1 + "/ { };\n/include/ \"joined.dtsi\"\n", v1 + "/ { };\n/include/ \"joined.dtsi\"\n/ { };\n",
    v1 + "/ {\n  a = [12 34;\n};\n",
    v1 + "/ {\n  a = [123];\n};\n",
    v1 + "/ {\n  a = [1g];\n};\n",
    v1 + "/ {\n  a = [01 \"s\" 02];\n};\n", v1 + "/ {\n  a = [01 &l 02];\n};\n",
    v1 + "/ {\n  a = [01 'x' 02];\n};\n", v1 + "/ {\n  a = [01 // c\n", v1 + "/ {\n  a = [01\n# 3 \"f\"\n",
    v1 + "/ {\n  a=<1>;\n  {};\n};\n",
    v1 + "/ {\n  a { }\n  b = <2>;\n};\n",
    v1 + "/ {\n  a {\n  b = <2>;\n};\n",
    "/ { };\n",
    v1 + "",
    v1 + "/ {\n  a = <1>;\n  $$$;\n  b = <;\n  c = <2>;\n};\n",
    v1 + "/ {\n  /delete-property/ ;\n};\n",
    v1 + "/ {\n  /delete-node/ &foo;\n};\n",
    v1 + "/memreserve/ 1;\n/ { };\n",
    v1 + "/plugin/;\n/dts-v1/;\n/ { };\n",
    v1 + "/ {\n  a#b { };\n  c@1@2 { };\n  p@x = <1>;\n};\n",
    v1 + "/ {\n  a { };\n  a { };\n};\n",
    v1 + "/ {\n  a;\n  a;\n};\n",
    v1 + "/ {\n  a { name = \"b\"; };\n b { name = \"b\"; }; c { name = <1 2>; };};\n",
    v1 + "/ {\n  l: a { };\n  p = /bits/ 64 <&l>;\n};\n",
    v1 + "/ {\n  a = [ff zz];\n b = <1 2 x>; };\n",
    v1 + "/ {\n  a = <(1 << 64)>; b = <(1 << 70) (1 >> 65)>;\n};\n",
    v1 + "/ {\n  l: ;\n};\n",
    v1 + "/ {\n  a = <&{/foo>;\n};\n",
    v1 + "/ { a = <&>; };\n",
    v1 + "/ { a = \"a\u{0}b\"; };\n",
    v1 + "/ { a\u{1}; };\n",
    v1 + "/ { ä = <1>; };\n",
    v1 + "/ { };\n/memreserve/ 0 1;\n",
    v1 + "/ { };\n/dts-v1/;\n",
    v1 + "/ { a = /incbin/(\"data.bin\", 0, (1/0)); };\n",
    v1 + "/ { a = <(1 ? 2)>; };\n",
    v1 + "/ { a = <((1)>; };\n",
    v1 + "/ { };\nfoo bar;\n",
    v1 + "foo { };\n",
    v1 + "l: / { };\n",
    v1 + "/ { };\n12;\n",
    "foo",
    "12",
    v1 + "/ {\n a = 12;\n};\n",
    v1 + "/ {\n /delete-property/ &foo;\n};\n",
    "/plugin/;\n/ { };\n",
    v1 + "/ {\n /foo/ x;\n};\n",
    v1 + "/ {\n a = /foo/ x;\n};\n",
    v1 + "/ {\n a = /incbin/ \"x\";\n};\n",
    v1 + "/ {\n a = /incbin/(\"data.bin\", 1);\n};\n",
    v1 + "/ {\n a = \"b\" \"c\";\n};\n",
    v1 + "/ {\n a = <1, 2>;\n};\n",
    v1 + "/ {\n a = <1 + 2>;\n};\n",
    v1 + "/ {\n a = <(1 +)>;\n};\n",
    v1 + "/ {\n a = <(1 2)>;\n};\n",
    v1 + "/ {\n};\n};\n",
    v1 + "/ {\n;\n};\n",
    v1 + "/ {\n l: m: { };\n};\n",
    v1 + "/ {\n a = <&1>;\n};\n",
    v1 + "/ {\n a = <& l>;\n};\n",
    // Found by mutating sources.
    v1 + "/ {\n a = <.1>;\n};\n",
    v1 + "/ {\n a = <1.1>;\n};\n",
    v1 + "/ {\n a = <l: .5 2>;\n};\n",
    v1 + "/ {\n a = <(.1)>;\n};\n",
    v1 + "/ {\n a = [12z: ab3: 34 5];\n};\n",
    v1 + "/ {\n a = [12ab3: 34 _x:], [cd ef12:];\n};\n",
    v1 + "/ {\n a = [123:];\n};\n",
    v1 + "/ {\n /omit-if-no-ref/ a;\n};\n",
    v1 + "/ {\n /omit-if-no-ref/ a = <1>;\n};\n",
    v1 + "/ {\n a;\n /omit-if-no-ref/ /delete-property/ a;\n};\n",
    v1 + "/ { };\n\u{0}&nothing {",
    v1 + "/ {\n a;\n\u{0} };\n",
    v1 + "/ { a { }; };\n&{//a} { b; };\n&{/a/} { c; };\n",
  ]

  /// Sources with errors that `-f` lets pass: what is missing in the tree shows where dtc stopped.
  static let forced: [String] = [
    v1 + "/ { l: a { }; b = <&l>, <7>; c = &l; a { }; };\n",
    v1 + "/ { l: a { }; b = <&l>; b = &l; };\n",
    v1 + "/ { l: a { }; b = <&l>, <&m>; c = &l; };\n",
    v1 + "/ { l: a { }; b = <&l>; c = &m; /omit-if-no-ref/ d { }; };\n",
    v1 + "/ { a { phandle = <5>; }; l: b { phandle = <5>; }; c = <&l>; };\n",
    v1 + "/ { a { phandle = <0>; }; l: b { }; c = <&l>; };\n",
  ]

  @Test(.enabled(if: Bench.hasReference, "no dtc to compare with"), arguments: forced)
  func sameAsDTCWhenForced(source: String) throws {
    try Bench(["t.dts": source]).compare(["-f", "-I", "dts", "-O", "dtb", "-o", "o", "t.dts"])
  }

  @Test(.enabled(if: Bench.hasReference, "no dtc to compare with"), arguments: sources)
  func sameAsDTC(source: String) throws {
    let bench = try Bench([
      "t.dts": source, "data.bin": "0123456789", "cut.dtsi": "a;\u{0} ( }\n",
      "joined.dtsi": "/ { a = \"b \\\nc\"; };\n", "p.dtsi": " p;\n",
      "nothing.dtsi": "",
    ])
    try bench.compare(["-I", "dts", "-O", "dtb", "-o", "o", "t.dts"])
  }

  /// Messages in which dtc 1.8.1 differs from 1.6.1, or ours from both.
  static let ours: [(source: String, status: Int32, errors: String)] = [
    // A cell that is too wide was an error before 1.7, and is not even hidden by -q since.
    (
      v1 + "/ {\n  a = <0x100000000 (1 << 32)>;\n  b = /bits/ 8 <256>;\n};\n", 0,
      """
      WARNING: t.dts:3.8-19: Value 0x0000000100000000 truncated to 0x00000000
      WARNING: t.dts:3.20-29: Value 0x0000000100000000 truncated to 0x00000000
      WARNING: t.dts:4.17-20: Value 0x0000000000000100 truncated to 0x00

      """
    ),
    (
      v1 + "/plugin/;\n/ { };\n&{label/foo} { };\n", 1,
      """
      Error: t.dts:4.1-13 Label-relative reference label/foo not supported in plugin
      FATAL ERROR: Syntax error parsing input tree

      """
    ),
    (
      v1 + "/include/ \"t.dts\"\n/ { };\n", 1, "FATAL ERROR: Includes nested too deeply"
    ),
    (
      "", 1,
      """
      Error: t.dts:0.0 syntax error
      FATAL ERROR: Unable to parse input tree

      """
    ),
    (
      v1 + "# 1 \"a\u{0}b\"\n/ { };\n", 1,
      """
      Lexical error: t.dts:2.1-10 nul in line number directive
      FATAL ERROR: Syntax error parsing input tree

      """
    ),
    // A name written with an escape; it ends there.
    (
      v1 + "# 7 \"a\\0b\"\n!\n", 1,
      """
      Lexical error: t.dts:2.1-11 nul in line number directive
      Error: a:7.1-2 syntax error
      FATAL ERROR: Unable to parse input tree

      """
    ),
    // dtc prints "(null)".
    (
      v1 + "/ {\n  a { };\n  /delete-node/ a;\n};\n", 2,
      """
      t.dts:4.3-19: ERROR (duplicate_node_names): /a: Duplicate node name
      ERROR: Input tree has errors, aborting (use -f to force output)

      """
    ),
    // A node is a duplicate as long as an earlier one with its name is left.
    (
      v1 + "/ {\n  a { };\n  l: a { };\n  b { };\n  m: b { };\n};\n/delete-node/ &l;\n/delete-node/ &m;\n"
        + "/ {\n  /delete-node/ b;\n};\n", 2,
      """
      t.dts:4.8-12: ERROR (duplicate_node_names): /a: Duplicate node name
      ERROR: Input tree has errors, aborting (use -f to force output)

      """
    ),
    // Since 1.7.1.
    (
      v1 + "/ {\n  @1 { reg = <1>; };\n};\n", 2,
      """
      t.dts:3.6-21: ERROR (node_name_not_empty): /@1: Empty node name
      ERROR: Input tree has errors, aborting (use -f to force output)

      """
    ),
    // The end of the source for a dtc whose `char` is signed; on other machines an error.
    (
      v1 + "/ { };\né / { };\n", 1,
      """
      Error: t.dts:3.1-2 syntax error
      FATAL ERROR: Unable to parse input tree

      """
    ),
    // dtc's stack ends at some thousand levels.
    (
      v1 + "/ " + String(repeating: "{ a ", count: 20_000) + ";", 1,
      """
      Error: t.dts:2.80003-80004 syntax error
      FATAL ERROR: Unable to parse input tree

      """
    ),
  ]

  @Test(arguments: ours.indices)
  func own(number: Int) throws {
    let (source, status, errors) = Self.ours[number]
    let bench = try Bench(["t.dts": source])
    let result = try bench.run(["-qI", "dts", "-O", "dtb", "-o", "o", "t.dts"])
    #expect(result.status == status)
    #expect(result.errors == errors)
    #expect(bench.folder.names.contains("o") == (status == 0))
  }
}
