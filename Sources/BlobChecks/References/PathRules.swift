import SourceText

extension BlobExamination {
  // MARK: Aliases

  func checkAliases() {
    guard wants(.aliasPath, or: .aliasDisabled), let aliases = tree.child(of: 0, called: "aliases") else {
      return
    }
    for number in tree.properties(of: aliases) {
      let property = tree.properties[number]
      if isBookkept(property) { continue }
      let path = tree.string(property)
      guard let node = tree.node(at: path) else {
        report(
          .aliasPath, aliases, property,
          "alias '\(name(property))' is '\(tree.text(path))', which does not exist",
          help: nearest(to: path))
        continue
      }
      if !tree.nodes[node].isEnabled {
        report(
          .aliasDisabled, aliases, property,
          "alias '\(name(property))' is \(tree.path(of: node)), which is disabled")
      }
    }
  }

  /// Whether a property is `phandle`, `linux,phandle` or `name`, which any node may have.
  private func isBookkept(_ property: TreeIndex.Property) -> Bool {
    let kind = tree.kind(of: property)
    if kind == .phandle || kind == .linuxPhandle { return true }
    let bytes = tree.bytes
    return bytes.span.extracting(tree.name(of: property)).equals(text: "name")
  }

  // MARK: The console

  /// The property `stdout-path`, and the node that it leads to, if any.
  var stdout: (property: TreeIndex.Property, node: Int?)? {
    guard let chosen = tree.child(of: 0, called: "chosen"),
      let property = tree.property(.stdoutPath, of: chosen)
        ?? tree.property(.linuxStdoutPath, of: chosen)
    else { return nil }
    // Options follow a colon (Devicetree Specification 3.6).
    let whole = tree.string(property)
    var end = whole.lowerBound
    while end < whole.upperBound, tree.bytes[end] != 0x3A { end += 1 }
    return (property, node(at: whole.lowerBound..<end))
  }

  /// Returns the node at a path, which may begin with an alias.
  func node(at path: Range<Int>) -> Int? {
    if path.isEmpty { return nil }
    if tree.bytes[path.lowerBound] == 0x2F { return tree.node(at: path) }
    var end = path.lowerBound
    while end < path.upperBound, tree.bytes[end] != 0x2F { end += 1 }
    guard let aliases = tree.child(of: 0, called: "aliases") else { return nil }
    let bytes = tree.bytes
    guard let property = tree.property(named: bytes.span.extracting(path.lowerBound..<end), of: aliases)
    else { return nil }
    guard end < path.upperBound else { return tree.node(at: tree.string(property)) }
    return tree.node(at: Array(tree.bytes[tree.string(property)] + tree.bytes[end..<path.upperBound]).span)
  }

  func checkStdout() {
    guard let stdout else { return }
    let chosen = Int(stdout.property.node)
    let text = tree.text(tree.string(stdout.property))
    guard let node = stdout.node else {
      report(
        .stdoutPath, chosen, stdout.property,
        "'\(name(stdout.property))' is '\(text)', which leads to no node")
      return
    }
    if !tree.nodes[node].isEnabled {
      report(
        .stdoutDisabled, chosen, stdout.property,
        "'\(name(stdout.property))' is '\(text)', which leads to \(tree.path(of: node)): it is disabled",
        help: ["set its status to \"okay\", or there is no console"])
    }
  }

  // MARK: __symbols__

  func checkSymbols() {
    guard wants(.symbolPath), let symbols = tree.child(of: 0, called: "__symbols__") else { return }
    // Labels are mostly in the order of their nodes, so the parent of the previous one is often the parent of
    // this one as well.
    var known = (path: 0..<0, node: 0)
    for number in tree.properties(of: symbols) {
      let property = tree.properties[number]
      if isBookkept(property) { continue }
      let path = tree.string(property)
      if node(at: path, near: &known) == nil {
        report(
          .symbolPath, symbols, property,
          "label '\(name(property))' is '\(tree.text(path))', which does not exist")
      }
    }
  }

  /// Returns the node at an absolute path. `known` is the parent path of a node that was found before, and
  /// the node there.
  private func node(at path: Range<Int>, near known: inout (path: Range<Int>, node: Int)) -> Int? {
    let blob = tree.bytes
    let bytes = blob.span
    let slash = path.lowerBound + bytes.extracting(path).end(ofLast: 0x2F)
    let above = path.lowerBound..<max(slash - 1, path.lowerBound)
    // An unusual path, or one directly below the root, is walked from the root.
    guard !above.isEmpty, slash < path.upperBound else { return tree.node(at: path) }
    if !bytes.extracting(above).hasSameBytes(as: bytes.extracting(known.path)) {
      guard let parent = tree.node(at: above) else { return nil }
      known = (above, parent)
    }
    return tree.child(of: known.node, named: bytes.extracting(slash..<path.upperBound))
  }

  // MARK: Nearest names

  func nearest(to path: Range<Int>) -> [String] { nearest(toPath: Array(tree.bytes[path])) }

  /// Returns advice on a path that leads nowhere: the child with the name most like the first part that does
  /// not exist.
  func nearest(toPath path: [UInt8]) -> [String] {
    var node = 0
    for part in path.split(separator: 0x2F) {
      let name = Array(part)
      guard let child = tree.child(of: node, named: name.span) else {
        return nearest(to: name, below: node)
      }
      node = child
    }
    return []
  }

  private func nearest(to wanted: [UInt8], below node: Int) -> [String] {
    nearest(to: wanted, among: tree.children(of: node).prefix(1000)) { tree.name(of: $0) }
      .map { ["did you mean '\(tree.path(of: $0))'?"] } ?? []
  }

  /// Returns the node or property whose name is most like what was wanted; nil if none is similar.
  func nearest(
    to wanted: [UInt8], among candidates: some Sequence<Int>, name: (Int) -> Range<Int>
  ) -> Int? {
    let bytes = tree.bytes
    return NearestNames.nearest(to: wanted.span, among: candidates) { bytes[name($0)] }.first
  }
}
