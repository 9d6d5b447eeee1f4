import SourceText

/// The command line of `swiftdt preprocess`, read as gcc reads it.
///
/// ArgumentParser would lose the order of different flags, which matters for `-D` and `-U`, and does not know
/// gcc's long words after a single dash.
struct PreprocessArguments: Equatable {
  /// The sources; with more than one, the output is a folder.
  var sources: [String] = []
  var output = "-"
  var hasOutput = false
  var withoutLineMarkers = false
  var listsMacros = false
  var warnings = WarningFlags()
  var reading = SourceReading()
  var rule = RuleRequest()
  /// The arguments that gcc passes on to its preprocessor, and whether these are being read.
  var passedOn: [String] = []
  var isPassedOn = false
  /// Whether the arguments ask for help.
  var asksForHelp = false
  /// Whether the arguments ask for the program's version.
  var asksForVersion = false
  /// What is wrong with the arguments; nil if nothing is.
  var problem: String?

  init(_ arguments: ArraySlice<String>) {
    var rest = arguments
    if rest.contains(where: ArgumentFiles.isName) {
      var files = ArgumentFiles()
      rest = files.expanded(arguments)[...]
      problem = files.problem
    }
    while problem == nil, let argument = rest.popFirst() {
      if argument == "-" || !argument.hasPrefix("-") {
        sources.append(argument)
      } else if argument == "--" {
        for operand in rest { sources.append(operand) }
        rest = []
      } else if !take(flag: argument, &rest) {
        if argument == "-h" || argument == "--help" {
          asksForHelp = true
          return
        }
        if argument == "--version" {
          asksForVersion = true
          return
        }
        problem = problem ?? Self.complaint(about: argument.hasPrefix("--") ? Self.short(argument) : argument)
      }
    }
    rule.putQuotedFirst()
    takePassedOn()
    takeOutput()
    complete()
  }

  /// Takes a second operand for the output, as cpp does, unless its ending shows that it is a source.
  private mutating func takeOutput() {
    guard sources.count == 2, !hasOutput, let last = sources.last else { return }
    let ending = Self.ending(of: last)
    if ending == Self.ending(of: sources[0]) || Self.sourceEndings.contains(ending) { return }
    // Without a file of that name, gcc takes it for a source.
    if ArgumentFiles.isName(last) { return }
    output = last
    sources.removeLast()
  }

  private static let sourceEndings = ["dts", "dtsi", "dtso", "h", "S"]

  private static func ending(of path: String) -> String {
    if path == "-" { return path }
    let name = path[(path.lastIndex(of: "/") ?? path.startIndex)...]
    return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
  }

  private mutating func complete() {
    guard problem == nil else { return }
    // As in gcc, warnings come only with the text.
    if rule.replacesText || listsMacros { warnings.isSilent = true }
    if !warnings.haveShadowedHeaders { reading.shadowedHeaders = nil }
    if sources.isEmpty { problem = "no source given" }
    refuse(output)
    if let file = rule.file { refuse(file) }
    if !rule.isWanted, let flag = rule.flag {
      problem = "'\(flag)' requires -M, -MM, -MD or -MMD"
    } else if let source = sources.first, let file = rule.file, output != "-", !rule.replacesText,
      FileReading.leadToOneFile(file, BatchNames.path(forOutput: output, of: source, kind: .text))
    {
      problem = "'\(file)' cannot be both the text and the make rule"
    }
    guard sources.count > 1 else { return }
    if let lost = sources.first(where: { ArgumentFiles.isName($0) && !FileReading.isReadable($0) }) {
      problem = "cannot take arguments from a file '\(lost.dropFirst())', and there is no source '\(lost)'"
    } else if let fault = BatchNames.problem(of: sources, in: output, .text) {
      problem = fault
    } else if sources.contains("-") {
      problem = "standard input cannot be one of several sources"
    } else if rule.file != nil || !rule.namedTargets.isEmpty {
      problem = "\(rule.flag ?? "-MT") only works with one source"
    }
  }

  private mutating func refuse(_ output: String) {
    if let fault = OutputFile.problem(of: output, over: sources, "a source") { problem = fault }
  }
}
