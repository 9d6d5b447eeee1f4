import DeviceTree
import DeviceTreeBindings
import SourceText

/// The output of `swiftdt get`.
struct GetOutput {
  private let tree: DeviceTree
  private let request: GetRequest
  private var reader: ValueReader
  private let notation: ValueNotation
  /// The text written so far.
  private(set) var text: [UInt8] = []
  /// The same for `--json`.
  private var json = JSONWriter(isPretty: true)

  init(_ tree: DeviceTree, _ request: GetRequest) {
    self.tree = tree
    self.request = request
    reader = ValueReader(tree)
    var notation = ValueNotation(tree)
    notation.showsPhandles = request.showsPhandles
    self.notation = notation
  }

  /// Shows `nodes`, or the requested properties of them.
  mutating func show(_ nodes: [NodeID]) throws(Refusal) {
    let isMany = nodes.count > 1 || GlobPattern.isPattern(request.node ?? "") || !request.compatible.isEmpty
    if request.isJSON { return try collect(nodes) }
    if !request.properties.isEmpty { return try showProperties(of: nodes, isMany: isMany) }
    for node in nodes {
      switch request.mode {
      case .contents:
        if isMany { say(tree.printablePath(of: node) + "\n") } else { showContents(of: node) }
      case .properties:
        for property in tree.properties(of: node) {
          if isMany { say(tree.printablePath(of: node) + ":") }
          say(tree.names.printable(tree.name(of: property)) + "\n")
        }
      case .nodes:
        for child in tree.children(of: node) {
          say((isMany ? tree.printablePath(of: child) : tree.names.printable(tree.name(of: child))) + "\n")
        }
      }
    }
  }

  // MARK: Nodes

  private mutating func showContents(of node: NodeID) {
    for property in tree.properties(of: node) { say(statement(of: property) + "\n") }
    for child in tree.children(of: node) {
      for label in tree.labels(of: child) { say(tree.names.printable(label) + ": ") }
      say(tree.names.printable(tree.name(of: child)) + " { … }\n")
    }
  }

  /// Returns `name = value` in source notation, or only the name if the value is empty.
  private mutating func statement(of property: PropertyID) -> String {
    let name = tree.names.printable(tree.name(of: property))
    let value = notation.text(reader.value(of: property))
    return value.isEmpty ? name : "\(name) = \(value)"
  }

  // MARK: Properties

  private mutating func showProperties(of nodes: [NodeID], isMany: Bool) throws(Refusal) {
    let found = try select(nodes)
    let isOne = !isMany && request.properties.count == 1 && !GlobPattern.isPattern(request.properties[0])
    for choice in found {
      if isMany { say(tree.printablePath(of: choice.node) + ": ") }
      guard let property = choice.property else {
        say(
          (isOne ? "" : PrintableText.name(PrintableText.bytes(ofName: choice.name)) + " = ")
            + (request.fallback ?? "") + "\n")
        continue
      }
      if isOne {
        try showValue(of: property)
      } else if let type = request.type, type.format != .source {
        let name = tree.names.printable(tree.name(of: property))
        say(name + " = ")
        try showValue(of: property)
      } else {
        say(statement(of: property) + "\n")
      }
    }
  }

  /// A property that was asked for.
  private struct Choice {
    let node: NodeID
    /// The name that it was asked for by.
    let name: String
    /// The property; nil if the node has none of that name, so that the default is shown.
    let property: PropertyID?
  }

  /// Whether a word can only be meant as a node: there is no default for it.
  private static func isNode(_ word: String) -> Bool { word.hasPrefix("/") || word.hasPrefix("&") }

  /// Returns the requested properties of all nodes, node by node; throws if one is missing for which there is no
  /// default.
  private func select(_ nodes: [NodeID]) throws(Refusal) -> [Choice] {
    var found: [Choice] = []
    var missing: String?
    for name in request.properties {
      let count = found.count
      let glob = GlobPattern.isPattern(name) ? GlobPattern(name) : nil
      let symbol = tree.names.find(PrintableText.bytes(ofName: name).span)
      for node in nodes {
        if let glob {
          found += tree.properties(of: node).filter { glob.matches(tree.names.array(tree.name(of: $0))) }
            .map { Choice(node: node, name: name, property: $0) }
        } else {
          let property = symbol.flatMap { tree.property(of: node, named: $0) }
          if property == nil, request.fallback == nil || Self.isNode(name) { continue }
          found.append(Choice(node: node, name: name, property: property))
        }
      }
      if found.count == count, missing == nil { missing = name }
    }
    if let missing, found.isEmpty || nodes.count == 1 && request.fallback == nil || Self.isNode(missing) {
      var refusal = NodeSelection.absence(of: missing, in: nodes, of: tree)
      if missing.contains("/") {
        refusal.help = ["only one node at a time: the words after it are its properties"]
      }
      throw refusal
    }
    if nodes.count > 1 {
      // Sort by node; within a node, the order of the request stays.
      var place: [NodeID: Int] = [:]
      for (index, node) in nodes.enumerated() { place[node] = index }
      let order = found.enumerated().sorted {
        (place[$0.element.node] ?? 0, $0.offset) < (place[$1.element.node] ?? 0, $1.offset)
      }
      found = order.map(\.element)
    }
    return found
  }

  private mutating func showValue(of property: PropertyID) throws(Refusal) {
    let bytes = tree.bytes(of: tree.value(of: property))
    if let type = request.type {
      switch type.format {
      case .raw: text += bytes
      case .source: say(notation.text(reader.value(of: property)) + "\n")
      default: line(Array(try elements(of: property, as: type).joined(separator: [0x20])))
      }
      return
    }
    let value = reader.value(of: property)
    guard value.elements.allSatisfy({ if case .string = $0 { true } else { false } }) else {
      // Only the elements, separated by spaces.
      let pieces = value.groups.indices.map { bare(value, $0) }
      return say(pieces.joined(separator: " ") + "\n")
    }
    for case .string(let string) in value.elements { line(harmless(string)) }
    if value.elements.isEmpty { say("\n") }
  }

  /// Returns a group's elements without the brackets around them in source notation.
  private func bare(_ value: TypedValue, _ group: Int) -> String {
    notation.pieces(value, groups: group..<group + 1).filter { $0.group != nil }.map(\.text).joined()
  }

  /// Returns a string unchanged if it is safe for a terminal, and otherwise escaped.
  private func harmless(_ string: [UInt8]) -> [UInt8] {
    let isFine =
      string.allSatisfy { $0 >= 0x20 && $0 != 0x7F } && String(validating: string, as: UTF8.self) != nil
    return isFine ? string : Array(PrintableText.name(string, keepingSpaces: true).utf8)
  }

  private func elements(of property: PropertyID, as type: RequestedType) throws(Refusal) -> [[UInt8]] {
    let bytes = tree.bytes(of: tree.value(of: property))
    do throws(RequestedType.Mismatch) {
      return try type.elements(of: bytes)
    } catch {
      let name = tree.names.printable(tree.name(of: property))
      let path = tree.printablePath(of: tree.owner(of: property))
      let message =
        switch error {
        case .unterminated: "'\(name)' of \(path) is not a string: it is not NUL-terminated"
        case .uneven(let size):
          "'\(name)' of \(path) has \(SizeText.counted(bytes.count, "byte")), not a multiple of \(size)"
        }
      var reader = reader
      let shown = notation.text(reader.value(of: property))
      throw Refusal(
        message: message, notes: shown.count <= 200 ? ["its value is \(shown)"] : [], isMismatch: true)
    }
  }

  // MARK: JSON

  /// Writes nodes, each with its `path` and `labels`, the names of its subnodes and its `properties`.
  private mutating func collect(_ nodes: [NodeID]) throws(Refusal) {
    let wanted = request.properties.isEmpty ? nil : Dictionary(grouping: try select(nodes), by: \.node)
    json.open(.array)
    for node in nodes {
      let chosen = wanted.map { $0[node] ?? [] }
      if chosen?.isEmpty == true { continue }
      json.open(.object)
      json.key("labels")
      json.array(tree.labels(of: node).map { tree.names.string($0) })
      if wanted == nil, request.mode != .properties {
        json.key("nodes")
        json.array(tree.children(of: node).map { tree.names.string(tree.name(of: $0)) })
      }
      json.key("path")
      json.string(tree.path(of: node))
      if request.mode != .nodes {
        try collect(
          chosen?.compactMap(\.property) ?? tree.properties(of: node),
          missing: chosen?.filter { $0.property == nil }.map(\.name) ?? [])
      }
      json.close(.object)
    }
    json.close(.array)
    text = json.finish()
    text.append(0x0A)
  }

  /// Writes what the default stands for if there is no such node.
  mutating func collectDefault() {
    let names = request.properties.filter { !GlobPattern.isPattern($0) }
    json.open(.array)
    if !names.isEmpty {
      json.open(.object)
      json.key("labels")
      json.array([] as [String])
      json.key("properties")
      json.open(.object)
      for name in KeyOrder.inOrder(names) { absent(name) }
      json.close(.object)
      json.close(.object)
    }
    json.close(.array)
    text = json.finish()
    text.append(0x0A)
  }

  /// Writes the default in place of a property.
  private mutating func absent(_ name: String) {
    json.key(name)
    json.string(request.fallback ?? "")
  }

  private mutating func collect(_ properties: [PropertyID], missing: [String]) throws(Refusal) {
    var missing = missing.isEmpty ? [] : KeyOrder.inOrder(missing)[...]
    if let type = request.type, type.format != .source {
      // The first property of the node that is not of this type is reported.
      for property in properties { _ = try elements(of: property, as: type) }
    }
    json.key("properties")
    json.open(.object)
    for property in KeyOrder.inOrder(properties, tree) {
      let value = reader.value(of: property)
      let text = notation.text(value)
      let typed = try request.type.map { (type) throws(Refusal) in
        type.format == .source
          ? [text] : try elements(of: property, as: type).map { PrintableText.unique($0[...]) }
      }
      let name = tree.names.string(tree.name(of: property))
      while let next = missing.first, next.utf8.lexicographicallyPrecedes(name.utf8) {
        absent(missing.removeFirst())
      }
      json.key(name)
      json.value(value, text: text, tree, typed: typed)
    }
    for name in missing { absent(name) }
    json.close(.object)
  }

  // MARK: Text and lists

  private mutating func say(_ words: String) { text.append(contentsOf: words.utf8) }

  private mutating func line(_ bytes: [UInt8]) {
    text += bytes
    text.append(0x0A)
  }
}
