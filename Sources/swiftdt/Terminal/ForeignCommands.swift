/// Commands and options as other tools have them, for those who know these by heart.
enum ForeignCommands {
  /// What is ours of a tool or of a word that tells what is to be done; nil if there is nothing.
  static func question(about word: String) -> String? {
    if let ours = commands[word] { return "did you mean 'swiftdt \(ours)'?" }
    if word.hasSuffix(".dts") || word.hasSuffix(".dtso") { return "did you mean 'swiftdt compile \(word)'?" }
    if word.hasSuffix(".dtb") || word.hasSuffix(".dtbo") { return "did you mean 'swiftdt get \(word)'?" }
    return word.hasSuffix(".json5") || word.hasSuffix(".json") ? "did you mean 'swiftdt build \(word)'?" : nil
  }

  private static let commands = [
    "dtc": "compile", "fdtget": "get", "fdtput": "set", "fdtdump": "dump", "fdtoverlay": "overlay apply",
    "cpp": "preprocess", "gcc": "preprocess", "merge": "overlay apply", "dtmerge": "overlay apply",
    "print": "get",
    "show": "get", "cat": "get", "put": "set", "edit": "set", "disassemble": "decompile", "lint": "check",
    "dtdiff": "diff",
  ]

  /// What to do instead of giving an option that dtc, fdtoverlay or gcc has; nil of others.
  static func advice(on option: String, of command: String?) -> String? {
    switch (command, option) {
    case ("compile", "-O"), ("compile", "-V"), ("compile", "-H"), ("compile", "-R"), ("compile", "-s"),
      ("compile", "-A"), ("compile", "-f"), ("decompile", "-I"), ("decompile", "-O"):
      "run the program as 'dtc' to use dtc's options"
    case ("compile", "-i"): "did you mean '-I'?"
    case ("compile", "-d"), ("compile", "-MD"), ("compile", "-MMD"), ("compile", "-MF"):
      "did you mean '--depfile'?"
    case ("compile", "-P"), ("compile", "-x"), ("compile", "-undef"), ("compile", "-nostdinc"),
      ("compile", "-include"):
      "sources are preprocessed without it"
    case ("compile", "-w"), ("build", "-w"), ("apply", "-w"): "did you mean '-q'?"
    case ("apply", "-i"): "did you mean '-b'?"
    default: nil
    }
  }
}
