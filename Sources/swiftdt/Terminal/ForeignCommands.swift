import SourceText

/// Our equivalents of other tools' commands and options.
enum ForeignCommands {
  /// Returns a question that suggests our command for a tool, a verb or a file; nil if there is none.
  static func question(about word: String) -> String? {
    if let ours = DropInName(rawValue: word)?.counterpart ?? commands[word] {
      return "did you mean 'swiftdt \(ours)'?"
    }
    if word.hasSuffix(".dts") || word.hasSuffix(".dtso") {
      return "did you mean 'swiftdt compile \(Shell.file(word))'?"
    }
    if word.hasSuffix(".dtb") || word.hasSuffix(".dtbo") {
      return "did you mean 'swiftdt get \(Shell.file(word))'?"
    }
    return word.hasSuffix(".json5") || word.hasSuffix(".json")
      ? "did you mean 'swiftdt build \(Shell.file(word))'?" : nil
  }

  /// Returns the option that does what one of another command of ours does; nil if there is none.
  static func counterpart(of option: String, among known: [String]) -> String? {
    switch option {
    case "--format" where known.contains("--json"): "did you mean '--json'?"
    case "--colour" where known.contains("--color"), "--no-color" where known.contains("--color"):
      "did you mean '--color'?"
    case "--color", "--colour", "--no-color":
      "in the environment, NO_COLOR=1 turns colours off, and CLICOLOR_FORCE=1 turns them on"
    default: nil
    }
  }

  private static let commands = [
    "cpp": "preprocess", "gcc": "preprocess", "merge": "overlay apply", "dtmerge": "overlay apply",
    "print": "get",
    "show": "get", "cat": "get", "put": "set", "edit": "set", "disassemble": "decompile", "lint": "check",
    "dtdiff": "diff", "version": "--version",
  ]

  /// Returns what to do instead of giving an option of dtc, fdtoverlay or gcc; nil for other options.
  static func advice(on option: String, of command: String?) -> String? {
    switch (command, option) {
    case ("compile", "-O"), ("compile", "-V"), ("compile", "-H"), ("compile", "-R"), ("compile", "-s"),
      ("compile", "-A"), ("compile", "-f"), ("decompile", "-I"), ("decompile", "-O"):
      "run the program as 'dtc' to use dtc's options"
    case ("compile", "-i"): "did you mean '-I'?"
    case ("compile", "-d"), ("compile", "-MD"), ("compile", "-MMD"), ("compile", "-MF"):
      "did you mean '--depfile'?"
    case ("compile", "-P"), ("compile", "-x"), ("compile", "-undef"), ("compile", "-nostdinc"):
      "sources are preprocessed without it"
    case ("compile", "-include"), ("compile", "-imacros"):
      "#include the file in the source, or preprocess first: 'swiftdt preprocess \(option) FILE …'"
    case ("compile", "-isystem"), ("compile", "-iquote"), ("compile", "-idirafter"): "did you mean '-I'?"
    case ("compile", "-w"), ("build", "-w"), ("apply", "-w"): "did you mean '-q'?"
    case ("apply", "-i"): "did you mean '-b'?"
    case ("apply", "-@"), ("explain", "-@"), ("conflicts", "-@"), ("apply-tree", "-@"), ("run", "-@"),
      ("start", "-@"), ("blame", "-@"), ("view", "-@"):
      "sources get labels without it"
    case ("build", "-I"), ("build", "--include"): "it is 'include' in the recipe"
    case ("build", "-D"), ("build", "--define"): "it is 'define' in the recipe"
    case ("build", "-p"), ("build", "--pad"): "it is 'pad' in the recipe"
    case ("build", "-S"), ("build", "--size"): "it is 'size' in the recipe"
    case ("build", "-a"), ("build", "--align"): "it is 'align' in the recipe"
    case ("build", "-@"), ("build", "--symbols"): "the tree has labels without it"
    default: nil
    }
  }
}
