import Preprocessor
import SourceText

/// The command line of `swiftdt preprocess`, read as gcc reads it.
///
/// ArgumentParser would lose the order of different flags, which matters for `-D` beside `-U`, and
/// does not know gcc's long words after one dash.
struct PreprocessArguments: Equatable {
  /// The sources; more than one go to a folder.
  var sources: [String] = []
  var output = "-"
  var withoutLineMarkers = false
  var listsMacros = false
  /// Whether warnings are not shown (`-w`), or those of what stands behind `#else` and `#endif` (`-Wno-endif-labels`).
  var withoutWarnings = false
  var withoutEndifLabels = false
  var reading = SourceReading()
  var rule = RuleRequest()
  /// Whether they ask what there is to ask for.
  var asksForHelp = false
  /// What cannot be made sense of.
  var problem: String?

  /// What `-M` and its like ask for.
  struct RuleRequest: Equatable {
    /// Whether a rule is written at all, and whether the text is as well.
    var isWanted = false
    var replacesText = false
    /// Without the system's headers.
    var withoutSystemHeaders = false
    var file: String?
    var targets: [String] = []
    var hasPhonyTargets = false

    /// A flag that says something of the rule, if one does.
    var flag: String? {
      if file != nil { return "-MF" }
      if !targets.isEmpty { return "-MT" }
      return hasPhonyTargets ? "-MP" : nil
    }
  }

  init(_ arguments: ArraySlice<String>) {
    var rest = arguments
    while problem == nil, let argument = rest.popFirst() {
      if argument == "-" || !argument.hasPrefix("-") {
        take(source: argument)
      } else if argument == "--" {
        for operand in rest { take(source: operand) }
        rest = []
      } else if !takePlain(argument), !takeWord(argument, &rest), !takeLetter(argument, &rest) {
        if argument == "-h" || argument == "--help" {
          asksForHelp = true
          return
        }
        problem = problem ?? "unknown option '\(argument)'"
      }
    }
    complete()
  }

  private mutating func complete() {
    guard problem == nil else { return }
    if sources.isEmpty { problem = "no source is given" }
    refuse(output)
    if let file = rule.file { refuse(file) }
    if !rule.isWanted, let flag = rule.flag {
      problem = "'\(flag)' goes with -M, -MM, -MD or -MMD"
    } else if let source = sources.first, let file = rule.file, output != "-", !rule.replacesText,
      FileReading.leadToOneFile(file, BatchNames.path(forOutput: output, of: source, kind: .text))
    {
      problem = "'\(file)' cannot be both the text and the rule"
    }
    guard sources.count > 1 else { return }
    if BatchNames.isNoFolder(output) {
      problem = "several sources need a folder to go to: -o FOLDER"
    } else if sources.contains("-") {
      problem = "standard input goes by itself, not among several sources"
    } else if rule.file != nil || !rule.targets.isEmpty {
      problem = "\(rule.flag ?? "-MT") goes with one source"
    }
  }

  private mutating func refuse(_ output: String) {
    guard BatchNames.isInput(output, among: sources) else { return }
    problem = "'\(output)' is a source, and would be overwritten"
  }

  private mutating func take(source path: String) { sources.append(path) }

  /// Flags without a value.
  private mutating func takePlain(_ argument: String) -> Bool {
    switch argument {
    case "-P": withoutLineMarkers = true
    case "-dM": listsMacros = true
    case "-w": withoutWarnings = true
    case "-Wno-endif-labels": withoutEndifLabels = true
    case "-Wendif-labels": withoutEndifLabels = false
    case "--show-includes", "-H": reading.showsIncludes = true
    case "-Wno-shadowed-header": reading.shadowedHeaders = nil
    case "-Wshadowed-header": reading.shadowedHeaders = .warning
    case "-Werror=shadowed-header": reading.shadowedHeaders = .error
    case "-M", "-MM":
      rule.isWanted = true
      rule.replacesText = true
      if argument == "-MM" { rule.withoutSystemHeaders = true }
    case "-MD", "-MMD":
      rule.isWanted = true
      if argument == "-MMD" { rule.withoutSystemHeaders = true }
    case "-MP": rule.hasPhonyTargets = true
    // What we do anyway, and what makes no difference to text.
    case "-E", "-nostdinc", "-undef", "-pipe", "-v", "-ansi", "-C", "-CC":
      if argument.hasPrefix("-C") { problem = "comments are not kept: \(argument)" }
    default:
      if argument.hasPrefix("-Wp,") { return takePassedOn(argument) }
      return argument.hasPrefix("-std=") || argument.hasPrefix("-W") || argument.hasPrefix("-O")
        || argument.hasPrefix("-f") || argument.hasPrefix("-g") || argument.hasPrefix("-m")
    }
    return true
  }

  /// `-Wp,-MMD,FILE`: for gcc's preprocessor itself, where these two flags take a file.
  private mutating func takePassedOn(_ argument: String) -> Bool {
    var words = argument.split(separator: ",").map(String.init).dropFirst()
    while let word = words.popFirst() {
      if word == "-MD" || word == "-MMD", let file = words.popFirst() {
        rule.file = file
        _ = takePlain(word)
      } else if !takePlain(word), !takeWord(word, &words), !takeLetter(word, &words) {
        return false
      }
    }
    return true
  }

  /// Flags that are words, with their value in the next argument or joined.
  private mutating func takeWord(_ argument: String, _ rest: inout ArraySlice<String>) -> Bool {
    let words = [
      "-include", "-imacros", "-isystem", "-idirafter", "-iquote", "-MF", "-MT", "-MQ", "-x",
      "--include", "--define", "--undefine", "--output",
    ]
    for word in words where argument.hasPrefix(word) {
      var value = String(argument.dropFirst(word.count))
      if word.hasPrefix("--") {
        if !value.isEmpty, value.removeFirst() != "=" { continue }
      }
      if value.isEmpty {
        guard let next = rest.popFirst() else {
          problem = "'\(word)' needs a value"
          return true
        }
        value = next
      }
      take(word, value)
      return true
    }
    return false
  }

  /// `-I`, `-D`, `-U` and `-o`, with their value in the next argument or joined.
  private mutating func takeLetter(_ argument: String, _ rest: inout ArraySlice<String>) -> Bool {
    let letter = String(argument.prefix(2))
    guard ["-I", "-D", "-U", "-o"].contains(letter) else { return false }
    var value = String(argument.dropFirst(2))
    if value.isEmpty {
      guard let next = rest.popFirst() else {
        problem = "'\(letter)' needs a value"
        return true
      }
      value = next
    }
    take(letter, value)
    return true
  }

  private mutating func take(_ flag: String, _ value: String) {
    switch flag {
    case "-I", "--include": reading.includeFolders.append(value)
    case "-iquote": reading.quoteFolders.append(value)
    case "-isystem": reading.systemFolders.append(value)
    case "-idirafter": reading.laterFolders.append(value)
    case "-D", "--define": reading.macros.append(.define(value))
    case "-U", "--undefine": reading.macros.append(.undefine(value))
    case "-include": reading.forcedFiles.append(.include(value))
    case "-imacros": reading.forcedFiles.append(.macros(value))
    case "-o", "--output": output = value
    case "-MF": rule.file = value
    case "-MT": rule.targets.append(value)
    case "-MQ": rule.targets.append(MakeRule.quoted(value))
    case "-x":
      if value != "assembler-with-cpp" {
        problem = "sources are read as 'assembler-with-cpp', not as '\(value)'"
      }
    default: break
    }
  }
}
