import ArgumentParser

/// `swiftdt view`: writes a tree as an HTML page.
struct ViewCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Write a device tree as a single HTML page.",
    discussion: """
      The page is self-contained and loads nothing: the tree, collapsible and searchable by name, label, \
      compatible and phandle; each node's properties, with references as links in both directions, where \
      they were set and what dtc's checks find; and the memory map.
      """)

  @Argument(
    help: ArgumentHelp(
      "A recipe (.json5, .json), source or blob; - reads a source or blob from standard input.",
      valueName: "file"),
    completion: .file())
  var input: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where to write the page: a file, a folder, or - for standard output (the default).", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var tree: ShownTreeFlags

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  @OptionGroup var noise: QuietFlag

  var request: ViewRequest {
    noise.applied(
      to: ViewRequest(
        input: input, output: output, overlays: tree.overlays, settings: tree.recipe.settings,
        reading: reading.reading),
      \.reading)
  }
}
