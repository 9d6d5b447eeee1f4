import ArgumentParser

/// `swiftdt blame`: shows where properties and nodes were set.
struct BlameCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Show which files, macros and overlays set a property or node, and its earlier values.",
    discussion: """
      A path is a node (/soc/uart@1, &uart_A, serial0), as `swiftdt get` takes it, or one of its properties \
      (/soc/uart@1/status, &uart_A/status); a pattern means properties ('/soc/*/status') if no node \
      matches. The values are listed in the order in which they were set; the last one, with an arrow, is \
      the one in the tree. Without a path, the whole tree is written as a source with these places in \
      comments.
      """)

  @Argument(
    help: ArgumentHelp(
      "A recipe (.json5, .json), source or blob; - reads a source or blob from standard input.",
      valueName: "recipe or source"),
    completion: .file())
  var input: String

  @Argument(help: ArgumentHelp("Nodes or properties, or patterns for them.", valueName: "path"))
  var paths: [String] = []

  @Option(
    name: [.customShort("O"), .customLong("overlay")],
    help: ArgumentHelp("Apply this overlay after those of the recipe.", valueName: "file"),
    completion: .file())
  var overlays: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set ${NAME} in the recipe to this value.", valueName: "name=value"))
  var settings: [String] = []

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  @OptionGroup var noise: QuietFlag

  var request: BlameRequest {
    noise.applied(
      to: BlameRequest(
        input: input, paths: paths, overlays: overlays, settings: settings, isJSON: json,
        reading: reading.reading), \.reading)
  }
}
