import DeviceTree
import SourceText

/// A request to `swiftdt get`.
struct GetRequest: Equatable, Sendable {
  /// What to show of a node.
  enum Mode: Equatable, Sendable {
    /// The requested properties, or else all properties and subnodes.
    case contents
    /// The names of the properties.
    case properties
    /// The names of the subnodes.
    case nodes
  }

  var file: String
  /// The node or pattern of nodes; nil is the root, or with `compatible` all nodes.
  var node: String?
  /// The names of properties, or patterns for them.
  var properties: [String] = []
  /// If not empty, only nodes that are compatible with one of these names or patterns, and a node that is not a
  /// pattern stands for all nodes below it, too.
  var compatible: [String] = []
  var mode = Mode.contents
  var type: RequestedType?
  /// What to print for each property that does not exist, or once if the node does not.
  var fallback: String?
  var isJSON = false
  var showsPhandles = false
  var reading = SourceReading()

  /// Creates a request from the arguments that follow the flags.
  init(file: String, operands: ArraySlice<String>, compatible: [String] = []) {
    self.file = file
    self.compatible = compatible
    var rest = operands
    // `--compatible` already selects the nodes; a path or label narrows them down.
    if let first = rest.first, compatible.isEmpty || first.hasPrefix("/") || first.hasPrefix("&") {
      node = first
      rest = rest.dropFirst()
    }
    properties = Array(rest)
  }

  /// What is wrong with the request regardless of the file's contents; nil if nothing is.
  var problem: String? {
    if mode != .contents, !properties.isEmpty {
      return "--properties and --nodes list names: omit '\(properties[0])'"
    }
    if isJSON, type?.format == .raw { return "--json cannot show raw bytes: use --type bytes" }
    return nil
  }

  func run() throws {
    if let answer = QuickAnswer(self) { return Console.say(answer.text) }
    try MisplacedFile.refuse("get", file, (node.map { [$0] } ?? []) + properties)
    var reader = TreeReader(reading, symbols: false)
    let tree = try reader.lookedAt(file).tree
    var output = GetOutput(tree, self)
    do throws(Refusal) {
      try output.show(try nodes(in: tree))
    } catch {
      Console.say(output.text)
      if let fallback, !error.isMismatch {
        if isJSON { output.collectDefault() }
        return Console.say(isJSON ? output.text : Array((fallback + "\n").utf8))
      }
      throw CommandFailure.saying(error.diagnostic(for: file))
    }
    Console.say(output.text)
  }

  /// Returns the requested nodes.
  private func nodes(in tree: DeviceTree) throws(Refusal) -> [NodeID] {
    guard !compatible.isEmpty else { return try NodeSelection(node ?? "/", in: tree).nodes() }
    let named = try NodeSelection(node ?? "/", in: tree).nodes()
    // A single node stands for all that is in it, too.
    let isPattern = node.map(GlobPattern.isPattern) ?? false
    let found =
      isPattern
      ? named.filter { isCompatible($0, tree) }
      : tree.nodes(from: named[0]).filter { isCompatible($0, tree) }
    guard found.isEmpty else { return found }
    let names = compatible.map { "'\($0)'" }.joined(separator: " or ")
    let others = node == nil ? [] : tree.nodes().filter { isCompatible($0, tree) }
    guard let other = others.first else {
      throw Refusal(message: "no node is compatible with \(names)", help: nearestCompatible(in: tree))
    }
    let place = isPattern ? "that matches '\(node ?? "")'" : "in \(tree.printablePath(of: named[0]))"
    let rest = others.count - 1
    let more = rest == 0 ? "" : ", and so \(rest == 1 ? "is" : "are") \(rest) more"
    throw Refusal(
      message: "no node \(place) is compatible with \(names)",
      notes: ["\(tree.printablePath(of: other)) is\(more)"])
  }

  private func isCompatible(_ node: NodeID, _ tree: DeviceTree) -> Bool {
    guard let property = tree.property(of: node, named: "compatible") else { return false }
    let patterns = compatible.map(GlobPattern.init)
    return tree.bytes(of: tree.value(of: property)).split(separator: 0).contains { part in
      patterns.contains { $0.matches(Array(part)) }
    }
  }

  private func nearestCompatible(in tree: DeviceTree) -> [String] {
    var names = tree.names
    var known: [Symbol] = []
    var seen: Set<Symbol> = []
    for node in tree.nodes() {
      if let property = tree.property(of: node, named: "compatible") {
        for part in tree.bytes(of: tree.value(of: property)).split(separator: 0) {
          let name = names.intern(Array(part).span)
          if seen.insert(name).inserted { known.append(name) }
        }
      }
    }
    let wanted = Array(compatible[0].utf8)
    return NearestNames.nearest(to: wanted.span, among: known, in: names, count: 2)
      .map { "did you mean '\(names.printable($0))'?" }
  }
}

extension GetRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .value("-t", "--type"), .value("-c", "--compatible"), .value("-d", "--default"),
      .toggle("-p", "--properties"), .toggle("-l", "--nodes"), .toggle("--json"), .toggle("--phandles"),
    ] + QuickFlags.reading
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard let file = flags.operands.first, !(flags.has("-p") && flags.has("-l")) else { throw NotQuick() }
    self.init(file: file, operands: flags.operands.dropFirst(), compatible: flags.all("-c"))
    guard flags.read("-t", into: &type, { RequestedType($0) }) else { throw NotQuick() }
    fallback = flags.last("-d")
    isJSON = flags.has("--json")
    showsPhandles = flags.has("--phandles")
    mode = flags.has("-p") ? .properties : flags.has("-l") ? .nodes : .contents
    reading = flags.reading
  }
}
