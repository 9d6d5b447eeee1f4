import ArgumentParser

/// `swiftdt diff`: shows the differences between two trees.
struct DiffCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show the differences between two device trees.",
    discussion: """
      Compares nodes by path and properties by name, in any order, and references by the node that they \
      refer to, whatever its phandle or, for aliases and stdout-path, its path. Nodes that were renamed or \
      moved are found by their labels and contents. Labels (__symbols__, __fixups__, __local_fixups__) are \
      ignored. Exit code 0 if there is no difference, 1 if there is, 2 if something could not be read.
      """)

  @Argument(
    help: ArgumentHelp("A blob or a source; - is standard input.", valueName: "old"),
    completion: .file())
  var old: String

  @Argument(
    help: ArgumentHelp("The blob or source to compare it with.", valueName: "new"), completion: .file())
  var new: String

  @Flag(name: .customLong("phandles"), help: "Compare phandles as numbers.")
  var phandles = false

  @Flag(name: .customLong("ordered"), help: "Also compare the order of nodes and properties.")
  var ordered = false

  @Flag(name: .customLong("labels"), help: "Also compare labels and fixups.")
  var labels = false

  @Flag(
    name: .customLong("bytes"),
    help: "Also compare the layout: header fields, blocks and strings.")
  var bytes = false

  @Option(
    name: [.customShort("x"), .customLong("ignore")],
    help: ArgumentHelp(
      """
      Ignore nodes and properties by name ('*-supply'), path ('/soc/*/status'), label ('&uart_a') or alias, in \
      either tree, with everything below them.
      """,
      valueName: "pattern"))
  var ignore: [String] = []

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Print nothing; only set the exit code.")
  var quiet = false

  @Option(
    name: .customLong("color"),
    help: ArgumentHelp("Colour the text: auto, always or never.", valueName: "when"))
  var color: DiffRequest.Colour = .auto

  @Flag(
    name: [.customShort("@"), .customLong("symbols")],
    help: "Compile sources as with 'compile -@'; by default only if the other input is a blob with labels.")
  var symbols = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  var request: DiffRequest {
    DiffRequest(
      old: old, new: new, showsPhandles: phandles, comparesOrder: ordered, comparesLabels: labels,
      comparesBytes: bytes, ignored: ignore, isJSON: json, isQuiet: quiet, colour: color, symbols: symbols,
      reading: reading.reading)
  }
}

extension DiffRequest.Colour: ExpressibleByArgument {}
