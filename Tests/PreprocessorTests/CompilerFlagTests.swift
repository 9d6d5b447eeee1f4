import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Flags on complete command lines, compared with gcc: what is written, and whether that is a failure.
@Suite struct CompilerFlagTests {
  private static let files = [
    "m.dts": "x __FILE__\n", "n.dts": "#include <q.h>\n#include \"i/q.h\"\n", "i/q.h": "q __FILE__\n",
    "warning.dts": "#warning x\ny\n", "again.dts": "#define A 1\n#define A 2\n",
    "extra.dts": "#if 1\n#endif x\n", "pragma.dts": "#pragma GCC warning \"z\"\n",
    "builtin.dts": "#undef __FILE__\n", "s/quiet.h": "#if 1\n#endif x\n#define A 1\n#define A 2\n",
    "quiet.dts": "#include <quiet.h>\n", "s/loud.h": "#warning sysw\n", "loud.dts": "#include <loud.h>\n",
    "own.dts": "#include \"s/quiet.h\"\n",
    "missing.dts": "#include <none.h>\n#include \"a.inc\"\n", "absent.dts": "#include \"none.h\"\n",
    "s/deep.h": "#include \"none.h\"\n", "deep.dts": "#include <deep.h>\n#include \"a.inc\"\n",
    "depends.dts": "#pragma GCC dependency <none.h>\n",
    "thrice.dts": "#include \"a.inc\"\n#include <a.inc>\n#include \"./a.inc\"\n", "a.inc": "a\n",
  ]

  private static let warnings = [
    "-Werror warning.dts -o o", "-Werror again.dts -o o", "-Werror extra.dts -o o", "-Werror pragma.dts -o o",
    "-Werror builtin.dts -o o", "-Werror quiet.dts -o o", "quiet.dts -o o", "-Werror own.dts -o o",
    "-Werror loud.dts -o o", "-Wno-cpp loud.dts -o o", "-Wno-builtin-macro-redefined -Werror builtin.dts",
    "-Werror -Wno-cpp warning.dts -o o", "-Wno-cpp -Werror=cpp warning.dts -o o",
    "-Werror=cpp -Wno-cpp warning.dts -o o", "-Werror=cpp -Wno-error warning.dts -o o",
    "-Werror -Wno-error=cpp warning.dts -o o", "-Wno-error=cpp -Werror warning.dts -o o",
    "-w -Werror=cpp warning.dts -o o", "-Werror -Wno-error warning.dts -o o", "-Wno-cpp pragma.dts -o o",
    "-Werror=endif-labels extra.dts -o o", "-Wno-endif-labels -Werror extra.dts -o o",
    "-Wno-endif-labels -Werror=endif-labels extra.dts", "-Werror -M warning.dts",
  ]

  private static let rules = [
    "-M -MQ a$ -MQ b$ -MT c m.dts", "-M -MQ a$ -MT d -MQ b$ -MT c m.dts", "-MT a -MQ b$ -M -MP n.dts",
    "-Wp,-MD,d -MF e m.dts -o o", "-MF e -Wp,-MD,d m.dts -o o", "-Wp,-MD,d -Wp,-MMD,e m.dts -o o",
    "-Wp,-MD,d -MD m.dts -o o", "-Wp,-MT,t -Wp,-MD,d -MT u m.dts -o o", "-M -MD m.dts", "-M -MD m.dts -o o",
    "-MM -MD -MF e m.dts -o o", "-Wp,-MD,d -M m.dts -o o", "-MD -MF - m.dts", "-M -MF d m.dts -o o",
    "-M -MMD quiet.dts", "-MM -M quiet.dts", "-MMD -MD -MF d quiet.dts", "-MMD -MF e -Wp,-MD,d quiet.dts",
    "-MM -Wp,-MD,d quiet.dts", "-M -I./ ./thrice.dts", "-M -I. thrice.dts", "-I./ ./thrice.dts",
    "-M missing.dts", "-MM missing.dts", "-MM -MF d missing.dts", "-MM -MP -MT t missing.dts",
    "-MM -MD -MF d missing.dts", "-MMD -MF d missing.dts -o o", "-MM absent.dts", "-MM deep.dts",
    "-MM -I. depends.dts", "-M -I. depends.dts",
  ]

  private static let others = [
    "-L/x m.dts", "-L /x m.dts", "-lfoo m.dts", "-B /x m.dts", "-nostdlib m.dts", "-pthread m.dts",
    "-c m.dts",
    "-s m.dts", "-pg m.dts", "-static-libgcc m.dts", "--sysroot=/x m.dts", "--sysroot /x m.dts",
    "-isysroot /x m.dts",
    "-pedantic-errors m.dts", "-no-integrated-cpp m.dts", "m.dts -x none", "-Xlinker foo m.dts",
    "-Wl,-O1 -Wa,-x m.dts",
    "-Dx=2 -Xpreprocessor -Dx=1 m.dts", "-Wp,-Dx=1,-Ux -Dx=2 m.dts", "--include-directory=. thrice.dts",
    "--include-directory . thrice.dts", "--define-macro=x m.dts", "--define-macro x=3 m.dts",
    "--undefine-macro=x -Dx m.dts", "--language=assembler-with-cpp m.dts",
    "--preprocess --no-line-commands m.dts",
    "--imacros i/q.h m.dts", "--include i/q.h m.dts", "--include=i/q.h m.dts", "--include=i m.dts",
    "--dependencies quiet.dts", "--user-dependencies quiet.dts",
    "--write-user-dependencies quiet.dts", "--no-warnings warning.dts", "-fmacro-prefix-map=m=Z m.dts",
    "-ffile-prefix-map=i= n.dts", "-fmacro-prefix-map=i=1 -fmacro-prefix-map=i/=2 n.dts",
    "-fmacro-prefix-map=i/q=a=b n.dts",
  ]

  /// The outcome of a command line: whether it failed, its output, the number of warnings, and its files.
  private struct Outcome: Equatable {
    var hasFailed = false
    var text = ""
    var warnings = 0
    var files: [String: String] = [:]

    init(_ tool: Tool, _ arguments: [String]) throws {
      let folder = try TemporaryFolder(CompilerFlagTests.files)
      let flags = ["-nostdinc", "-undef", "-x", "assembler-with-cpp", "-isystem", "s", "-Ii"]
      let result = try tool.run(arguments.prefix(1) + flags + arguments.dropFirst(), in: folder)
      hasFailed = result.status != 0
      text = hasFailed ? "" : result.text
      warnings = result.errors.components(separatedBy: ": warning:").count - 1
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where CompilerFlagTests.files[name] == nil && name.utf8.count < 20 {
        files[name] = (try? folder.read(name)).map { String(decoding: $0, as: UTF8.self) }
      }
    }
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: warnings + rules + others)
  func equalsGCC(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let theirs = try Outcome(#require(Tool.gcc), ["-E"] + words)
    #expect(try Outcome(Tool.swiftdt, ["preprocess"] + words) == theirs)
  }

  @Test(arguments: [
    ("-Werror warning.dts", "-Werror"), ("-Werror=cpp warning.dts", "-Werror=cpp"),
    ("-Werror=cpp -Wno-error warning.dts", "-Werror=cpp"),
  ])
  func saysWhyItIsAnError(line: String, flag: String) throws {
    let folder = try TemporaryFolder(Self.files)
    try folder.write([42], to: "o")
    let result = try Tool.swiftdt.run(
      ["preprocess"] + line.split(separator: " ").map(String.init) + ["-o", "o"], in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        warning.dts:1:2: error: #warning x
            1 | #warning x
              |  ^~~~~~~
        note: \(flag) makes this warning an error

        """)
    #expect(try folder.read("o") == [42])
  }

  /// gcc has none of these warnings, so that what it accepts should be accepted here.
  @Test func whatGCCDoesNotWarnOfIsNoError() throws {
    let folder = try TemporaryFolder(["a.dts": "__DATE__\n#include <h.h>\n", "a/h.h": "a\n", "b/h.h": "b\n"])
    let line = ["preprocess", "-P", "-Ia", "-Ib", "-Werror"]
    let result = try Tool.swiftdt.run(line + ["a.dts"], in: folder)
    #expect(result.status == 0)
    #expect(result.errors.components(separatedBy: ": warning:").count == 3)
    for flag in ["-Werror=date-time", "-Werror=shadowed-header"] {
      #expect(try Tool.swiftdt.run(line + [flag, "a.dts"], in: folder).status == 1)
    }
    let silent = try Tool.swiftdt.run(line + ["-Wno-date-time", "-Wno-shadowed-header", "a.dts"], in: folder)
    #expect(silent.errors == "")
  }

  /// Arguments as for cpp.
  @Test(
    arguments: [
      (["m.dts", "m.pre"], ["m.dts"], "m.pre", nil), (["-", "out"], ["-"], "out", nil),
      (["m.dts", "-"], ["m.dts"], "-", nil),
      (["m.dts.in", "d.e/f"], ["m.dts.in"], "d.e/f", nil),
      (["m.dts", "n.dts"], ["m.dts", "n.dts"], "-", "several sources need an output folder: -o FOLDER"),
      (["m.dts", "m.dtsi"], ["m.dts", "m.dtsi"], "-", "several sources need an output folder: -o FOLDER"),
      (["m", "n"], ["m", "n"], "-", "several sources need an output folder: -o FOLDER"),
      (
        ["m.dts", "n.i", "o.i"], ["m.dts", "n.i", "o.i"], "-",
        "several sources need an output folder: -o FOLDER"
      ),
      (["-o", "o", "m.dts", "m.pre"], ["m.dts", "m.pre"], "o", nil),
      (
        ["-MD", "-MF", "m.pre", "m.dts", "m.pre"], ["m.dts"], "m.pre",
        "'m.pre' cannot be both the text and the make rule"
      ),
    ] as [([String], [String], String, String?)])
  func theSecondName(_ words: [String], _ sources: [String], _ output: String, _ problem: String?) {
    let arguments = PreprocessArguments(words[...])
    #expect(arguments.sources == sources)
    #expect(arguments.output == output)
    #expect(arguments.problem == problem)
  }

  @Test(arguments: [
    ("-I- a", "'-I-' is obsolete: use -iquote for the folders before it"),
    ("-I - a", "'-I-' is obsolete: use -iquote for the folders before it"),
    ("-fmacro-prefix-map=x a", "'-fmacro-prefix-map=' needs OLD=NEW, not 'x'"),
    ("a -Xpreprocessor", "'-Xpreprocessor' needs a value"), ("a -L", "'-L' needs a value"),
    ("-Wp,--foo a", "unknown option '--foo'"), ("-Wp,-MF,d a", "'-MF' requires -M, -MM, -MD or -MMD"),
    ("--comments a", "keeping comments is not supported: -C"), ("--define-macro", "'-D' needs a value"),
  ])
  func refused(line: String, problem: String) {
    #expect(PreprocessArguments(line.split(separator: " ").map(String.init)[...]).problem == problem)
  }
}
