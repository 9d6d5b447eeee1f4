import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

extension BlobExamination {
  /// Compares the tree with what is expected of it.
  func checkExpectations(_ expectations: Expectations) {
    for item in expectations.items { check(item) }
  }

  private func check(_ item: Expectations.Item) {
    if case .digest(let digest) = item.claim { return checkDigest(digest, item.origin) }
    let place = node(named: item.subject)
    if item.claim == .absent {
      if let place {
        report(
          .expectation, place, "the node is expected to be absent, but it exists", notes: origin(item))
      }
      return
    }
    guard let place else {
      let lacksLabels = item.subject.hasPrefix("&") && tree.child(of: 0, called: "__symbols__") == nil
      report(
        .expectedPath, nil, "there is no \(described(item.subject))",
        notes: (lacksLabels ? ["the blob has no labels"] : []) + origin(item),
        help: nearest(toSubject: item.subject), remedy: lacksLabels ? .compileWithLabels : nil)
      return
    }
    switch item.claim {
    case .enabled:
      if !tree.nodes[place].isEnabled {
        report(
          .expectation, place, "the node is expected to be enabled, but \(reasonDisabled(place))",
          notes: origin(item))
      }
    case .disabled:
      if tree.nodes[place].isEnabled {
        report(
          .expectation, place, "the node is expected to be disabled, but it is enabled", notes: origin(item))
      }
    case .property(let name, let value): check(place, name, value, item)
    case .present, .absent, .digest: break
    }
  }

  private func origin(_ item: Expectations.Item) -> [String] { ["expected by \(item.origin)"] }

  private func reasonDisabled(_ node: Int) -> String {
    var current = node
    while true {
      if let status = tree.property(.status, of: current), !NodeStatus.isOkay(tree.bytes[tree.value(status)])
      {
        let text = "status is \"\(tree.text(tree.string(status)))\""
        return current == node ? "its \(text)" : "the \(text) of \(tree.path(of: current))"
      }
      guard let parent = tree.parent(of: current) else { return "it is not" }
      current = parent
    }
  }

  // MARK: Properties

  private func check(
    _ node: Int, _ name: String, _ value: Expectations.Value, _ item: Expectations.Item
  ) {
    let bytes = Array(name.utf8)
    guard let property = tree.property(named: bytes.span, of: node) else {
      if value != .absent {
        report(.expectation, node, "there is no property '\(name)'", notes: origin(item))
      }
      return
    }
    if let wanted = fault(property, value) {
      report(
        .expectation, node, property, "'\(name)' is \(text(of: property)), expected \(wanted)",
        notes: origin(item))
    }
  }

  /// Returns what is expected instead of a property's value; nil if the value is as expected.
  private func fault(_ property: TreeIndex.Property, _ value: Expectations.Value) -> String? {
    let bytes = Array(tree.bytes[tree.value(property)])
    switch value {
    case .absent: return "no property"
    case .present: return nil
    case .string(let text): return bytes == Array(text.utf8) + [0] ? nil : quoted(text)
    case .strings(let texts):
      return bytes == texts.flatMap { Array($0.utf8) + [0] }
        ? nil : texts.map(quoted).joined(separator: ", ")
    case .containing(let texts):
      let strings = tree.strings(property).map { tree.text($0) }
      let missing = texts.filter { !strings.contains($0) }
      return missing.isEmpty ? nil : missing.map(quoted).joined(separator: ", ") + " as well"
    case .cells(let cells):
      let wanted = cells.flatMap {
        [UInt8($0 >> 24), UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)]
      }
      return bytes == wanted ? nil : "<" + cells.map { PrintableText.hex($0) }.joined(separator: " ") + ">"
    case .bytes(let wanted): return bytes == wanted ? nil : byteText(wanted)
    case .reference(let subject):
      guard let node = node(named: subject) else { return "a reference to \(subject), which does not exist" }
      let phandle = property.count == 4 ? tree.cell(property, 0) : nil
      return phandle.flatMap { tree.owner(of: $0) } == node ? nil : "a reference to \(tree.path(of: node))"
    }
  }

  /// Returns a value as in a source, truncated if long. Unlike for dtc, text has no empty strings; unlike for
  /// fdtget, it may be in any language: the result is to be compared with the expectation.
  private func text(of property: TreeIndex.Property) -> String {
    let bytes = tree.bytes[tree.value(property)]
    guard let first = bytes.first else { return "empty" }
    let isText =
      first != 0 && bytes.last == 0 && bytes.allSatisfy { $0 == 0 || $0 >= 0x20 && $0 != 0x7F }
      && !zip(bytes, bytes.dropFirst()).contains { $0 == 0 && $1 == 0 }
    if isText {
      let text = tree.strings(property).map { quoted(tree.text($0)) }.joined(separator: ", ")
      return text.count <= 256 ? text : text.prefix(256) + "…"
    }
    if bytes.count % 4 == 0 {
      let count = min(bytes.count / 4, 16)
      let cells = (0..<count).map { PrintableText.hex(tree.cell(property, $0) ?? 0) }
      return "<" + cells.joined(separator: " ") + (count < bytes.count / 4 ? " …>" : ">")
    }
    return byteText(Array(bytes.prefix(32)), isCut: bytes.count > 32)
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }

  private func byteText(_ bytes: [UInt8], isCut: Bool = false) -> String {
    "[" + PrintableText.hexadecimal(bytes, separator: " ") + (isCut ? " …]" : "]")
  }

  // MARK: Nodes

  /// Returns the node at a path, with a label (`&uart_b`), or of an alias (`serial0`).
  private func node(named subject: String) -> Int? {
    if subject.hasPrefix("&") {
      guard let symbols = tree.child(of: 0, called: "__symbols__") else { return nil }
      let label = Array(subject.utf8.dropFirst())
      return tree.property(named: label.span, of: symbols).flatMap { tree.node(at: tree.string($0)) }
    }
    if subject.hasPrefix("/") { return tree.node(at: subject) }
    guard let aliases = tree.child(of: 0, called: "aliases") else { return nil }
    let alias = Array(subject.utf8)
    return tree.property(named: alias.span, of: aliases).flatMap { tree.node(at: tree.string($0)) }
  }

  private func described(_ subject: String) -> String {
    if subject.hasPrefix("&") { return "node with the label '\(subject.dropFirst())'" }
    return subject.hasPrefix("/") ? "node \(subject)" : "alias '\(subject)'"
  }

  private func nearest(toSubject subject: String) -> [String] {
    if subject.hasPrefix("/") {
      return nearest(toPath: Array(subject.utf8))
    }
    let isLabel = subject.hasPrefix("&")
    if !isLabel, node(named: "&" + subject) != nil { return ["did you mean '&\(subject)'?"] }
    guard let names = tree.child(of: 0, called: isLabel ? "__symbols__" : "aliases") else { return [] }
    let wanted = Array(subject.utf8.dropFirst(isLabel ? 1 : 0))
    return nearest(to: wanted, among: tree.properties(of: names).prefix(5000)) {
      tree.name(of: tree.properties[$0])
    }.map { ["did you mean '\(isLabel ? "&" : "")\(name(tree.properties[$0]))'?"] } ?? []
  }

  // MARK: Digest

  private func checkDigest(_ wanted: String, _ origin: String) {
    let digest = SHA256.hexadecimal(of: view.bytes)
    if digest != wanted.lowercased() {
      report(
        .expectation, nil, "the SHA-256 is \(digest), expected \(wanted.lowercased())",
        notes: ["expected by \(origin)"])
    }
  }
}
