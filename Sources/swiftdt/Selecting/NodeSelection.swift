import DeviceTree
import SourceText

/// A user's name for nodes: a path (`/soc/serial@fe001000`); a label (`&uart_a`), an alias (`serial0`) or a
/// label without `&` if there is no such alias, each optionally with a path below it
/// (`&soc/serial@fe001000`); or a pattern of paths (`/soc/*@*`, `&soc/**`).
struct NodeSelection {
  /// The name as given.
  let text: String
  let tree: DeviceTree

  init(_ text: String, in tree: DeviceTree) {
    self.text = text
    self.tree = tree
  }

  /// What a name refers to where properties are allowed.
  enum Item: Equatable {
    case node(NodeID)
    case property(PropertyID)

    /// The node, or the one that has the property.
    func node(in tree: DeviceTree) -> NodeID {
      switch self {
      case .node(let node): node
      case .property(let property): tree.owner(of: property)
      }
    }
  }

  /// Returns the matching nodes in document order; throws if there are none.
  func nodes() throws(Refusal) -> [NodeID] {
    guard GlobPattern.isPattern(text) else { return [try node()] }
    let pattern = try pattern()
    let found = nodes(matching: pattern)
    if found.isEmpty {
      throw Refusal(
        message: "no node matches '\(text)'", help: nearestPattern(to: pattern, orProperty: false))
    }
    return found
  }

  /// What a part of a path may name.
  enum Part {
    /// A node.
    case node
    /// A node above the one, or the property, that the path is for.
    case nodeAbove
    /// A node or a property.
    case nodeOrProperty
  }

  /// Returns the one node that the name refers to.
  func node() throws(Refusal) -> NodeID {
    let (start, names) = try parts(orDeleted: false)
    var node = start
    for name in names { node = try child(of: node, called: name) }
    return node
  }

  /// Returns the matching nodes, or else properties (`/soc/*/status`), in document order; throws if there are
  /// none. Without wildcards, deleted nodes and properties count if the tree has none with the name.
  func items() throws(Refusal) -> [Item] {
    guard GlobPattern.isPattern(text) else { return [try item()] }
    let pattern = try pattern()
    var found = nodes(matching: pattern).map { Item.node($0) }
    if found.isEmpty { found = properties(matching: pattern).map { .property($0) } }
    if found.isEmpty {
      throw Refusal(
        message: "no node or property matches '\(text)'", help: nearestPattern(to: pattern, orProperty: true))
    }
    return found
  }

  private func item() throws(Refusal) -> Item {
    let (start, names) = try parts(orDeleted: true)
    var node = start
    for (number, name) in names.enumerated() {
      let isLast = number == names.count - 1
      if let symbol = symbol(name), tree.child(of: node, named: symbol) == nil {
        if isLast, let property = tree.property(of: node, named: symbol) { return .property(property) }
        if let child = tree.deletedChild(of: node, named: symbol) {
          node = child
          continue
        }
        if isLast, let property = tree.deletedProperty(of: node, named: symbol) { return .property(property) }
      }
      node = try child(of: node, called: name, as: isLast ? .nodeOrProperty : .nodeAbove)
    }
    return .node(node)
  }

  /// Returns the node that a path begins at, which may be a deleted one, and the names after it.
  private func parts(orDeleted: Bool) throws(Refusal) -> (start: NodeID, names: [Substring]) {
    var words = text[...]
    if words.hasPrefix("&{"), words.hasSuffix("}") { words = words.dropFirst(2).dropLast() }
    if words.isEmpty { throw Refusal(message: "the path is empty") }
    if words.hasPrefix("/") { return (.root, words.split(separator: "/")) }
    let slash = words.firstIndex(of: "/") ?? words.endIndex
    let name = words[..<slash]
    let label = name.hasPrefix("&") ? name.dropFirst() : name
    if orDeleted, let symbol = symbol(label), tree.node(labelled: symbol) == nil,
      let deleted = tree.deletedNode(labelled: symbol), name != label || !isAlias(symbol)
    {
      return (deleted, words[slash...].split(separator: "/"))
    }
    let start = name != label ? try node(labelled: String(label)) : try node(called: String(name))
    return (start, words[slash...].split(separator: "/"))
  }

  // MARK: Patterns

  /// Returns the pattern as one of complete paths: a label or alias at its start is replaced by its path.
  private func pattern() throws(Refusal) -> String {
    if text.hasPrefix("/") || text.hasPrefix("**") { return text }
    let slash = text.firstIndex(of: "/") ?? text.endIndex
    let start = try NodeSelection(String(text[..<slash]), in: tree).node()
    return (start == .root ? "" : tree.path(of: start)) + text[slash...]
  }

  private func nodes(matching pattern: String) -> [NodeID] {
    let glob = GlobPattern(pattern)
    // The root has no name for a single wildcard to match.
    let mayBeRoot = pattern.contains("**")
    if glob.isForLastName {
      return tree.nodes().filter { glob.matches(tree.names.array(tree.name(of: $0))) }
    }
    var found: [NodeID] = []
    glob.forEachNode(of: tree) { node, states in
      if node == .root ? mayBeRoot && glob.matches("/") : glob.isComplete(states) { found.append(node) }
    }
    return found
  }

  private func properties(matching pattern: String) -> [PropertyID] {
    let glob = GlobPattern(pattern)
    // Most properties have another name, and their paths need not be looked at.
    let last = GlobPattern(String(pattern.split(separator: "/").last ?? ""))
    var found: [PropertyID] = []
    glob.forEachNode(of: tree) { node, states in
      for property in tree.properties(of: node) {
        let name = tree.name(of: property)
        guard last.matches(tree.names.array(name)) else { continue }
        if glob.isForLastName
          || tree.names.withBytes(of: name, { glob.isComplete(glob.advance(states, into: $0)) })
        {
          found.append(property)
        }
      }
    }
    return found
  }

  // MARK: Labels and aliases

  private func node(labelled name: String) throws(Refusal) -> NodeID {
    if let node = symbol(name).flatMap({ tree.node(labelled: $0) }) { return node }
    var refusal = Refusal(message: "no node has the label '\(name)'")
    let labels = labels
    if labels.isEmpty, tree.extent(of: .root) == .none {
      refusal.notes.append("no node has a label: a blob has labels only if compiled with -@")
    }
    refusal.help = nearest(name, labels).map { "did you mean '&\($0)'?" }
    throw refusal
  }

  /// Returns the node of an alias, or else of a label with that name.
  private func node(called name: String) throws(Refusal) -> NodeID {
    let aliases = tree.node(atPath: "/aliases")
    if let aliases, let property = symbol(name).flatMap({ tree.property(of: aliases, named: $0) }) {
      let path = tree.string(of: property)
      guard path.first == 0x2F, let node = tree.node(atPath: path.span) else {
        throw Refusal(
          message: "the alias '\(name)' points to '\(PrintableText.name(path))', which does not exist")
      }
      return node
    }
    if let node = symbol(name).flatMap({ tree.node(labelled: $0) }) { return node }
    var refusal = Refusal(message: "there is no alias or label '\(name)'")
    if GlobPattern.isPattern(name) {
      refusal.help = ["patterns match paths: '/**/\(name)'"]
    } else if tree.node(atPath: "/" + name) != nil {
      refusal.help = ["a path begins with a slash: '/\(name)'"]
    } else if symbol(name).flatMap({ tree.property(of: .root, named: $0) }) != nil {
      refusal.notes.append("'\(name)' is a property of /")
    } else {
      let known = aliases.map { tree.properties(of: $0).map { tree.name(of: $0) } } ?? []
      refusal.help = nearest(name, both(known, labels)).map { "did you mean '\($0)'?" }
    }
    throw refusal
  }

  private func isAlias(_ name: Symbol) -> Bool {
    tree.node(atPath: "/aliases").flatMap { tree.property(of: $0, named: name) } != nil
  }

  private var labels: [Symbol] { tree.nodes().flatMap { tree.labels(of: $0) } }

  // MARK: Paths

  /// Returns a child by its name, or by its name without the unit address if only one child has that.
  private func child(
    of node: NodeID, called name: Substring, as part: Part = .node
  ) throws(Refusal) -> NodeID {
    if let child = symbol(name).flatMap({ tree.child(of: node, named: $0) }) { return child }
    let wanted = PrintableText.bytes(ofName: String(name))
    let candidates = tree.children(of: node).filter { baseName(of: $0).elementsEqual(wanted) }
    guard let only = candidates.first else {
      throw missing(name, in: node, as: part)
    }
    guard candidates.count == 1 else {
      throw Self.ambiguity(of: text, candidates, in: tree)
    }
    return only
  }

  // MARK: The tree

  /// Returns the symbol of a name, which may be escaped as in our output.
  func symbol(_ name: some StringProtocol) -> Symbol? {
    tree.names.find(PrintableText.bytes(ofName: String(name)).span)
  }

  /// Returns a node's name without its unit address.
  func baseName(of node: NodeID) -> ArraySlice<UInt8> {
    tree.names.array(tree.name(of: node)).prefix { $0 != 0x40 }
  }
}
