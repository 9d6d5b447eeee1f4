import ArgumentParser

/// `swiftdt get`: shows nodes and properties of a blob or a source.
struct GetCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show nodes and properties of a blob or a source.",
    discussion: """
      A node is a path, a label (&uart_A), an alias (serial0), or a pattern: '/soc/*@*', '/**/port'. A unit \
      address may be omitted if it is clear which node is meant, and a label's & if no alias has its name. \
      Without properties, a node is shown with everything in it, and a pattern lists the paths that match \
      it. The value of a single property is printed bare, strings one per line; otherwise values are \
      shown as in a source, phandles as the nodes that they refer to.
      """)

  @Option(
    name: [.customShort("t"), .customLong("type")],
    help: ArgumentHelp(
      "Interpret values as this: \(RequestedType.words); or fdtget's letters.", valueName: "type"),
    completion: .list(RequestedType.completions))
  var type: RequestedType?

  @Option(
    name: [.customShort("c"), .customLong("compatible")],
    help: ArgumentHelp(
      "Only nodes that are compatible with this: those in the node that a path or label names (itself included), those that match a pattern, or, if properties follow directly, all.",
      valueName: "name"))
  var compatible: [String] = []

  @Option(
    name: [.customShort("d"), .customLong("default")],
    help: ArgumentHelp(
      "Print this for each property that a node lacks, or once if there is no such node.", valueName: "text"))
  var fallback: String?

  @Flag(name: [.customShort("p"), .customLong("properties")], help: "List the names of properties.")
  var propertyNames = false

  @Flag(name: [.customShort("l"), .customLong("nodes")], help: "List the names of subnodes.")
  var nodeNames = false

  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @Flag(name: .customLong("phandles"), help: "Show phandles as numbers.")
  var phandles = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  @OptionGroup var noise: QuietFlag

  @Argument(
    help: ArgumentHelp("A blob or a source; - is standard input.", valueName: "file"),
    completion: .file())
  var file: String

  @Argument(help: ArgumentHelp("A node, then properties; both may be patterns.", valueName: "node"))
  var operands: [String] = []

  var request: GetRequest {
    var request = GetRequest(file: file, operands: operands[...], compatible: compatible)
    request.type = type
    request.fallback = fallback
    request.mode = propertyNames ? .properties : nodeNames ? .nodes : .contents
    request.isJSON = json
    request.showsPhandles = phandles
    request.reading = reading.reading
    return noise.applied(to: request, \.reading)
  }

  func validate() throws {
    // A request has one mode.
    if propertyNames, nodeNames { throw ValidationError("--properties and --nodes are mutually exclusive") }
    if let problem = request.problem { throw ValidationError(problem) }
  }
}

extension RequestedType: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
