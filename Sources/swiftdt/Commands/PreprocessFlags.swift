import Preprocessor

/// The flags of `swiftdt preprocess`: those with an effect, and those for the compiler and linker, which gcc
/// ignores if it only preprocesses. (`$(HOSTCC) -E` includes what the project links its programs with.)
extension PreprocessArguments {
  /// gcc's long names.
  private static let longNames: [(long: String, short: String)] = [
    ("--include-directory", "-I"), ("--include-directory-after", "-idirafter"), ("--include", "-include"),
    ("--imacros", "-imacros"),
    ("--define-macro", "-D"), ("--undefine-macro", "-U"), ("--language", "-x"), ("--preprocess", "-E"),
    ("--no-line-commands", "-P"), ("--no-warnings", "-w"), ("--trace-includes", "-H"),
    ("--no-standard-includes", "-nostdinc"), ("--comments", "-C"), ("--dependencies", "-M"),
    ("--user-dependencies", "-MM"), ("--write-dependencies", "-MD"), ("--write-user-dependencies", "-MMD"),
  ]

  /// Flags that are words, with a value in the next argument or joined.
  private static let words = [
    "-include", "-imacros", "-isystem", "-idirafter", "-iquote", "-MF", "-MT", "-MQ", "-x",
    "--define", "--undefine", "--output",
  ]
  /// Flags that have no effect.
  private static let ignored: [String] = [
    "-c", "-S", "-s", "-p", "-pg", "-r", "-Q", "-pthread", "-shared", "-rdynamic", "-pie", "-pedantic",
    "-pedantic-errors",
    "-nostdinc++", "-nostdlib", "-nolibc", "-nostartfiles", "-nodefaultlibs", "-save-temps",
  ]
  /// The beginnings of further flags that have no effect.
  private static let ignoredBeginnings = ["-std=", "-O", "-f", "-g", "-m", "-static", "-no-", "-save-temps="]
  /// Further flags that have no effect, with a value in the next argument or joined.
  private static let ignoredWithValue = [
    "-L", "-l", "-B", "-isysroot", "--sysroot", "--param", "-Xlinker", "-Xassembler",
  ]

  /// Flags that would change the text or the rule in ways that are not supported, and what they ask for.
  private static let refused: [(flag: String, meaning: String)] = [
    ("-C", "keeping comments"), ("-CC", "keeping comments"),
    ("-dD", "keeping definitions in the text"), ("-dN", "keeping definitions in the text"),
    ("-dU", "keeping definitions in the text"), ("-dI", "keeping #include lines in the text"),
    ("-MG", "a make rule with headers that do not exist yet"),
    ("-fpreprocessed", "a source that is preprocessed already"),
    ("-fdirectives-only", "leaving macros as they are"),
    ("-traditional", "the language before standard C"),
    ("-traditional-cpp", "the language before standard C"),
    ("-trigraphs", "replacing trigraphs"), ("-remap", "replacing file names as in header.gcc"),
    ("-A", "asserting"), ("-iprefix", "looking for headers below a prefix"),
    ("-iwithprefix", "looking for headers below a prefix"),
    ("-iwithprefixbefore", "looking for headers below a prefix"),
    ("-imultilib", "looking for headers of one of gcc's libraries"),
  ]

  /// Returns the complaint about a flag that is not taken: what it asks for, if that is known, or else the flag that
  /// may have been meant.
  static func complaint(about flag: String) -> String {
    let short = flag.hasPrefix("--") ? Self.short(flag) : flag
    if let known = refused.first(where: { $0.flag == short || $0.flag == "-A" && short.hasPrefix("-A") }) {
      return "\(known.meaning) is not supported: \(short)"
    }
    let start = flag.hasPrefix("--") ? "--" : "-"
    let known =
      longNames.map(\.long) + words + [
        "--show-includes", "--help", "--version", "-nostdinc", "-undef", "-pipe",
      ]
    let names = known.filter { $0.hasPrefix("--") == (start == "--") }
      .map { String($0.dropFirst(start.count)) }
    let name = flag.dropFirst(start.count).prefix { $0 != "=" }
    let question = NearestText.question(about: String(name), among: names, start: start)
    return "unknown option '\(flag)'" + (question.map { "; \($0)" } ?? "")
  }

  /// Takes a flag with its value; returns false if it is unknown.
  mutating func take(flag: String, _ rest: inout ArraySlice<String>) -> Bool {
    let flag = flag.hasPrefix("--") ? Self.short(flag) : flag
    if flag == "-Xpreprocessor" {
      if let value = value(of: flag, "", &rest) { passedOn.append(value) }
      return true
    }
    return takePlain(flag) || takeWord(flag, &rest) || takeLetter(flag, &rest) || ignore(flag, &rest)
  }

  /// Returns the short form of one of gcc's long names, with its value joined; other flags as they are.
  static func short(_ flag: String) -> String {
    let name = flag.prefix { $0 != "=" }
    guard let known = longNames.first(where: { $0.long == name }) else { return flag }
    return known.short + flag.dropFirst(name.count + 1)
  }

  /// Takes a flag without a value; returns false if it is not one.
  private mutating func takePlain(_ argument: String) -> Bool {
    switch argument {
    case "-P": withoutLineMarkers = true
    case "-dM": listsMacros = true
    case "-w": warnings.isSilent = true
    case "--show-includes", "-H": reading.showsIncludes = true
    case "-M", "-MM", "-MD", "-MMD": rule.take(argument, isLast: isPassedOn)
    case "-MP": rule.hasPhonyTargets = true
    case "-E", "-nostdinc", "-undef", "-pipe", "-v", "-ansi": break
    // Other flags that begin with -f are ignored.
    case "-fpreprocessed", "-fdirectives-only": problem = Self.complaint(about: argument)
    default:
      guard argument.hasPrefix("-W") else { return takePrefixMap(argument) }
      if argument.hasPrefix("-Wp,") {
        passedOn += argument.dropFirst(4).split(separator: ",").map(String.init)
      } else {
        warnings.take(argument.dropFirst(2))
      }
    }
    return true
  }

  /// Takes `-fmacro-prefix-map=OLD=NEW`, for `__FILE__`; returns false if it is another flag.
  private mutating func takePrefixMap(_ argument: String) -> Bool {
    guard argument.hasPrefix("-f") else { return false }
    for flag in ["-fmacro-prefix-map=", "-ffile-prefix-map="] where argument.hasPrefix(flag) {
      let map = argument.dropFirst(flag.count)
      if let equals = map.lastIndex(of: "=") {
        reading.pathPrefixes.append(.init(map[..<equals], becomes: map[map.index(after: equals)...]))
      } else {
        problem = "'\(flag)' needs OLD=NEW, not '\(map)'"
      }
      return true
    }
    return false
  }

  /// Takes the arguments of `-Wp` and `-Xpreprocessor`, which gcc passes to its preprocessor last.
  /// There, `-MD` and `-MMD` take a file.
  mutating func takePassedOn() {
    var words = passedOn[...]
    isPassedOn = true
    while problem == nil, let word = words.popFirst() {
      if word == "-MD" || word == "-MMD", let file = words.popFirst() { rule.file = file }
      if !takePlain(word), !takeWord(word, &words), !takeLetter(word, &words), !ignore(word, &words) {
        problem = problem ?? Self.complaint(about: word)
      }
    }
  }

  /// Takes a flag that is a word, with its value in the next argument or joined;
  /// returns false if it is not one.
  private mutating func takeWord(_ argument: String, _ rest: inout ArraySlice<String>) -> Bool {
    for word in Self.words where argument.hasPrefix(word) {
      guard let joined = Self.joined(argument, to: word) else { continue }
      if let value = value(of: word, joined, &rest) { take(word, value) }
      return true
    }
    return false
  }

  /// Takes `-I`, `-D`, `-U` or `-o`, with its value in the next argument or joined;
  /// returns false for other flags.
  private mutating func takeLetter(_ argument: String, _ rest: inout ArraySlice<String>) -> Bool {
    let letter = String(argument.prefix(2))
    guard ["-I", "-D", "-U", "-o"].contains(letter) else { return false }
    if let value = value(of: letter, String(argument.dropFirst(2)), &rest) { take(letter, value) }
    return true
  }

  /// Takes a flag that has no effect; returns false if it is unknown.
  private mutating func ignore(_ argument: String, _ rest: inout ArraySlice<String>) -> Bool {
    if Self.ignored.contains(argument) || Self.ignoredBeginnings.contains(where: argument.hasPrefix) {
      return true
    }
    for flag in Self.ignoredWithValue where argument.hasPrefix(flag) {
      guard let joined = Self.joined(argument, to: flag) else { continue }
      _ = value(of: flag, joined, &rest)
      return true
    }
    return false
  }

  /// Returns what is joined to a flag; nil if the argument is another flag that begins with this one.
  private static func joined(_ argument: String, to flag: String) -> String? {
    var value = String(argument.dropFirst(flag.count))
    if flag.hasPrefix("--"), !value.isEmpty, value.removeFirst() != "=" { return nil }
    return value
  }

  /// Returns what is joined to a flag, or else the next argument; nil if there is none.
  private mutating func value(
    of flag: String, _ joined: String, _ rest: inout ArraySlice<String>
  ) -> String? {
    if !joined.isEmpty { return joined }
    if let next = rest.popFirst() { return next }
    problem = "'\(flag)' needs a value"
    return nil
  }

  private mutating func take(_ flag: String, _ value: String) {
    switch flag {
    case "-I":
      reading.includeFolders.append(value)
      if value == "-" { problem = "'-I-' is obsolete: use -iquote for the folders before it" }
    case "-iquote": reading.quoteFolders.append(value)
    case "-isystem": reading.systemFolders.append(value)
    case "-idirafter": reading.laterFolders.append(value)
    case "-D", "--define": reading.macros.append(.define(value))
    case "-U", "--undefine": reading.macros.append(.undefine(value))
    case "-include": reading.forcedFiles.append(.include(value))
    case "-imacros": reading.forcedFiles.append(.macros(value))
    case "-o", "--output":
      output = value
      hasOutput = true
    case "-MF": rule.file = value
    case "-MT", "-MQ": rule.namedTargets.append(.init(name: value, isQuoted: flag == "-MQ"))
    case "-x":
      if value != "assembler-with-cpp", value != "none" {
        problem = "sources are read as 'assembler-with-cpp', not as '\(value)'"
      }
    default: break
    }
  }
}
