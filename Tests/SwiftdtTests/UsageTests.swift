import ArgumentParser
import TestSupport
import Testing

@testable import swiftdt

/// Command lines: wrong ones, and right ones as both parsers read them.
struct UsageTests {
  @Test(arguments: [
    (["nonsense", "--flag", "x"], "unknown command 'nonsense'"),
    (["compil", "a.dts", "-o", "o"], "unknown command 'compil'; did you mean 'compile'?"),
    (["apply", "-b", "x"], "unknown command 'apply'; did you mean 'swiftdt overlay apply'?"),
    (["bisect"], "unknown command 'bisect'; did you mean 'swiftdt overlay bisect'?"),
    (["help", "chek"], "unknown command 'chek'; did you mean 'check'?"),
    (["compile"], "missing expected argument '<source> ...'"),
    (["compile", "--pda", "1", "-o", "o", "a"], "unknown option '--pda'; did you mean '--pad'?"),
    (["compile", "--pad", "3x", "-o", "o", "a"], "the value '3x' is invalid for '--pad <bytes>'"),
    (["compile", "-a", "3", "-o", "o", "a"], "--align needs a power of two, not 3"),
    (["compile", "-o", "a.dts", "a.dts"], "'a.dts' is a source and would be overwritten"),
    (["compile", "-o", "b.dts", "a.dts", "b.dts"], "'b.dts' is a source and would be overwritten"),
    (["preprocess", "a.dts", "-o", "a.dts"], "'a.dts' is a source and would be overwritten"),
    (["decompile", "a.dtb", "-o", "a.dtb"], "'a.dtb' is a blob and would be overwritten"),
    (["overlay", "apply", "-b", "-", "-o", "x", "-"], "only one of the files can be standard input"),
    (
      ["overlay", "apply", "-b", "x", "-o", "-", "a", "-", "-"], "only one of the files can be standard input"
    ),
    (["compile", "a", "b"], "several sources need an output folder: -o FOLDER"),
    (["compile", "-o", "f", "a", "b"], "several sources need an output folder, but 'f' is a file"),
    (["compile", "-o", "f/", "a", "b"], "several sources need an output folder, but 'f/' is a file"),
    (["preprocess", "-o", "f", "a", "b"], "several sources need an output folder, but 'f' is a file"),
    (
      ["preprocess", "-o", "/dev/null", "a", "b", "c"],
      "several sources need an output folder, but '/dev/null' is a file"
    ),
    (["preprocess", "-o", "d", "x/a", "x/a"], "two sources would be preprocessed to 'd/a.i'"),
    (
      ["compile", "-o", "o.dtb", "a", "b"],
      "several sources need an output folder, and 'o.dtb' is named like a file: write 'o.dtb/' for a folder"
    ),
    (["compile", "-o", "f", "."], "a folder of sources needs an output folder, but 'f' is a file"),
    (
      ["compile", "-o", "o.dtbo", "."],
      "a folder of sources needs an output folder, and 'o.dtbo' is named like a file: write 'o.dtbo/' for a folder"
    ),
    (
      ["preprocess", "a", "b", "-o", "o.i"],
      "several sources need an output folder, and 'o.i' is named like a file: write 'o.i/' for a folder"
    ),
    (
      ["decompile", "-o", "d/o.dts", "a", "b"],
      "several blobs need an output folder, and 'd/o.dts' is named like a file: write 'd/o.dts/' for a folder"
    ),
    (["decompile", "a", "b"], "several blobs need an output folder: -o FOLDER"),
    (["decompile", "-o", "f", "a", "b"], "several blobs need an output folder, but 'f' is a file"),
    (["decompile", "-o", "d", "x/a", "x/a"], "two blobs would be decompiled to 'd/a.dts'"),
    (["compile", "-o", "d", "x/a.dts", "x/a.dts"], "two sources would be compiled to 'd/a.dtb'"),
    (["compile", "-o", "d", "--depfile", "x", "a", "b"], "--depfile only works with one source"),
    (["compile", "-o", "x", "--depfile", "x", "a"], "'x' cannot be both the blob and the make rule"),
    (
      ["compile", "-o", "o", "-b", "0x100000000", "a"], "the value '0x100000000' is invalid for '-b <number>'"
    ),
    (["view", "-o", "a.dts", "a.dts"], "'a.dts' is an input and would be overwritten"),
    (["view", "-o", "b", "-O", "b", "a.dts"], "'b' is an input and would be overwritten"),
    (
      ["check", "--format", "json", "-o", "a.dts", "b.dts", "a.dts"],
      "'a.dts' is an input and would be overwritten"
    ),
    (["dump", "-o", "a.dtb", "a.dtb"], "'a.dtb' is an input and would be overwritten"),
    (["compile", "-U", "-U", "-U", "-U", "-D", "-U", "a.dts"], "missing value for '-U'"),
    (["dump", "--json", "a.dtb"], "--json requires --scan, without --index or --output"),
    (["get", "-l", "a.dtb", "/", "b"], "--properties and --nodes list names: omit 'b'"),
    (["get", "--json", "-t", "raw", "a.dtb"], "--json cannot show raw bytes: use --type bytes"),
    (["preprocess", "-MF", "d", "a"], "'-MF' requires -M, -MM, -MD or -MMD"),
    (["get", "--properties", "--nodes", "a.dtb"], "--properties and --nodes are mutually exclusive"),
    (["check", "--map", "m.svg", "a.dtb", "b.dtb"], "--map FILE only works with one blob"),
    (["compile", "-T", "-o", "d", "a", "b"], "--annotate only works with one source file"),
    (["compile", "-T", "-o", "d", "-"], "--annotate only works with one source file"),
    (["compile", "-T", "--depfile", "x", "a"], "--annotate and --depfile are mutually exclusive"),
    (["compile", "-T", "-b", "3", "a"], "--annotate and --boot-cpu are mutually exclusive"),
    (["compile", "-T", "-p", "0", "a"], "--annotate and --pad are mutually exclusive"),
    (["compile", "-T", "-S", "9", "a"], "--annotate and --size are mutually exclusive"),
    (["compile", "-T", "-a", "8", "a"], "--annotate and --align are mutually exclusive"),
    (["compile", "-T", "-E", "all", "a"], "--annotate runs no checks, so 'all' would have no effect"),
    (
      ["compile", "-T", "-Wno-reg_format", "a"],
      "--annotate runs no checks, so 'no-reg_format' would have no effect"
    ),
    (["compile", "-T", "-o", ".", "./a.dts"], "'./a.dts' is a source and would be overwritten"),
    (["view", "-", "-O", "-"], "only one of the files can be standard input"),
    (["check", "--expect", "-", "-"], "only one of the files can be standard input"),
    (["check-boot", "-"], "a folder is needed, not standard input"),
    (["check", "--json", "--format", "sarif", "a"], "--json and --format sarif are mutually exclusive"),
    (["compile", "-j", "0", "-o", "o", "a"], "--jobs must be at least 1"),
    (["compile", "-j0", "-o", "o", "a"], "--jobs must be at least 1"),
    (["overlay", "apply", "-b", "x"], "missing expected argument '--output <file>'"),
    (
      ["compile", "-W", "reg-format", "-o", "o", "a"],
      "unknown check 'reg-format'; did you mean 'reg_format'?"
    ),
    (
      ["compile", "-Eno-rag_format", "-o", "o", "a"],
      "unknown check 'rag_format'; did you mean 'reg_format'?"
    ),
    (["build", "-W", "nonsense", "r"], "unknown check 'nonsense'"),
    (["build", "--set", "x", "r"], "--set needs NAME=VALUE, not 'x'"),
    (["build", "-o", "", "r"], "--output needs a folder"),
    (
      ["overlay", "apply-tree", "--source", "s", "--out", "", "--overlays", "l"], "--output needs a folder"
    ),
    (
      ["overlay", "apply-tree", "--source", "", "--out", "o", "--overlays", "l"], "--source needs a folder"
    ),
  ])
  func wrongUsage(arguments: [String], message: String) throws {
    let result = try Tool.swiftdt.run(arguments, in: TemporaryFolder(["a.dts": "", "f": ""]))
    #expect(result.status == 2)
    #expect(result.text == "")
    #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
  }

  /// Arguments that are not UTF-8 are refused, since a file with another name would be written.
  @Test func notUTF8() throws {
    let shell = try #require(Tool(named: "sh"))
    let folder = try TemporaryFolder(["a.dts": "/dts-v1/;\n/ { };\n"])
    let line = "exec '\(Tool.swiftdt.path)' compile -o \"$(printf 'o\\377')\" a.dts"
    let result = try shell.run(["-c", line], in: folder)
    #expect(result.status == 2)
    #expect(
      result.errors == """
        swiftdt: error: argument 3 is not valid UTF-8: 'o\\xff'
        help: file names must be UTF-8: rename the file, or use a symbolic link to it

        """)
    #expect(folder.names == ["a.dts"])
  }

  /// Nor is a file in a folder found if its name is not UTF-8.
  @Test func notUTF8InAFolder() throws {
    let shell = try #require(Tool(named: "sh"))
    let folder = try TemporaryFolder(["a/a.dts": "/dts-v1/;\n/ { };\n"])
    let line =
      "cp a/a.dts \"$(printf 'a/o\\377.dts')\" || exit 77; exec '\(Tool.swiftdt.path)' compile -o o a"
    let result = try shell.run(["-c", line], in: folder)
    if result.status == 77 { try Test.cancel("the file system has no such names") }
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: cannot read 'a/o\u{FFFD}.dts': No such file or directory
        note: the name is not UTF-8, and such files are not found even if they exist
        swiftdt: 1 of 2 sources failed: a/o\u{FFFD}.dts

        """)
  }

  /// Lines that the quick parser accepts; ArgumentParser must read them the same way.
  @Test(arguments: [
    "-o o a.dts", "a.dts -o o", "-@ -o o a.dts", "--symbols --output o a.dts", "-I inc -Iinc2 -o o a.dts",
    "--include inc --define A=1 --undefine B -o o a.dts", "-D A -DB=2 -DC(x)=x -U D -UE -o o a.dts",
    "-p 0x100 -S 4096 -a 8 -o o a.dts", "--pad 1 --size 2 --align 4 -o o a.dts", "-b 3 -o o a.dts",
    "-b 0x10 -o o a.dts", "-U A -DA=1 -UB -DC(x)=x -DB -UC -o o a.dts", "--undefine A --define A -o o a.dts",
    "-DA -UA --define A=2 -DB -DB=1 -o o a.dts",
    "-W all -o o a.dts", "-Wno-reg_format -E reg_format -Eno-reg_format -q -o o a.dts",
    "--warn all --error all --quiet -o o a.dts", "-E reg_format --warnings-as-errors -o o a.dts",
    "--depfile d -o o a.dts", "-o f a.dts b.dts -j 2",
    "-o o -o p a.dts", "-o - -", "-o o ./-x",
  ])
  func compile(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try CompileRequest(quick: words[...])
    let parsed = try CompileCommand.parse(SourceFlags.separated(words[...]))
    #expect(quick == parsed.request)
  }

  @Test(arguments: [
    "a.dtb", "-P final --profile uboot a.dtb b.dtb -j 2", "--expect e.json5 -W headroom -Eno-reg-size a",
    "--warnings-as-errors --headroom 0x20000 --max-size 1000 --at 0x48000000 -q a.dtb",
    "--format sarif -o r.sarif -Iinc -DA=1 a.dts", "-Wno-reg-size --error reg-size -",
    "-Wall -Eall -Wno-shadowed-header a.dts",
  ])
  func check(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try BlobCheckRequest(quick: words[...])
    #expect(quick == (try CheckCommand.parse(SourceFlags.separated(words[...])).request))
  }

  @Test(arguments: [
    "-b b -o o x", "-b b -o o x y z", "--base b --output o --cross-check -Iinc -DA=1 x", "x -b b -p 1 -o -",
    "-b b -o o --depfile d --warnings-as-errors x",
  ])
  func apply(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try OverlayApplyRequest(quick: words[...])
    let parsed = try OverlayApplyCommand.parse(SourceFlags.separated(words[...]))
    #expect(quick == parsed.request)
  }

  @Test(arguments: [
    "r", "-o out r", "--set A=1 --set B= -q --cross-check r", "r --quiet --output x",
    "-W all -E all -Wno-reg_format r", "--depfile d r",
  ])
  func build(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try BuildRequest(quick: words[...])
    #expect(try quick == BuildCommand.parse(words).request)
  }

  @Test(arguments: ["b.dtb", "-", "-o o b.dtb", "-q -o f a.dtb b.dtb -j 2", "b.dtb --output x --quiet"])
  func decompile(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try DecompileRequest(quick: words[...])
    #expect(try quick == DecompileCommand.parse(words).request)
  }

  /// A macro that is defined after a flag that undefines it is defined, whichever parser reads the line.
  @Test(arguments: [
    "-U N -D N=1", "-UN -DN=1", "-DN=2 -UN -DN=1", "-DN=2 -UN -DN=1 -UM -DM", "--undefine=N --define=N=1",
    "-D N=1 -U M",
  ])
  func definedInTheEnd(flags: String) throws {
    let folder = try TemporaryFolder(["a.dts": "/dts-v1/;\n/ { a = <N>; };\n"])
    let words = flags.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(["compile"] + words + ["-o", "o", "a.dts"], in: folder)
    #expect(result.status == 0)
    #expect(result.errors == "")
    let value = try Tool.swiftdt.run(["get", "o", "/", "a"], in: folder)
    #expect(value.text == "0x1\n")
  }

  /// With our completions, a shell completes the names of files and folders where they are expected; without
  /// instructions to do so, it would complete none.
  @Test(
    .enabled(if: Tool(named: "bash") != nil, "there is no bash"),
    arguments: [
      ("compile a", "a.dts a.dtb"), ("compile -o a", "a.dts a.dtb"), ("compile -I i", "inc"),
      ("preprocess a", "a.dts a.dtb"), ("get a", "a.dts a.dtb"), ("overlay apply -b a", "a.dts a.dtb"),
      ("build r", "r.json5"), ("check --expect a", "a.dts a.dtb"), ("check-boot i", "inc"),
      ("overlay bisect start --recipe a", "a.dts a.dtb"), ("compile --dep", "--depfile"),
      ("check --explain shadow", "shadowed-header"), ("compile -W no-reg_f", "no-reg_format"),
      ("check -E no-reserved-em", "no-reserved-empty"), ("get -t str", "string"),
      ("help ch", "check check-boot"), ("help overlay apply-", "apply-tree"),
      ("help overlay bisect re", "replay reset"), ("help overlay nothing re", ""), ("help dump a", ""),
    ])
  func completions(line: String, words: String) throws {
    let folder = try TemporaryFolder(["a.dts": "", "a.dtb": "", "inc/a.h": "", "r.json5": "", "r.dts": ""])
    let script = try Tool.swiftdt.run(["--generate-completion-script", "bash"], in: folder)
    try folder.write(script.output, to: "script")
    let shell = """
      source ./script
      COMP_WORDS=(swiftdt $0) COMP_LINE="swiftdt $0"
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_POINT=${#COMP_LINE}
      _swiftdt swiftdt "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try #require(Tool(named: "bash")).run(["-c", shell, line], in: folder)
    #expect(
      Set(result.text.split(separator: "\n")) == Set(words.split(separator: " ")), "\(result.errors)")
  }

  /// The generator of manual pages drops everything that is not ASCII.
  @Test func helpIsFitForManualPages() throws {
    let help = try Tool.swiftdt.run(["--experimental-dump-help"], in: TemporaryFolder())
    let odd = help.text.split(separator: "\n").filter { !$0.utf8.allSatisfy { $0 < 0x80 } }
    #expect(odd == [])
    #expect(help.text.contains("\"commandName\" : \"bisect\""))
  }

  @Test func helpBehindOtherFlags() throws {
    let folder = try TemporaryFolder()
    let help = try Tool.swiftdt.run(["preprocess", "--help"], in: folder)
    let other = try Tool.swiftdt.run(["preprocess", "-I", "x", "--help"], in: folder)
    #expect(other.status == 0 && other.text == help.text)
  }

  /// Lines that the quick parser leaves to ArgumentParser.
  @Test(arguments: [
    "", "-o", "--output=o a", "-h", "--help", "-o o -- a", "-@o a", "-o o --pad -1 a", "-o o -b x a",
    "-o o --nonsense a", "-o -x a", "a b",
  ])
  func leftAlone(line: String) {
    #expect(throws: NotQuick.self) {
      try CompileRequest(quick: line.split(separator: " ").map(String.init)[...])
    }
  }
}
