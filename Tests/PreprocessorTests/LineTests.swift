import TestSupport
import Testing

/// `#line`, pragmas and other lines that shape the printed text.
@Suite struct LineTests {
  /// The name that the second marker keeps is not the one that the last marker set in the reading before.
  static let twice =
    "#line 3\n__FILE__ __LINE__\n#ifdef B\n#line 9\n__FILE__ __LINE__\n#endif\n#line 5 \"q\"\n__FILE__\n"

  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      "#line 100 \"foo\"\nx\n\n#line 7\ny __LINE__\n# 33 \"bar\"\nz __FILE__\n",
      "#line 100 \"foo\"\nx\n\n\n\n\n\n\n\n\n\n\n\ny __LINE__\n#include \"i.h\"\nz __LINE__\n",
      "#line 5\n#line 9 \"b\"\n#include \"i.h\"\nq", "b\n#pragma foo bar\na\n#pragma STDC X\n",
      "b\n#pragma   foo  M\na\n#pragma once\nb\n#pragma GCC poison x\nc\n",
      "\u{FEFF}A __LINE__\n#include \"bom.h\"\n  x\n", "#define X 1\u{1}\n#define Y 2 \u{1}\t\nX Y\n",
      "#line 70 \"m\"\n#include \"s.h\"\nx\n",
      "#line 2147483648 \"f\"\nx __LINE__\n", "#line 4294967280\nx __LINE__\n#line 0\ny __LINE__\n",
      "#line 4294967295\na __LINE__\nb __LINE__\n\nc __LINE__\n#include \"i.h\"\nd __LINE__\n",
      "#line 4294967294\na\n b\nc\n#line 4294967295\n#include \"i.h\"\nd\n#line 7\ne\n\n__LINE__\n",
      "#line 4294967270\na\nb\n\n\n\n\n\nc\n\n\n\n\nd\n\n\n\n\n\n\ne\nf\ng\nh\ni\nj\n__LINE__\nk\nl\n",
      "#line 4294967297\nx __LINE__\n#line 99999999999999999999\ny __LINE__\n",
      "#ident \"x\"\na\n#sccs \"x\"\nb\n",
      "#if 0\n#elifdef __DTS__\nyes\n#else\nno\n#endif\n#if 0\n#elifndef __DTS__\nyes\n#else\nno\n#endif\n",
      "a \u{0} b\n", "\"ä\" ö\n",
      "#line 5 \"a\\\\b\\\"c\\303\\244\\/d\"\n__FILE__ __LINE__\n#line 7\n__FILE__\n",
      #"#line 5 "\x41\e\E\u00e9\U0001F600\'\q""# + "\n__FILE__\n", #"#line 5 "\x141g\400b""# + "\n__FILE__\n",
      "#line 5 \"a\\nb\"\n__FILE__\n#include \"i.h\"\nx\n",
      "#import \"i.h\"\n#import \"i.h\"\n#include \"i.h\"\nx\n",
      "#include \"i.h\"\n#import \"i.h\"\n#include \"i.h\"\nx\n",
      "#include \"l.h\"\n#define B\n#include \"l.h\"\n",
      "#include \"f.h\"\n#x\nE\n#x\nE\n#include \"f.h\"\n#x\n",
    ])
  func equalsGCC(_ text: String) throws {
    let bench = try Workbench([
      "a.dts": text, "bom.h": "\u{FEFF}  B\nC", "i.h": "in __LINE__\n", "l.h": Self.twice,
      "f.h": "#define F(x) x\n#define E F\nE\n",
      "s.h": "#line 77 \"o.c\"\n#pragma GCC system_header\n#define Z\nZ x\n",
    ])
    #expect(try bench.ours(["a.dts"]).text == bench.gcc(["a.dts"]))
  }
  /// Whether the last line of a file counts if it says so.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      "x\n#pragma GCC system_header", "x\n#pragma GCC system_header\n", "x\n#pragma GCC system_header\r\n",
      "x\n#pragma GCC system_header\r", "#pragma GCC system_header", "\\\n#pragma GCC system_header",
      "x\n#pragma GCC \\\nsystem_header", "x\n#pragma GCC \\\nsystem_header\n",
      "x\n#pragma GCC system_header \\\n",
      "x\n#pragma GCC system_header /*\n*/", "x\n#pragma GCC system_header /*\n*/\n\ny\n",
      "x\n  #pragma GCC system_header // \\\n\n y\n", "x\n#pragma GCC system_header\n\n",
    ])
  func systemHeaderInTheLastLine(_ header: String) throws {
    // What precedes the header in memory belongs to another file.
    for before in ["", "#include \"b.h\"\n"] {
      let bench = try Workbench(["a.dts": "\(before)#include \"s.h\"\nz\n", "s.h": header, "b.h": "y \\"])
      #expect(try bench.ours(["a.dts"]).text == bench.gcc(["a.dts"]))
    }
  }

  @Test(arguments: [#"\x"#, #"\xg"#, #"\u12"#, #"\ud800"#, #"\u0041"#])
  func nameThatIsWrong(escape: String) throws {
    let text = "#line 5 \"a\(escape)\"\nx\n"
    #expect(
      try preprocess(text).messages == """
        t.dts:1:9: error: an escape in the name of the file stands for no character
            1 | #line 5 "a\(escape)"
              |         ^\(String(repeating: "~", count: escape.count + 2))

        """)
    if Tool.gcc != nil { #expect(try gcc(in: TemporaryFolder(["t.dts": text])).text == nil) }
  }

  /// Lines are counted from one `#include` to the next, around and inside files, with comments in between.
  @Test(arguments: ["", "#line 1\n", "z\n#line 1 \"a.dts\"\n"])
  func manyIncludes(start: String) throws {
    let count = 500
    let bench = try Workbench([
      "a.dts": start + (0..<count).map { "#include \"b.h\"\nx\($0) /*\n*/ y\n" }.joined(),
      "b.h": "#include \"c.h\"\nb\n#include \"c.h\"\n", "c.h": "c\n",
    ])
    let text = try bench.ours(["a.dts"]).text
    let lines = text.split(separator: "\n").map(String.init)
    let outer = (0..<count).map { "# \($0 * 3 + 2) \"a.dts\" 2" }
    #expect(lines.filter { $0.hasSuffix("\"a.dts\" 2") } == outer)
    let inner = (0..<count).flatMap { _ in ["# 2 \"b.h\" 2", "# 4 \"b.h\" 2"] }
    #expect(lines.filter { $0.hasSuffix("\"b.h\" 2") } == inner)
    if Tool.gcc != nil { #expect(try text == bench.gcc(["a.dts"])) }
  }
}
