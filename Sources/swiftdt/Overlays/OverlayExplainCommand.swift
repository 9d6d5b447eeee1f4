import ArgumentParser

/// `swiftdt overlay explain`: shows what overlays do to a base, without writing anything.
struct OverlayExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain what overlays do to a base, or why they do nothing.",
    discussion: """
      For each overlay, in order and on top of the ones before it: where its fragments go, which nodes and \
      properties they add (+), change (~) or leave as they were (=), and which labels it needs and exports. \
      For sources, also where each was written. Problems and oddities go to standard error. Exit code 1 if \
      an overlay does not apply.
      """)

  @OptionGroup var inputs: OverlayInputFlags

  @Flag(name: .customLong("all"), help: "Also show every property that stays as it was.")
  var all = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags
  @OptionGroup(title: "Checks") var checks: CheckFlags

  func run() throws {
    try OverlayExplainRequest(
      base: inputs.base, overlays: inputs.overlays, isJSON: inputs.json, showsAll: all,
      crossChecks: inputs.crossCheck, reading: reading.reading,
      checks: checks.request
    ).run()
  }
}

/// A base and overlays to examine: the arguments shared by the commands that write nothing.
struct OverlayInputFlags: ParsableArguments {
  @OptionGroup private var bottom: BaseFlag

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @OptionGroup private var oracle: CrossCheckFlag

  @Argument(
    help: ArgumentHelp("The overlays: blobs or sources; - is standard input.", valueName: "overlay"),
    completion: .file())
  var overlays: [String]

  var base: String { bottom.base }
  var crossCheck: Bool { oracle.crossCheck }

  func validate() throws {
    if let problem = InputFile.problem(ofReading: [base] + overlays) { throw ValidationError(problem) }
  }
}
