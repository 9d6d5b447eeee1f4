import TestSupport
import Testing

/// Messages about options that a command does not have, whatever else is wrong with the line.
struct UnknownOptionTests {
  @Test(arguments: [
    // Names from other tools.
    ("overlay apply -i base.dtb -o m.dtb x.dtbo", "unknown option '-i'; did you mean '-b'?"),
    ("decompile -I dtb a.dtb", "unknown option '-I'; run the program as 'dtc' to use dtc's options"),
    ("compile -O dtb a.dts", "unknown option '-O'; run the program as 'dtc' to use dtc's options"),
    (
      "compile -nostdinc a.dts",
      "unknown option '-nostdinc'; sources are preprocessed without it"
    ),
    (
      "compile -include k.h a.dts",
      "unknown option '-include'; #include the file in the source, or preprocess first: "
        + "'swiftdt preprocess -include FILE …'"
    ),
    ("compile -isystem d a.dts", "unknown option '-isystem'; did you mean '-I'?"),
    ("compile -MD a.dts", "unknown option '-MD'; did you mean '--depfile'?"),
    ("compile -w a.dts", "unknown option '-w'; did you mean '-q'?"),
    ("compile -o o -Wno-all a.dts", "unknown check 'all'; -q hides warnings"),
    ("fdtoverlay -i a", "unknown command 'fdtoverlay'; did you mean 'swiftdt overlay apply'?"),
    ("a.dts", "unknown command 'a.dts'; did you mean 'swiftdt compile a.dts'?"),
    ("a.dtb", "unknown command 'a.dtb'; did you mean 'swiftdt get a.dtb'?"),
    ("a.json5", "unknown command 'a.json5'; did you mean 'swiftdt build a.json5'?"),
    ("compile --foo a.dts", "unknown option '--foo'"),
    ("diff --format json a b", "unknown option '--format'; did you mean '--json'?"),
    ("overlay conflicts --format=json a", "unknown option '--format'; did you mean '--json'?"),
    (
      "compile --color never a.dts",
      "unknown option '--color'; in the environment, NO_COLOR=1 turns colours off, and CLICOLOR_FORCE=1 turns them on"
    ),
    ("diff --colour never a b", "unknown option '--colour'; did you mean '--color'?"),
    ("build -I x a.json5", "unknown option '-I'; it is 'include' in the recipe"),
    ("build --pad 1 a.json5", "unknown option '--pad'; it is 'pad' in the recipe"),
    ("overlay apply -@ -b b -o o a", "unknown option '-@'; sources get labels without it"),
    ("compile --pda=3 a.dts", "unknown option '--pda'; did you mean '--pad'?"),
    ("overlay apply-tree --outpt o --source d", "unknown option '--outpt'; did you mean '--output'?"),
    ("overlay bisect --bas x", "unknown option '--bas'; did you mean '--base'?"),
    ("check --profil x", "unknown option '--profil'; did you mean '--profile'?"),
    ("set a.dtb -5", "unknown option '-5'"),
    // Known options, where something else is wrong.
    ("compile -Ix -DA=-1 -q -j2", "missing expected argument '<source> ...'"),
    ("get -d -1 a.dtb", "missing value for '-d <text>'"),
    ("get -- -1", "cannot read '-1': No such file or directory"),
    // Commands that are in a group.
    ("apply -b x", "unknown command 'apply'; did you mean 'swiftdt overlay apply'?"),
    ("bisect run", "unknown command 'bisect'; did you mean 'swiftdt overlay bisect'?"),
    // Parts of words.
    ("comp a.dts", "unknown command 'comp'; did you mean 'compile'?"),
    ("ch a", "unknown command 'ch'; did you mean 'check' or 'check-boot'?"),
    ("overlay bisect --st x", "unknown option '--st'; did you mean '--strategy' or '--state'?"),
    ("compile -o o -W i2c a", "unknown check 'i2c'; did you mean 'i2c_bus_bridge' or 'i2c_bus_reg'?"),
    (
      "check --explain interrupt",
      "the value 'interrupt' is invalid for '--explain <check>': unknown check 'interrupt'; "
        + "did you mean 'interrupt-parent', 'interrupt-size', 'interrupt-map', 'interrupts_extended_property', "
        + "'interrupts_extended_is_cell', 'interrupts_property' or one of 2 more?"
    ),
    (
      "compile -o o -W no-names a",
      "unknown check 'names'; did you mean 'names_is_string_list'?"
    ),
    // `-Werror`, as gcc calls it.
    (
      "check -Werror a",
      "the value 'error' is invalid for '-W <check>': unknown check 'error'; -E all makes all warnings errors"
    ),
    ("compile -o o -Werror a", "unknown check 'error'; -E all makes all warnings errors"),
    (
      "check -W no-all a",
      "the value 'no-all' is invalid for '-W <check>': unknown check 'all'; -q hides warnings"
    ),
    ("version", "unknown command 'version'; did you mean 'swiftdt --version'?"),
  ])
  func first(line: String, message: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(words, in: TemporaryFolder())
    #expect(result.status == (message.hasPrefix("cannot") ? 1 : 2))
    #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
  }

  /// A drop-in's name is not a command, and help says what it is.
  @Test(arguments: [
    ("dtc", "swiftdt compile"), ("fdtoverlay", "swiftdt overlay apply"), ("fdtget", "swiftdt get"),
    ("fdtput", "swiftdt set"), ("fdtdump", "swiftdt dump"),
  ])
  func dropIn(name: String, ours: String) throws {
    let folder = try TemporaryFolder()
    let help = try Tool.swiftdt.run(["help", name], in: folder)
    #expect(help.status == 0)
    #expect(help.errors == "")
    #expect(
      help.text == """
        Called \(name), this program is the \(name) of dtc 1.8.1, with its
        options, messages and exit codes; \(name) --help lists them. 'make install' puts
        a link of that name into libexec/swiftdt.
        Without one: ln -s "$(command -v swiftdt)" \(name)

        '\(ours)' does the same with more help and better messages.

        """)
    #expect(
      try Tool.swiftdt.run([name, "x"], in: folder).errors == """
        swiftdt: error: unknown command '\(name)'; did you mean '\(ours)'?
        usage: swiftdt <subcommand>
        help: 'swiftdt help \(name)' says how to use the program as \(name) itself

        """)
  }

  /// A missing argument is not reported as well, since the unknown option may be the cause.
  @Test func whole() throws {
    let result = try Tool.swiftdt.run(["get", "--jsn"], in: TemporaryFolder())
    #expect(
      result.errors == """
        swiftdt: error: unknown option '--jsn'; did you mean '--json'?
        usage: swiftdt get [<options>] <file> [<node> ...]
        help: swiftdt get --help lists the flags

        """)
  }

  /// What follows `--` is taken as it is.
  @Test func behindDashes() throws {
    let result = try Tool.swiftdt.run(
      ["compile", "-o", "o.dtb", "--", "a.dts", "-Iinc"], in: TemporaryFolder())
    #expect(
      result.errors == """
        swiftdt: error: several sources need an output folder, and 'o.dtb' is named like a file: write 'o.dtb/' for a folder
        help: '-Iinc' comes after --, so it is taken for a file
        usage: swiftdt compile [<options>] <source> ...
        help: swiftdt compile --help lists the flags

        """)
  }

  @Test(arguments: [
    (["build", "-o", "-", "r"], "--output needs a folder"),
    (
      ["overlay", "apply-tree", "--source", "s", "--output", "-", "--overlays", "l"],
      "--output needs a folder"
    ),
    (
      ["overlay", "apply-tree", "--source", "d", "-o", "d/../d", "--overlays", "l"],
      "'d/../d' is the source folder, and its blobs would be overwritten"
    ),
    (
      ["overlay", "apply-tree", "--source", "d", "-o", "./d/new/out/", "--overlays", "l"],
      "'./d/new/out/' is inside the source folder 'd': another run would merge into it again"
    ),
    (
      ["overlay", "apply-tree", "--source", "d/..", "-o", "new", "--overlays", "l"],
      "'new' is inside the source folder 'd/..': another run would merge into it again"
    ),
    (["dump", "--scan", "-o", "-", "a"], "--scan --output needs a folder"),
    (["dump", "-o", "d/", "d/a.dtb"], "'d/a.dtb' is an input and would be overwritten"),
    (["overlay", "bisect", "-b", "a", "--set", "A=1", "b"], "--set requires --recipe"),
    (["decompile", "d"], "a folder of blobs needs an output folder: -o FOLDER"),
    (
      ["decompile", "-o", "a.dts", "d"],
      "a folder of blobs needs an output folder, and 'a.dts' is named like a file: write 'a.dts/' for a folder"
    ),
    (["check", "--map", "m.svg", "d"], "--map FILE only works with one blob"),
  ])
  func outputs(arguments: [String], message: String) throws {
    let result = try Tool.swiftdt.run(arguments, in: TemporaryFolder(["d/a.dtb": ""]))
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
  }
}
