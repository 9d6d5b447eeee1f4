import TestSupport
import Testing

/// Strings that continue on the next line.
struct OpenStringTests {
  static let values = [
    "\"one\ntwo\"", "\"one\n\n\n  two three\"", "\"\n\"", "\"a  b \n\tc   d /* e */ f // g\n h\"",
    "\"MACRO\nMACRO CALL(1  2) CALL (x)\n\"", "\"quoted \\\"\nand \\\\\nend\\n\"", "\"it's\n don't\n\"",
    "\"a\n#x\n\"", "\"a\nb\", <1> /* c */, [02] /* d */", "\"1\n2\", <3>", "\"a\nb;c{}<>\n\"",
    "\"a\nb\" /* c */", "\"a\nb\" // c\n", "\"a\nb\" /* c */ // d\n, <1>",
    "\"a\n\", \"b\"", "\"a\n  \", \"b\", \"MACRO\"", "\"a\n\", \"b\n\"", "\"a\nb\", \"c\n MACRO\", <1>",
    "\"a\nb\", [02], <3>, \"c MACRO\nd\"", "\"a\n don't \\\" b\", <3>", "\"a\nb '\", <'x'>",
    "\"a \\\n b\nc\"", "\"a\\\nb\nc\", \"d\"", "\"a\\\n\nb\", \"d\"",
    "\"a\nb \\\n c\", \"d\"", "\"a\nb\\\nc\", \"d\\\ne\"",
    "\"a\nb\", \\\n\"d\"", "\\\n \"a\n\", \\\n \"b\"", "\"a\nb\" \\\n, \"c\"", "\"a\n CALL(1,\n2)\nb\"",
    "<1>, /* x\n y */ \"a\n b\"", "/* x\n /* */ \"a\n b\"", "/* x\n\n y */ \"a\n\n b\"",
    "[01 /* \" x\n y \" */ 02] /* /*\n*/, \"a\n*/ b\"", "\"*/\", \"a\n b\"", "<(1 +\n (2))>, \"a\n b\"",
    "\n\t/* x\n y */ \"a\n b\"", "\n\t\\\n\t\"a\n b\"", "\"a\nb\" /* c\n\t*/, \"d\n e\"",
    "\"a\n\";\\\n\tc = /* x\n*/ \"b\n\"", "<\n(1)>, \"a\n b\"",
    "\"a (b\nc)\", \"d\ne\"", "\"a\n :)\", \"b\nc\"",
    "\"a\n b\" /* c\n d */", "\"a\n b\", /* c\n d\n MACRO e */ <1>",
    "\"/*\n\"/**/, \"\n\"", "\"\n\",<'\"'>,\"/*\n*/\"", "\"\nx /* c\n d */ y\", \"u\nv\"",
    "\"\nx /* c\n\n d */ y\", \"u\n\nv\"",
  ]

  /// As gcc prints it and dtc reads that.
  @Test(
    .enabled(if: Tool.gcc != nil && Tool.dtc != nil, "the system has no gcc or no dtc"),
    arguments: values)
  func sameAsDTC(value: String) throws {
    let folder = try TemporaryFolder([
      "t.dts":
        "/dts-v1/;\n#define MACRO text of a macro\n#define CALL(x, ...) x + x\n/ {\n\ta = \(value);\n\tb;\n};\n"
    ])
    let gcc = ["-E", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp", "-o", "t.i", "t.dts"]
    let preprocessed = try #require(Tool.gcc).run(gcc, in: folder)
    #expect(preprocessed.status == 0)
    let compiled = try #require(Tool.dtc).run(
      ["-q", "-I", "dts", "-O", "dtb", "-o", "t.dtb", "t.i"], in: folder)
    #expect(compiled.status == 0, "\(compiled.errors)")
    let ours = try compile(in: folder)
    #expect(ours.messages == "")
    let isSame = try ours.blob == folder.read("t.dtb")
    #expect(isSame)
  }

  /// What is more likely a missing quote.
  static let cases: [ErrorCase] = [
    ErrorCase(
      "an open string before another string",
      """
      /dts-v1/;
      / {
        a = "one;
        b = "two";
        c = <X>;
      };
      """,
      """
      t.dts:3:7: error: string is not closed on its line
          3 |   a = "one;
            |       ^~~~~
      t.dts:5:8: error: expected a cell, found 'X', which is not a defined macro
          5 |   c = <X>;
            |        ^
      """),
    ErrorCase(
      "an open string to the end",
      """
      /dts-v1/;
      / {
        a = "one;
      };
      """,
      """
      t.dts:3:7: error: string is not closed on its line
          3 |   a = "one;
            |       ^~~~~
      """),
    ErrorCase(
      "a string with a line of nothing but a macro that stands for nothing",
      """
      /dts-v1/;
      #define E
      / {
        a = "one word
        E
      two";
      };
      """,
      """
      t.dts:4:7: error: string is not closed on its line
          4 |   a = "one word
            |       ^~~~~~~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a string with a call over several lines",
      """
      /dts-v1/;
      #define F(x) x
      / {
        a = "one
       F(
      1)
      two";
      };
      """,
      """
      t.dts:4:7: error: string is not closed on its line
          4 |   a = "one
            |       ^~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a string before a comment that ends amid a token of gcc's",
      """
      /dts-v1/;
      / {
        a = "one
      two" /* */, "c" /* "
       " */;
      };
      """,
      """
      t.dts:3:7: error: string is not closed on its line
          3 |   a = "one
            |       ^~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a string behind a call over several lines",
      """
      /dts-v1/;
      #define F(x) <x>
      / {
        a = F(
      1), "one
      two";
      };
      """,
      """
      t.dts:5:5: error: string is not closed on its line
          5 | 1), "one
            |     ^~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a string behind a call whose parenthesis is on the next line",
      """
      /dts-v1/;
      #define F(x) <x>
      / {
        a = F /* of */
      (1), "one
      two";
      };
      """,
      """
      t.dts:5:6: error: string is not closed on its line
          5 | (1), "one
            |      ^~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a string behind a call over several lines with a quote in it",
      """
      /dts-v1/;
      #define F(x...) x
      / {
        F(a = <1>;
        b = <'"'>;) c = "one
      two";
      };
      """,
      """
      t.dts:5:19: error: string is not closed on its line
          5 |   b = <'"'>;) c = "one
            |                   ^~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a string with a joined line of nothing",
      """
      /dts-v1/;
      #define E
      / {
        a = "one
        E\\
       two";
      };
      """,
      """
      t.dts:4:7: error: string is not closed on its line
          4 |   a = "one
            |       ^~~~
      note: a multi-line string is not supported here: it is unknown where gcc would break its lines
      """),
    ErrorCase(
      "a joined line in a file that dtc reads",
      """
      /dts-v1/;
      / { };
      /include/ "joined.dtsi"
      / { };
      """,
      files: ["joined.dtsi": "/ { a = \"b \\\nc\"; };"],
      """
      joined.dtsi:1:9: error: string is not closed on its line
          1 | / { a = "b \\
            |         ^~~
      note: included from here (t.dts:3:11)
      t.dts:4:7: error: node '/' is never closed by '};'
          4 | / { };
            |       ^
      note: it is opened here (joined.dtsi:1:1)
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }

  /// Calls that extend over lines, however they are written: gcc prints all of them where they begin.
  @Test(arguments: [
    "O(\n\"\")", "F /* c */ (\n\"\")", "F/**/(\n\"\")", "F //c\n(\n\"\")", "F/*\n*/(\n\"\")", "F\\\n(\n\"\")",
    "P()(\n\"\")", "F(\"(\"\n)", "<O(\n1)>", "F(/* <( */\n\"\")", "F(<(1\n)>)", "F//\"\n(\"\")",
    "F//<\n(\"\")", "<F(//<\n(1\n))>", "F(//<(\n\"\")",
    "G(\"\n\"/**/\n,)", "/**/G(\"\n\"/*\"*/,)", "V(\"\n\"/**/,\"\\\"\")",
  ])
  func callsOverLines(call: String) throws {
    let compiled = try compile(
      "/dts-v1/;\n#define F(x) x\n#define O F\n#define P() F\n#define G(x, y) x\n"
        + "#define V(...) __VA_ARGS__\n/ { a = \(call), \"q\nr\", \"s\nt\"; };\n")
    #expect(compiled.messages.contains("it is unknown where gcc would break its lines"))
  }
}
