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
      valueName: "recipe, source or blob"),
    completion: .file())
  var input: String

  @Argument(help: ArgumentHelp("Nodes or properties, or patterns for them.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var tree: ShownTreeFlags

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  @OptionGroup var noise: QuietFlag

  var request: BlameRequest {
    noise.applied(
      to: BlameRequest(
        input: input, paths: paths, overlays: tree.overlays, settings: tree.recipe.settings, isJSON: json,
        reading: reading.reading), \.reading)
  }
}
