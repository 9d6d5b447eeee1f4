import ArgumentParser

/// `swiftdt diff`: what is different between two trees.
struct DiffCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell what is different between two device trees.",
    discussion: """
      Compares nodes by path and properties by name, whatever their order, and references by the node \
      that they mean, whatever its phandle. Labels (__symbols__, __fixups__, __local_fixups__) do not \
      count. Exit code 0 if there is no difference, 1 if there is, 2 if something could not be read.
      """)

  @Argument(
    help: ArgumentHelp("A blob or a source; - is standard input.", valueName: "old"),
    completion: .file())
  var old: String

  @Argument(help: ArgumentHelp("Another one.", valueName: "new"), completion: .file())
  var new: String

  @Flag(name: .customLong("phandles"), help: "Compare phandles as numbers.")
  var phandles = false

  @Flag(name: .customLong("ordered"), help: "Compare the order of nodes and properties, too.")
  var ordered = false

  @Flag(name: .customLong("labels"), help: "Compare labels and fixups, too.")
  var labels = false

  @Flag(
    name: .customLong("bytes"),
    help: "Compare the layout, too: the header's fields, the blocks, the strings.")
  var bytes = false

  @Option(
    name: [.customShort("x"), .customLong("ignore")],
    help: ArgumentHelp(
      "Leave out nodes and properties by name ('*-supply') or by path ('/soc/*/status'), with all below.",
      valueName: "pattern"))
  var ignore: [String] = []

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Say nothing; the exit code tells.")
  var quiet = false

  @Option(
    name: .customLong("color"),
    help: ArgumentHelp("Colour the text: auto, always or never.", valueName: "when"))
  var color: DiffRequest.Colour = .auto

  @Flag(
    name: [.customShort("@"), .customLong("symbols")],
    help: "Compile sources as with 'compile -@'.")
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
