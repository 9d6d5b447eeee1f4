import DeviceTree
import SourceText

/// What a person calls nodes: a path (`/soc/serial@fe001000`), a label (`&uart_a`), an alias (`serial0`),
/// either with a path below it (`&soc/serial@fe001000`), or a pattern of paths (`/soc/*@*`, `&soc/**`).
struct NodeSelection {
  /// How a person put it.
  let text: String
  private let tree: DeviceTree

  init(_ text: String, in tree: DeviceTree) {
    self.text = text
    self.tree = tree
  }

  /// Why there is no such node.
  struct Refusal: Error {
    let message: String
    var notes: [String] = []
    var help: [String] = []

    /// The same as a diagnostic on a file.
    func diagnostic(for file: String) -> Diagnostic {
      Diagnostic(
        .error, "no-such-node", message, subject: file, notes: notes.map { Diagnostic.Note($0) },
        help: help.map { Diagnostic.Note($0) })
    }
  }

  /// Whether it may mean any number of nodes.
  var isPattern: Bool { text.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } }

  /// The nodes that are meant, in document order; never none.
  func nodes() throws(Refusal) -> [NodeID] {
    guard isPattern else { return [try node()] }
    // What stands before the first name with a wildcard is a node of its own.
    var pattern = text
    if !text.hasPrefix("/"), !text.hasPrefix("**") {
      let slash = text.firstIndex(of: "/") ?? text.endIndex
      let start = try NodeSelection(String(text[..<slash]), in: tree).node()
      let path = tree.path(of: start)
      pattern = (path == "/" ? "" : path) + text[slash...]
    }
    let glob = GlobPattern(pattern)
    var found: [NodeID] = []
    var next: NodeID? = .root
    while let node = next {
      // The root has no name that one wildcard could stand for.
      let isMeant = node == .root ? pattern.contains("**") : true
      if isMeant, glob.matches(tree.path(of: node)) { found.append(node) }
      next = tree.nodeAfter(node)
    }
    if found.isEmpty { throw Refusal(message: "no node matches '\(text)'") }
    return found
  }

  /// The one node that is meant.
  func node() throws(Refusal) -> NodeID {
    if text.hasPrefix("/") { return try node(atPath: text[...], from: .root) }
    let reference = text.hasPrefix("&") ? text.dropFirst() : nil
    if let reference, reference.hasPrefix("{"), reference.hasSuffix("}") {
      return try NodeSelection(String(reference.dropFirst().dropLast()), in: tree).node()
    }
    let words = reference ?? text[...]
    let slash = words.firstIndex(of: "/") ?? words.endIndex
    let name = String(words[..<slash])
    let start = reference == nil ? try node(aliased: name) : try node(labelled: name)
    return try node(atPath: words[slash...], from: start)
  }

  // MARK: Labels and aliases

  private func node(labelled name: String) throws(Refusal) -> NodeID {
    if let node = tree.names.find(name).flatMap({ tree.node(labelled: $0) }) { return node }
    var labels: [Symbol] = []
    var next: NodeID? = .root
    while let node = next {
      labels += tree.labels(of: node)
      next = tree.nodeAfter(node)
    }
    var refusal = Refusal(message: "no node has the label '\(name)'")
    if labels.isEmpty {
      refusal.notes.append("no node has a label: a blob tells them if it was compiled with -@")
    }
    refusal.help = nearest(name, labels).map { "did you mean '&\($0)'?" }
    throw refusal
  }

  private func node(aliased name: String) throws(Refusal) -> NodeID {
    let aliases = tree.node(atPath: "/aliases")
    if let aliases, let property = tree.property(of: aliases, named: name) {
      let path = tree.bytes(of: tree.value(of: property)).prefix { $0 != 0 }
      let target = String(decoding: path, as: UTF8.self)
      guard target.hasPrefix("/"), let node = tree.node(atPath: target) else {
        throw Refusal(message: "the alias '\(name)' leads to '\(target)', where there is no node")
      }
      return node
    }
    var refusal = Refusal(message: "there is no alias '\(name)'")
    if tree.names.find(name).flatMap({ tree.node(labelled: $0) }) != nil {
      refusal.help = ["the label of that name is '&\(name)'"]
    } else if tree.node(atPath: "/" + name) != nil {
      refusal.help = ["a path begins with a slash: '/\(name)'"]
    } else if let aliases {
      refusal.help = nearest(name, properties(of: aliases)).map { "did you mean '\($0)'?" }
    }
    throw refusal
  }

  // MARK: Paths

  /// The node at a path; a unit address may be left out where there is only one such node.
  private func node(atPath path: Substring, from start: NodeID) throws(Refusal) -> NodeID {
    var node = start
    for part in path.split(separator: "/") {
      if let child = tree.names.find(String(part)).flatMap({ tree.child(of: node, named: $0) }) {
        node = child
        continue
      }
      let candidates = children(of: node).filter { baseName(of: $0) == part }
      guard let only = candidates.first else { throw missing(part, in: node) }
      guard candidates.count == 1 else {
        throw Refusal(
          message: "'\(text)' may mean \(candidates.count) nodes",
          notes: candidates.prefix(4).map { "there is \(tree.path(of: $0))" })
      }
      node = only
    }
    return node
  }

  private func missing(_ part: Substring, in node: NodeID) -> Refusal {
    let parent = tree.path(of: node)
    var refusal = Refusal(message: "there is no node '\(text)'")
    let names = children(of: node).map { tree.name(of: $0) }
    if text.dropFirst().contains("/") {
      refusal.notes.append(
        names.isEmpty ? "\(parent) has no subnodes" : "\(parent) has no subnode '\(part)'")
    }
    let prefix = parent == "/" ? "/" : parent + "/"
    refusal.help = nearest(String(part), names).map { "did you mean '\(prefix)\($0)'?" }
    if refusal.help.isEmpty {
      // Somewhere else, perhaps.
      let last = text.split(separator: "/").last ?? part
      var next: NodeID? = .root
      while let other = next, refusal.help.count < 3 {
        if tree.names.string(tree.name(of: other)) == last || baseName(of: other) == last {
          refusal.help.append("there is '\(tree.path(of: other))'")
        }
        next = tree.nodeAfter(other)
      }
    }
    return refusal
  }

  private func children(of node: NodeID) -> [NodeID] {
    var list: [NodeID] = []
    var next = tree.firstChild(of: node)
    while let child = next {
      list.append(child)
      next = tree.nextSibling(of: child)
    }
    return list
  }

  private func properties(of node: NodeID) -> [Symbol] {
    var list: [Symbol] = []
    var next = tree.firstProperty(of: node)
    while let property = next {
      list.append(tree.name(of: property))
      next = tree.nextProperty(after: property)
    }
    return list
  }

  /// A node's name without its unit address.
  private func baseName(of node: NodeID) -> Substring {
    tree.names.string(tree.name(of: node)).prefix { $0 != "@" }
  }

  private func nearest(_ name: String, _ candidates: [Symbol]) -> [String] {
    let bytes = Array(name.utf8)
    return NearestNames.nearest(to: bytes.span, among: candidates, in: tree.names, count: 2)
      .map { tree.names.string($0) }
  }
}
