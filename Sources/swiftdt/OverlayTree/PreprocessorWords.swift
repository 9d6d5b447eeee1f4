/// Words of gcc's command line that only say how sources are preprocessed: what NixOS's
/// `dtboBuildExtraPreprocessorFlags` has.
///
/// NixOS pipes the output of `gcc -E` to dtc, so flags for the form of that output (`-P`) make no difference.
struct PreprocessorWords {
  private let words: [String]
  private let arguments: PreprocessArguments

  init(_ words: [String]) {
    self.words = words
    arguments = PreprocessArguments(["-"] + words)
  }

  /// What is wrong with the words; nil if nothing is.
  var problem: String? {
    let name = Advice.name(of: .preprocessorFlags)
    let second = arguments.hasOutput || arguments.output == "-" ? nil : arguments.output
    if let source = arguments.sources.dropFirst().first ?? second {
      return "\(name): '\(source)' is not a flag of the preprocessor"
    }
    if let problem = arguments.problem { return "\(name): \(problem)" }
    if arguments.asksForVersion { return "\(name): unknown option '--version'" }
    if arguments.asksForHelp {
      return "\(name): unknown option '\(words.contains("--help") ? "--help" : "-h")'"
    }
    if arguments.hasOutput || arguments.rule.replacesText || arguments.listsMacros {
      return "\(name): flags for other outputs than the text are not possible: -o, -M, -dM"
    }
    return nil
  }

  /// Returns how sources are read with the flags in addition.
  func added(to reading: SourceReading) -> SourceReading {
    var sum = reading.adding(arguments.reading)
    if arguments.warnings != WarningFlags() { sum.gccWarnings = arguments.warnings }
    return sum
  }
}
