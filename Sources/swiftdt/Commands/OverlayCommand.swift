import ArgumentParser

/// `swiftdt overlay`: the commands for overlays.
struct OverlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overlay", abstract: "Apply overlays and explain what they do.",
    subcommands: [
      OverlayApplyCommand.self, OverlayExplainCommand.self, OverlayConflictsCommand.self,
      OverlayBisectCommand.self, ApplyTreeCommand.self,
    ])
}

/// `swiftdt overlay apply`: merges a base and overlays into one blob.
struct OverlayApplyCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Apply overlays to a base, in order, and write the merged blob.",
    discussion: """
      Base and overlays may be blobs or sources, in any mix. The result has the bytes that fdtoverlay 1.8.1 \
      would write; with --pad, --size, --align or --no-symbols, those of a further pass of \
      `dtc -I dtb -O dtb`. If an overlay cannot be applied, the output stays as it was. Sources are checked \
      as compile checks them.
      """)

  @OptionGroup var bottom: BaseFlag

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where to write the merged blob: a file, - for standard output, or a folder (under the base's name).",
      valueName: "file"), completion: .file())
  var output: String

  @OptionGroup var oracle: CrossCheckFlag

  @Flag(
    name: [.customShort("k"), .customLong("keep-going")],
    help: "Leave out overlays that cannot be applied, and merge the rest.")
  var keepGoing = false

  @Flag(
    name: .customLong("allow-failed"),
    help: "Keep going, and exit with code 0 even if overlays were left out.")
  var allowFailed = false

  @OptionGroup var symbols: NoSymbolsFlag

  @Option(
    name: .customLong("depfile"),
    help: ArgumentHelp("Write a make rule that lists all files read.", valueName: "file"),
    completion: .file())
  var depfile: String?

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags
  @OptionGroup(title: "Size") var sizes: SizeFlags
  @OptionGroup(title: "Checks") var checks: CheckFlags

  @Argument(
    help: ArgumentHelp("The overlays: blobs or sources; - is standard input.", valueName: "overlay"),
    completion: .file())
  var overlays: [String]

  var request: OverlayApplyRequest {
    OverlayApplyRequest(
      base: bottom.base, output: output, overlays: overlays, crossChecks: oracle.crossCheck,
      keepsGoing: keepGoing, allowsFailed: allowFailed, depfile: depfile, reading: reading.reading,
      sizes: sizes.request, keepsSymbols: !symbols.noSymbols,
      checks: checks.request)
  }
}
