import ArgumentParser

/// `swiftdt overlay explain`: what overlays do to a base, without writing anything.
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

/// A base and overlays that are looked at: the flags of all commands that write nothing.
struct OverlayInputFlags: ParsableArguments {
  @Option(
    name: [.customShort("b"), .customLong("base")],
    help: ArgumentHelp(
      "The base: a blob with /__symbols__, or a source; - is standard input.", valueName: "file"),
    completion: .file())
  var base: String

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @Flag(
    name: .customLong("cross-check"),
    help: "Apply with libfdt as well, and fail unless both agree.")
  var crossCheck = false

  @Argument(
    help: ArgumentHelp("The overlays: blobs or sources; - is standard input.", valueName: "overlay"),
    completion: .file())
  var overlays: [String]

  func validate() throws {
    if let problem = InputFile.problem(ofReading: [base] + overlays) { throw ValidationError(problem) }
  }
}
