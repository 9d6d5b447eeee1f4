import Preprocessor
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// The flags of `swiftdt preprocess` against gcc.
@Suite struct OptionTests {
  static let files = [
    "main.dts":
      "m\n#include <n.h>\n#include \"q.h\"\n#include <s.h>\n\n\n\n\n\n\n\n\n\n\n\nend I A\n",
    "one/n.h": "n1\n#include_next <n.h>\n", "two/n.h": "n2\n#include_next <n.h>\n",
    "after/n.h": "n3\n", "q/q.h": "q\n", "sys/s.h": "s1\n#include \"sub.h\"\ns2\n",
    "sys/sub.h": "sub\n", "forced.h": "#define I 1\n\n__INCLUDE_LEVEL__ __LINE__ I\n",
    "macros.h": "#define A(x...) x ## 1  #x\nlost\n",
    "text.h": "text\n  more\n", "nothing.h": "", "last.h": "lost\n#define I 1\n",
    "text.dts": "first I\nsecond\n",
    "a b#c$d.h": "odd\n", "odd.dts": "#include \"a b#c$d.h\"\n",
    "plain.dts": "#define B(x,...) /*c*/ a  __VA_ARGS__\n#define E\n#define H - # x##y\nB(1,2) I X\n",
  ]

  static let folders = ["-Ione", "-I", "two", "-isystem", "sys", "-iquoteq", "-idirafter", "after"]

  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      folders + ["main.dts"], folders + ["-P", "main.dts"], folders + ["-M", "main.dts"],
      folders + ["-MM", "-MP", "main.dts"],
      folders + ["-MM", "-MT", "a $b", "-MQ", "a $b", "main.dts"],
      ["-M", "-MP", "odd.dts"], ["-DX=1", "-UX", "-DX=2", "plain.dts"], ["-DX", "-UX", "plain.dts"],
      ["-UX", "-DX", "plain.dts"], ["-D", "X(a)=a", "plain.dts"],
      ["-M", "-include", "forced.h", "plain.dts"],
    ])
  func equalsGCC(_ arguments: [String]) throws {
    let bench = try Workbench(Self.files)
    #expect(try bench.ours(arguments).text == bench.gcc(arguments))
  }

  /// Forced files go by the folder `./` in gcc's markers; here their whole path was given.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      ["-include", "forced.h", "plain.dts"], ["-imacros", "macros.h", "plain.dts"],
      ["-imacros", "last.h", "text.dts"], ["-P", "-imacros", "last.h", "text.dts"],
      ["-imacros", "last.h", "-include", "text.h", "text.dts"],
      ["-imacros", "nothing.h", "text.dts"], ["-include", "text.h", "text.dts"],
      ["-include", "text.h", "-include", "forced.h", "text.dts"],
      ["-include", "forced.h", "-imacros", "macros.h", "-include", "forced.h", "plain.dts"],
    ])
  func forcedFilesEqualGCC(_ arguments: [String]) throws {
    let bench = try Workbench(Self.files)
    #expect(
      try bench.ours(arguments).text
        == bench.gcc(arguments).replacing("\"./", with: "\""))
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"))
  func listsMacrosAsGCCDoes() throws {
    let bench = try Workbench(Self.files)
    let arguments = ["-dM", "-imacros", "macros.h", "-DX=1", "plain.dts"]
    func lines(_ text: String) -> [Substring] { text.split(separator: "\n").sorted() }
    #expect(try lines(bench.ours(arguments).text) == lines(bench.gcc(arguments)))
  }

  @Test func listsMacrosInTheirOrder() throws {
    let text = try Workbench(Self.files).ours(["-dM", "plain.dts"]).text
    #expect(
      text == """
        #define __STDC__ 1
        #define __STDC_HOSTED__ 1
        #define __ASSEMBLER__ 1
        #define __DTS__ 1
        #define B(x,...) a __VA_ARGS__
        #define E\u{20}
        #define H - # x ##y

        """)
  }

  @Test(
    arguments: [
      (["-E", "-nostdinc", "-undef", "-x", "assembler-with-cpp", "-std=c99", "-Wall", "a"], nil),
      (["-Wp,-MMD,d", "a"], nil), (["-o", "x", "-MD", "-MFd", "a"], nil),
      ([], "no source is given"), (["-x", "c", "a"], "sources are read as 'assembler-with-cpp', not as 'c'"),
      (["a", "b"], "several sources need a folder to go to: -o FOLDER"), (["-o", "x", "a", "b"], nil),
      (["-o", "x", "--", "a", "b"], nil),
      (["-o", "x", "a", "-"], "standard input goes by itself, not among several sources"),
      (["-o", "x", "-MD", "-MF", "d", "a", "b"], "-MF goes with one source"),
      (["-o", "x", "-MD", "-MT", "t", "a", "b"], "-MT goes with one source"),
      (["-o", "x", "-MD", "a", "b"], nil),
      (["--nothing", "a"], "unknown option '--nothing'"), (["a", "-I"], "'-I' needs a value"),
      (["a", "-include"], "'-include' needs a value"), (["-C", "a"], "comments are not kept: -C"),
    ] as [([String], String?)])
  func commandLines(_ arguments: [String], _ problem: String?) {
    #expect(PreprocessArguments(arguments[...]).problem == problem)
  }

  @Test func aRuleIsFolded() {
    let rule = MakeRule(
      targets: ["t.o"], dependencies: ["./a", String(repeating: "b", count: 65), "c"])
    #expect(rule.text == "t.o: a \(String(repeating: "b", count: 65)) \\\n c\n")
  }

  @Test func aMissingForcedFileIsAnError() throws {
    let bench = try Workbench(Self.files)
    let found = try bench.ours(["-include", "/none/x.h", "plain.dts"]).diagnostics
    #expect(found.map(\.message) == ["file '/none/x.h' of the command line was not found"])
  }
}
