import ArgumentParser

/// `swiftdt set`: changes a blob.
struct SetCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Change a blob: values, properties, nodes, /chosen, headroom.",
    discussion: """
      Sets a property of a node, or makes all the changes given by --edit, --list and the other options, \
      all or none. A node is anything that `swiftdt get` takes, patterns included. A value is words (of the \
      property's present type, of the type they look like, or of --type), or one word in source syntax: \
      '<&clkc 3>, <1 2>', '"a", "b"', '[00 ff]'. Without a value the property is empty.

      The word &label is the node's phandle. In /aliases, for stdout-path and in place of a string it is the \
      node's path, unless common bindings have a phandle there (clocks, *-supply). <&label> is always a phandle.

      A list has one change per line: set NODE PROPERTY VALUE..., create NODE..., remove NODE... or delete \
      NODE PROPERTY...; a line that begins with # is a comment.

      The blob grows as needed and keeps its headroom. It is replaced atomically, and commands that edit it \
      at the same time wait for each other.
      """)

  @Option(
    name: [.customShort("t"), .customLong("type")],
    help: ArgumentHelp(
      "Interpret the value as this: \(RequestedType.words); or fdtput's letters.", valueName: "type"),
    completion: .list(RequestedType.completions))
  var type: RequestedType?

  @Option(
    name: [.customShort("e"), .customLong("edit")],
    help: ArgumentHelp("Make this change, written like a line of a list.", valueName: "line"))
  var lines: [String] = []

  @Option(
    name: [.customShort("l"), .customLong("list")],
    help: ArgumentHelp("Make the changes listed in this file; - is standard input.", valueName: "file"),
    completion: .file())
  var lists: [String] = []

  @Option(
    name: [.customShort("c"), .customLong("create")],
    help: ArgumentHelp("Create this node.", valueName: "node"))
  var creates: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("remove")],
    help: ArgumentHelp("Remove this node and everything below it.", valueName: "node"))
  var removes: [String] = []

  @Flag(
    name: [.customShort("d"), .customLong("delete")],
    help: "Delete the properties named after the node.")
  var deletes = false

  @Flag(name: .customLong("parents"), help: "Create missing parent nodes.")
  var parents = false

  @Option(
    name: .customLong("bootargs"),
    help: ArgumentHelp("Set the kernel's command line in /chosen.", valueName: "text"))
  var bootargs: String?

  @Option(
    name: .customLong("initrd"),
    help: ArgumentHelp(
      "Set the initial RAM disk in /chosen: START-END, START+SIZE, FILE@START, or none.",
      valueName: "range"))
  var initrd: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write to this file instead; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show only errors.")
  var quiet = false

  @OptionGroup(title: "Size") var sizes: SizeFlags

  @Argument(
    help: ArgumentHelp(
      "The blob; - is standard input, and the result goes to standard output.", valueName: "file"),
    completion: .file())
  var file: String

  @Argument(help: ArgumentHelp("A node, a property, and its value.", valueName: "node"))
  var operands: [String] = []

  var request: SetRequest {
    get throws {
      SetRequest(
        file: file, output: output,
        edits: try SetRequest.edits(
          operands[...], type, creates: creates, removes: removes, deletes: deletes), lines: lines,
        lists: lists, chosen: ChosenEdits(bootargs: bootargs, initrd: initrd), makesParents: parents,
        sizes: sizes.request, isQuiet: quiet)
    }
  }
}
