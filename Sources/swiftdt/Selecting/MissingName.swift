import DeviceTree
import SourceText

/// What is said about names that refer to nothing, or to several nodes.
extension NodeSelection {
  /// Returns the refusal of a name that must be one node's but matches several.
  static func ambiguity(of text: String, _ nodes: [NodeID], in tree: DeviceTree) -> Refusal {
    Refusal(
      message: "'\(text)' is ambiguous: it matches \(nodes.count) nodes",
      notes: nodes.prefix(4).map { "it could be \(tree.printablePath(of: $0))" })
  }

  /// Returns the refusal of a path of which a part names nothing in the node before it.
  func missing(_ name: Substring, in node: NodeID, as part: Part) -> Refusal {
    let parent = tree.printablePath(of: node)
    var refusal = Refusal(message: "there is no node\(part == .node ? "" : " or property") '\(text)'")
    var names = tree.children(of: node).map { tree.name(of: $0) }
    if symbol(name).flatMap({ tree.property(of: node, named: $0) }) != nil {
      refusal.notes.append("'\(name)' is a property of \(parent)")
    } else if text.dropFirst().contains("/") {
      refusal.notes.append(
        part == .nodeOrProperty
          ? "\(parent) has no subnode or property '\(name)'"
          : names.isEmpty ? "\(parent) has no subnodes" : "\(parent) has no subnode '\(name)'")
    }
    if part == .nodeOrProperty { names = both(names, tree.properties(of: node).map { tree.name(of: $0) }) }
    let prefix = parent == "/" ? "/" : parent + "/"
    refusal.help = nearest(String(name), names).map { "did you mean '\(prefix)\($0)'?" }
    if refusal.help.isEmpty {
      // The unit address may be another, or spelled differently.
      let wanted = PrintableText.bytes(ofName: String(name.prefix { $0 != "@" }))
      let siblings = tree.children(of: node).filter { baseName(of: $0).elementsEqual(wanted) }
      refusal.help = siblings.prefix(3).map { "did you mean '\(tree.printablePath(of: $0))'?" }
    }
    if refusal.help.isEmpty {
      // It may be elsewhere in the tree.
      let last = Array((text.split(separator: "/").last ?? name).utf8)
      let others = tree.nodes().lazy.filter {
        baseName(of: $0).elementsEqual(last) || tree.names.array(tree.name(of: $0)) == last
      }
      refusal.help = others.prefix(3).map { "did you mean '\(tree.printablePath(of: $0))'?" }
    }
    return refusal
  }

  /// Returns the error about a property that none of the nodes has.
  static func absence(of name: String, in nodes: [NodeID], of tree: DeviceTree) -> Refusal {
    var known: [Symbol] = []
    var seen: Set<Symbol> = []
    for node in nodes {
      for property in tree.properties(of: node) where seen.insert(tree.name(of: property)).inserted {
        known.append(tree.name(of: property))
      }
    }
    let bytes = PrintableText.bytes(ofName: name)
    let nearest = NearestNames.nearest(to: bytes.span, among: known, in: tree.names, count: 2)
    let subnode = nodes.lazy.compactMap { node in
      tree.names.find(bytes.span).flatMap { tree.child(of: node, named: $0) }
    }.first
    return Refusal(
      message: nodes.count == 1
        ? "\(tree.printablePath(of: nodes[0])) has no property '\(name)'"
        : "none of the \(nodes.count) nodes has a property '\(name)'",
      notes: subnode.map { ["it is a node: '\(tree.printablePath(of: $0))'"] } ?? [],
      help: nearest.map { "did you mean '\(tree.names.printable($0))'?" })
  }

  /// Returns some names and those of others that are not among them.
  func both(_ some: [Symbol], _ others: [Symbol]) -> [Symbol] {
    let known = Set(some)
    return some + others.filter { !known.contains($0) }
  }

  /// Returns the names that are most like one that does not exist, as printed.
  func nearest(_ name: String, _ candidates: [Symbol]) -> [String] {
    let bytes = PrintableText.bytes(ofName: name)
    return NearestNames.nearest(to: bytes.span, among: candidates, in: tree.names, count: 2)
      .map { tree.names.printable($0) }
  }
}
