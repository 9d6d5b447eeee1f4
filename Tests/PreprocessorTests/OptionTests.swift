import Foundation
import Preprocessor
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// The flags of `swiftdt preprocess`, compared with gcc.
@Suite struct OptionTests {
  static let files = [
    "main.dts":
      "m\n#include <n.h>\n#include \"q.h\"\n#include <s.h>\n\n\n\n\n\n\n\n\n\n\n\nend I A\n",
    "one/n.h": "n1\n#include_next <n.h>\n", "two/n.h": "n2\n#include_next <n.h>\n",
    "after/n.h": "n3\n", "q/q.h": "q\n", "sys/s.h": "s1\n#include \"sub.h\"\ns2\n",
    "sys/sub.h": "sub\n", "forced.h": "#define I 1\n\n__INCLUDE_LEVEL__ __LINE__ I\n",
    "macros.h": "#define A(x...) x ## 1  #x\nlost\n",
    "once.h": "#pragma once\nonce\n", "sub/once.h": "#pragma once\nother\n",
    "guarded.h": "#if !defined(G)\n#define G\ng\n#endif\n",
    "numbered.h": "x\n#line 9\n", "outer.h": "#include \"numbered.h\"\n", "empty.dts": "",
    "open.dts":
      "#define f(x) x\n_Pragma(\"push_macro(\\\"f\\\")\")\n#undef f\n_Pragma(\"pop_macro(\\\"f\\\")\")\nf(\n#define f g(\nf",
    "counter.dts":
      "__COUNTER__\n#if __COUNTER__ == 0\n#include \"text.h\"\n#else\n#include \"nothing.h\"\n#endif\n#define X __COUNTER__",
    "lines.dts":
      "x /* a\n#include \"text.h\"\n*/ don't\n#include \"nothing.h\"\ny \\\n#include \"text.h\"\n/**/ # include \"last.h\"\nz // \\\n#include \"text.h\"\n\"\n#include \"forced.h\"\nz\n#if 0\nz\n#include \"text.h\"\n#endif\n",
    "twice.dts": "#include \"pragma.h\"\n#include \"pragma.h\"\n",
    "pragma.h": "_Pragma(\"once\")\n#ifdef P\n#include \"text.h\"\n#endif\n#define P\n",
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
      ["-UX", "-DX", "plain.dts"], ["-DX=1\n2", "plain.dts"], ["-DX=1\\\n2", "plain.dts"],
      ["-DX\n=3", "plain.dts"], ["-DX\n", "plain.dts"], ["-DX=1\r\n2", "plain.dts"],
      ["-DX", "-UX\nY", "plain.dts"],
      ["-DX=a\u{2028}b\u{B}c\u{85}", "plain.dts"], ["-D", "X(a)=a", "plain.dts"],
      ["-M", "-include", "forced.h", "plain.dts"], ["-M", "open.dts"], ["-MM", "counter.dts"],
      ["-M", "twice.dts"], ["-M", "lines.dts"],
      ["-M", "-imacros", "counter.dts", "-include", "open.dts", "counter.dts"],
    ])
  func equalsGCC(_ arguments: [String]) throws {
    let bench = try Workbench(Self.files)
    #expect(try bench.ours(arguments).text == bench.gcc(arguments))
  }

  /// In gcc's markers, forced files are in the folder `./`; here, their full path was given.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      ["-include", "forced.h", "plain.dts"], ["-imacros", "macros.h", "plain.dts"],
      ["-imacros", "last.h", "text.dts"], ["-P", "-imacros", "last.h", "text.dts"],
      ["-imacros", "last.h", "-include", "text.h", "text.dts"],
      ["-imacros", "nothing.h", "text.dts"], ["-include", "text.h", "text.dts"],
      ["-include", "text.h", "-include", "forced.h", "text.dts"],
      ["-include", "forced.h", "-imacros", "macros.h", "-include", "forced.h", "plain.dts"],
      ["-imacros", "once.h", "-imacros", "once.h", "-include", "text.h", "text.dts"],
      ["-imacros", "once.h", "-imacros", "once.h", "text.dts"],
      ["-imacros", "once.h", "-include", "once.h", "text.dts"],
      ["-Isub", "-include", "sub/once.h", "-include", "once.h", "-include", "sub/../sub/once.h", "text.dts"],
      ["-include", "once.h", "-include", "once.h", "-include", "text.h", "text.dts"],
      ["-include", "guarded.h", "-include", "guarded.h", "text.dts"],
      ["-include", "numbered.h", "-include", "numbered.h", "empty.dts"],
      ["-imacros", "outer.h", "-imacros", "numbered.h", "text.dts"],
      ["-imacros", "outer.h", "-include", "numbered.h", "text.dts"],
      ["-include", "text.h", "-include", "guarded.h", "-include", "guarded.h", "text.dts"],
    ])
  func forcedFilesEqualGCC(_ arguments: [String]) throws {
    let bench = try Workbench(Self.files)
    #expect(
      try bench.ours(arguments).text
        == bench.gcc(arguments).replacing("\"./", with: "\""))
  }

  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      ["-dM", "-imacros", "macros.h", "-DX=1", "plain.dts"], ["-dM", "open.dts"], ["-dM", "counter.dts"],
      ["-dM", "-M", "counter.dts"],
    ])
  func listsMacrosAsGCCDoes(arguments: [String]) throws {
    let bench = try Workbench(Self.files)
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
      ([], "no source given"), (["-x", "c", "a"], "sources are read as 'assembler-with-cpp', not as 'c'"),
      (["a", "b"], "several sources need an output folder: -o FOLDER"), (["-o", "x", "a", "b"], nil),
      (["-o", "x", "--", "a", "b"], nil),
      (["-o", "x", "a", "-"], "standard input cannot be one of several sources"),
      (["-o", "x", "-MD", "-MF", "d", "a", "b"], "-MF only works with one source"),
      (["-o", "x", "-MD", "-MT", "t", "a", "b"], "-MT only works with one source"),
      (["-o", "x", "-MD", "a", "b"], nil),
      (["-MF", "d", "a"], "'-MF' requires -M, -MM, -MD or -MMD"),
      (["-MQ", "t", "a"], "'-MQ' requires -M, -MM, -MD or -MMD"),
      (["-MP", "a"], "'-MP' requires -M, -MM, -MD or -MMD"),
      (["-MD", "-MF", "o", "-o", "o", "a"], "'o' cannot be both the text and the make rule"),
      (["-M", "-MF", "o", "-o", "o", "a"], nil), (["-MD", "-MF", "-", "a"], nil),
      (["--nothing", "a"], "unknown option '--nothing'"),
      (["-undef,", "a"], "unknown option '-undef,'; did you mean '-undef'?"),
      (["-nostdin", "a"], "unknown option '-nostdin'; did you mean '-nostdinc'?"),
      (["-isystm", "d", "a"], "unknown option '-isystm'; did you mean '-isystem'?"),
      (
        ["--includ=x", "a"],
        "unknown option '--includ=x'; did you mean '--include-directory', "
          + "'--include-directory-after' or '--include'?"
      ),
      (["--show-include", "a"], "unknown option '--show-include'; did you mean '--show-includes'?"),
      (["-Z", "a"], "unknown option '-Z'"),
      (["-Wp,-imacro,x", "a"], "unknown option '-imacro'; did you mean '-imacros'?"),
      (["a", "-I"], "'-I' needs a value"),
      (["a", "-include"], "'-include' needs a value"),
      (["-C", "a"], "keeping comments is not supported: -C"),
      (["-fdirectives-only", "a"], "leaving macros as they are is not supported: -fdirectives-only"),
      (["-fpreprocessed", "a"], "a source that is preprocessed already is not supported: -fpreprocessed"),
      (["-E", "-dD", "a"], "keeping definitions in the text is not supported: -dD"),
      (["-dI", "a"], "keeping #include lines in the text is not supported: -dI"),
      (["-M", "-MG", "a"], "a make rule with headers that do not exist yet is not supported: -MG"),
      (["-Wp,-MG", "a"], "a make rule with headers that do not exist yet is not supported: -MG"),
      (["-traditional-cpp", "a"], "the language before standard C is not supported: -traditional-cpp"),
      (["-Ax=y", "a"], "asserting is not supported: -Ax=y"),
      (["-iprefix", "p", "a"], "looking for headers below a prefix is not supported: -iprefix"),
    ] as [([String], String?)])
  func commandLines(_ arguments: [String], _ problem: String?) {
    #expect(PreprocessArguments(arguments[...]).problem == problem)
  }

  /// Names in angle brackets are looked up in the folders for quotes if there are no others.
  @Test(
    .enabled(if: Tool.gcc != nil, "there is no gcc"),
    arguments: [
      "-iquote a", "-iquote b", "-iquote b -iquote a", "-iquote a -Inone", "-iquote a -isystem none",
      "-iquote a -Ib", "-iquote a -idirafter b", "-iquote a -Ia.dts", "-iquote none",
    ])
  func foldersForQuotesOnly(flags: String) throws {
    let bench = try Workbench([
      "a/x.h": "a\n#include <y.h>\n", "a/y.h": "y\n", "b/z.h": "z\n",
      "a.dts":
        "#if __has_include(<x.h>)\n#include <x.h>\n#endif\n#if __has_include(<z.h>)\n#include <z.h>\n#endif\n",
    ])
    let arguments = flags.split(separator: " ").map(String.init) + ["a.dts"]
    #expect(try bench.ours(arguments).text == bench.gcc(arguments))
  }

  /// The warnings that are left out are those that gcc leaves out for the same flag.
  private static let leftovers: [(flags: [String], places: [String])] = [
    ([], ["1:10", "2:7", "3:8", "4:9", "4:14", "5:12"]), (["-w"], []),
    (["-Wno-endif-labels"], ["1:10", "4:9", "4:14", "5:12"]),
    (["-Wno-endif-labels", "-Wendif-labels"], ["1:10", "2:7", "3:8", "4:9", "4:14", "5:12"]),
  ]

  @Test(arguments: leftovers)
  func extraTokens(flags: [String], places: [String]) throws {
    #expect(try Self.warnings(of: Tool.swiftdt, ["preprocess"], flags) == places)
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: leftovers)
  func extraTokensOfGCC(flags: [String], places: [String]) throws {
    let words = ["-E", "-x", "assembler-with-cpp"]
    #expect(try Self.warnings(of: #require(Tool.gcc), words, flags) == places)
  }

  /// Returns where a preprocessor warns of superfluous tokens.
  private static func warnings(of tool: Tool, _ words: [String], _ flags: [String]) throws -> [String] {
    let folder = try TemporaryFolder([
      "a.dts": "#ifdef A B\n#else C\n#endif D\n#pragma once E\n#ident \"x\" F\n"
    ])
    let result = try tool.run(words + ["-undef", "-nostdinc"] + flags + ["a.dts"], in: folder)
    return result.errors.split(separator: "\n").filter { $0.contains(": warning: ") }.map {
      $0.split(separator: ":")[1...2].joined(separator: ":")
    }
  }

  /// gcc searches a folder once, and one of the system's among those, whatever else it is given as.
  @Test(
    .enabled(if: Tool.gcc != nil, "there is no gcc"),
    arguments: [
      "-Ia -Ib -Ia -Ic", "-Ia -Ib -isystem a -isystem c", "-Ia -Ib -isystem a", "-iquote a -Ib -Ia -Ic",
      "-iquote a -Ia -Ib -Ic", "-Ia -Ib -idirafter a", "-Ia -Ib -Ilink -Ic", "-Inone -Ib -Ia -Ib/ -I./a -Ic",
      "-isystem b -isystem a -isystem b -Ic", "-idirafter a -isystem a -Ib -Ic",
      "-iquote b -iquote a -iquote b -Ia -Ib -Ic", "-iquote a -iquote b -isystem a -Ib -Ic",
      // Where chains meet, gcc compares the last folder for quotes as given with the first other one left.
      "-iquote a -iquote b -I./b -Ic", "-iquote a -iquote b -iquote none -I./b -Ic",
      "-iquote a -iquote b -Inone -I./b -Ic", "-iquote a -iquote b -Inext.dts -I./b -Ic",
      "-iquote b -iquote a -iquote b -Ilink -Ic",
    ], ["next.dts", "quoted.dts", "both.dts"])
  func repeatedFolders(flags: String, source: String) throws {
    let bench = try Workbench([
      "a/x.h": "a\n#include_next <x.h>\n", "b/x.h": "b\n#include_next <x.h>\n", "c/x.h": "c\n",
      "a/y.h": "ya\n", "b/y.h": "yb\n", "next.dts": "#include <x.h>\n",
      "quoted.dts": "#include \"y.h\"\n#include <y.h>\n", "both.dts": "#include \"x.h\"\n",
    ])
    try FileManager.default.createSymbolicLink(
      atPath: bench.folder["link"], withDestinationPath: "a")
    let arguments = ["-P"] + flags.split(separator: " ").map(String.init) + [source]
    let wanted = try bench.gcc(arguments)
    if wanted.isEmpty { return }
    #expect(try bench.ours(arguments).text == wanted)
  }

  @Test func standardInputHasItsName() throws {
    let folder = try TemporaryFolder()
    for words in [["-"], ["-", "-o", "o"]] {
      let result = try Tool.swiftdt.run(["preprocess"] + words, in: folder, input: Array("x\n".utf8))
      let text = words.count > 1 ? String(decoding: try folder.read("o"), as: UTF8.self) : result.text
      #expect(text == "# 0 \"<stdin>\"\n# 0 \"<built-in>\"\n# 0 \"<command-line>\"\n# 1 \"<stdin>\"\nx\n")
    }
  }

  @Test func aRuleIsFolded() {
    let rule = MakeRule(
      targets: ["t.o"], dependencies: ["./a", String(repeating: "b", count: 65), "c"])
    #expect(rule.text == "t.o: a \(String(repeating: "b", count: 65)) \\\n c\n")
  }

  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [["-DX=\\", "-DB=1"], ["-DB=1", "-DA=x\\"]])
  func aBackslashEndsNoDefinition(_ options: [String]) throws {
    let bench = try Workbench(["a.dts": "B\n"])
    let arguments = ["-P"] + options + ["a.dts"]
    #expect(try bench.ours(arguments).text == "1\n")
    #expect(try bench.gcc(arguments) == "1\n")
  }

  /// What a definition leaves open ends with it.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      (["-DA=x\\", "-DB=1"], "x\\ 1\n", 0), (["-DA=x\\\\", "-DB=1"], "x\\\\ 1\n", 0),
      (["-DA=/*", "-DB=1"], " 1\n", 1), (["-DA=x/*y", "-DB=1", "-UB"], "x B\n", 1),
      (["-UA/*", "-DB=1"], "A 1\n", 1),
      (["-DA=//", "-DB=1"], " 1\n", 0), (["-DA=\"", "-DB=1"], "\" 1\n", 0),
      (["-DA=L\"x\"", "-DL=y", "-DB=L"], "L\"x\" y\n", 0),
    ])
  func whatEndsADefinition(options: [String], text: String, errors: Int) throws {
    let bench = try Workbench(["a.dts": "A B\n"])
    let arguments = ["-P"] + options + ["a.dts"]
    let ours = try bench.ours(arguments)
    #expect(ours.text == text)
    #expect(ours.diagnostics.count { $0.severity == .error } == errors)
    #expect(try bench.gcc(arguments) == text)
  }

  /// The warnings that gcc 12 gives, too, where a `-D` or `-U` follows another one of the same name.
  @Test(arguments: [
    ("-DA=1 -DA=2", 1), ("-DA=1 -DA=1", 0), ("-DA=1 -UA -DA=2", 0), ("-DA -UA -UA -DA=3", 0),
    ("-UA -DA=1 -DA=2 -DA=3", 2), ("-D__DTS__=2", 1), ("-U__DTS__ -D__DTS__=2", 0), ("-D__ASSEMBLER__", 0),
    ("-D__FILE__=2", 1),
  ])
  func redefinitions(options: String, warnings: Int) throws {
    let bench = try Workbench(["a.dts": "A\n"])
    let found = try bench.ours(options.split(separator: " ").map(String.init) + ["a.dts"]).diagnostics
    #expect(found.map(\.identifier) == Array(repeating: "macro-redefined", count: warnings))
  }

  @Test func aFileWithTheNameOfStandardInput() throws {
    let folder = try TemporaryFolder(["a.dts": "#include \"-\"\n"])
    let words = ["preprocess", "-P", "a.dts"]
    let missing = try Tool.swiftdt.run(words, in: folder, input: Array("no\n".utf8))
    #expect(missing.errors.hasPrefix("a.dts:1:10: error: included file '-' was not found\n"))
    try folder.write(Array("yes\n".utf8), to: "-")
    #expect(try Tool.swiftdt.run(words, in: folder, input: Array("no\n".utf8)).text == "yes\n")
  }

  /// Names are poisoned even where macros are not expanded.
  @Test(arguments: [["-M", "a.dts"], ["-dM", "a.dts"], ["-imacros", "a.dts", "b.dts"]])
  func poisonedNames(arguments: [String]) throws {
    let bench = try Workbench(["a.dts": "#pragma GCC poison x\n__COUNTER__ x\n", "b.dts": ""])
    #expect(try bench.ours(arguments).diagnostics.map(\.message) == ["'x' must not be used"])
  }

  @Test func aMissingForcedFileIsAnError() throws {
    let bench = try Workbench(Self.files)
    let found = try bench.ours(["-include", "/none/x.h", "plain.dts"]).diagnostics
    #expect(found.map(\.message) == ["file '/none/x.h' from the command line was not found"])
  }
}
