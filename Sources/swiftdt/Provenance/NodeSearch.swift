import DeviceTree
import DeviceTreeBindings
import SourceText

/// Finds what a person means by `/soc/uart@1`, `/soc/uart@1/status`, `&uart_A`, `uart_A` or `serial0`.
struct NodeSearch {
  let tree: DeviceTree

  /// What was found.
  enum Found: Equatable {
    case node(NodeID)
    case property(PropertyID)
  }

  /// There is no such thing.
  struct Failure: Error {
    let diagnostic: Diagnostic
  }

  /// What a path means: a node, or if there is none, a property; deleted ones count if there are no
  /// others.
  func find(_ text: String) throws(Failure) -> Found {
    var names = text.split(separator: "/").map(String.init)
    var node = NodeID.root
    if !text.hasPrefix("/") {
      guard let first = names.first else { throw failure(text, "an empty path means no node") }
      names.removeFirst()
      node = try start(first)
    }
    for (index, name) in names.enumerated() {
      if let child = child(of: node, named: name) {
        node = child
      } else if index == names.count - 1, let property = property(of: node, named: name) {
        return .property(property)
      } else {
        throw missing(name, in: node, isLast: index == names.count - 1)
      }
    }
    return .node(node)
  }

  private func start(_ name: String) throws(Failure) -> NodeID {
    let label = name.hasPrefix("&") ? String(name.dropFirst()) : name
    if let symbol = tree.names.find(label), let node = tree.node(labelled: symbol) { return node }
    if !name.hasPrefix("&"), let node = alias(name) { return node }
    let bytes = Array(label.utf8)
    var candidates: [Symbol] = []
    var next: NodeID? = .root
    while let node = next {
      candidates += tree.labels(of: node)
      next = tree.nodeAfter(node)
    }
    let nearest = NearestNames.nearest(to: bytes.span, among: candidates, in: tree.names)
    throw failure(
      name, name.hasPrefix("&") ? "there is no label '\(label)'" : "there is no label or alias '\(label)'",
      nearest.map { "'&\(tree.names.string($0))'" })
  }

  private func alias(_ name: String) -> NodeID? {
    guard let aliases = tree.node(atPath: "/aliases"), let property = tree.property(of: aliases, named: name)
    else { return nil }
    let path = Array(tree.bytes(of: tree.value(of: property)).prefix { $0 != 0 })
    return tree.node(atPath: path.span)
  }

  /// A child by its name, or by its name without the unit address if there is only one such.
  private func child(of node: NodeID, named name: String) -> NodeID? {
    if let symbol = tree.names.find(name) {
      if let child = tree.child(of: node, named: symbol) { return child }
      if tree.property(of: node, named: symbol) != nil { return nil }
      if let child = tree.deletedChild(of: node, named: symbol) { return child }
    }
    var found: [NodeID] = []
    var next = tree.firstChild(of: node)
    let base = Array(name.utf8) + [0x40]
    while let child = next {
      if tree.names.array(tree.name(of: child)).starts(with: base) { found.append(child) }
      next = tree.nextSibling(of: child)
    }
    return found.count == 1 ? found[0] : nil
  }

  private func property(of node: NodeID, named name: String) -> PropertyID? {
    guard let symbol = tree.names.find(name) else { return nil }
    return tree.property(of: node, named: symbol) ?? tree.deletedProperty(of: node, named: symbol)
  }

  private func missing(_ name: String, in node: NodeID, isLast: Bool) -> Failure {
    var nodes: [Symbol] = []
    var next = tree.firstChild(of: node)
    while let child = next {
      nodes.append(tree.name(of: child))
      next = tree.nextSibling(of: child)
    }
    var properties: [Symbol] = []
    var nextProperty = isLast ? tree.firstProperty(of: node) : nil
    while let property = nextProperty {
      properties.append(tree.name(of: property))
      nextProperty = tree.nextProperty(after: property)
    }
    let bytes = Array(name.utf8)
    let nearest = NearestNames.nearest(to: bytes.span, among: nodes + properties, in: tree.names)
    let place = PrintableText.name(tree.pathBytes(of: node))
    return failure(
      name, "\(place) has no node\(isLast ? " or property" : "") '\(name)'",
      nearest.map { "'\(PrintableText.name(tree.names.array($0)))'" })
  }

  private func failure(_ name: String, _ message: String, _ nearest: [String] = []) -> Failure {
    Failure(
      diagnostic: Diagnostic(
        .error, "unknown-path", message,
        help: nearest.isEmpty ? [] : [.init("nearest: " + nearest.joined(separator: ", "))]))
  }
}
