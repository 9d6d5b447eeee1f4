import DeviceTree
import DeviceTreeComparison
import SourceText

/// What the patterns of `--ignore` match in two trees. A pattern is
/// - a path, which begins at the root (`/soc/*/status`);
/// - a label with what is below its node (`&uart_a`, `&uart_a/status`);
/// - a name of nodes and properties anywhere (`*-supply`);
/// - if it would match nothing else, an alias (`serial0`, `serial0/status`).
struct IgnorePatterns {
  private(set) var old: IgnoredParts
  private(set) var new: IgnoredParts
  /// The patterns that match nothing in either tree.
  private(set) var unused: [String] = []

  init(_ patterns: [String], _ old: DeviceTree, _ new: DeviceTree) {
    self.old = IgnoredParts(old)
    self.new = IgnoredParts(new)
    let trees = (IgnoringTree(old), IgnoringTree(new))
    for pattern in patterns {
      let before = trees.0.ignore(pattern, &self.old)
      let after = trees.1.ignore(pattern, &self.new)
      if before == .something || after == .something { continue }
      let aliased = trees.0.ignore(aliased: pattern, &self.old)
      if !trees.1.ignore(aliased: pattern, &self.new), !aliased, before == .nothing, after == .nothing {
        unused.append(pattern)
      }
    }
  }
}

/// A tree of which parts are ignored.
private struct IgnoringTree {
  /// What a pattern matches.
  enum Match {
    case nothing
    /// Aliases and a compiler's bookkeeping, which repeat the names of other things.
    case onlyNames
    case something
  }

  private let tree: DeviceTree
  /// By node: whether it is an alias or a compiler's bookkeeping.
  private var isOfNames: [Bool]

  init(_ tree: DeviceTree) {
    self.tree = tree
    isOfNames = Array(repeating: false, count: tree.nodeCapacity)
    let names = (["aliases"] + BookkeepingNames.all).compactMap { tree.names.find($0) }
    for top in tree.children(of: .root) where names.contains(tree.name(of: top)) {
      var next: NodeID? = top
      while let node = next {
        isOfNames[node.index] = true
        next = tree.nodeAfter(node, within: top)
      }
    }
  }

  func ignore(_ pattern: String, _ parts: inout IgnoredParts) -> Match {
    var text = Self.withoutSlashesAtEnd(pattern)
    if text.hasPrefix("&{"), text.hasSuffix("}") { text = text.dropFirst(2).dropLast() }
    if text.hasPrefix("&") {
      let (name, rest) = Self.parts(text.dropFirst())
      let label = tree.names.find(PrintableText.bytes(ofName: String(name)).span)
      guard let node = label.flatMap({ tree.node(labelled: $0) }) else { return .nothing }
      return ignore(rest, within: node, &parts)
    }
    // A pattern with a slash is a path, and paths begin at the root.
    let isRelative = text.contains("/") && !text.hasPrefix("/") && !text.hasPrefix("**")
    return ignore(isRelative ? "/\(text)" : String(text), within: .root, &parts)
  }

  /// Ignores what is meant by an alias, or by one and what follows a slash; returns whether there is such a
  /// thing.
  func ignore(aliased pattern: String, _ parts: inout IgnoredParts) -> Bool {
    let (name, rest) = Self.parts(Self.withoutSlashesAtEnd(pattern))
    guard let aliases = tree.node(atPath: "/aliases"),
      let alias = tree.names.find(PrintableText.bytes(ofName: String(name)).span)
        .flatMap({ tree.property(of: aliases, named: $0) })
    else { return false }
    let path = tree.string(of: alias)
    guard path.first == UInt8(ascii: "/"), let node = tree.node(atPath: path.span) else { return false }
    return ignore(rest, within: node, &parts) != .nothing
  }

  /// Ignores what a pattern matches at or below a node; an empty one is the node itself.
  private func ignore(_ pattern: String, within top: NodeID, _ parts: inout IgnoredParts) -> Match {
    if pattern.isEmpty {
      parts.nodes[top.index] = true
      return .something
    }
    var match = Match.nothing
    GlobPattern(pattern).forEachMatch(in: tree, within: top) { item in
      let owner: NodeID
      switch item {
      case .node(let node):
        parts.nodes[node.index] = true
        owner = node
      case .property(let property):
        parts.properties[property.index] = true
        owner = tree.owner(of: property)
      }
      if !isOfNames[owner.index] {
        match = .something
      } else if match == .nothing {
        match = .onlyNames
      }
    }
    return match
  }

  private static func withoutSlashesAtEnd(_ pattern: String) -> Substring {
    var text = pattern[...]
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
  }

  /// Returns a name, and what follows it from the first slash on.
  private static func parts(_ text: Substring) -> (name: Substring, rest: String) {
    let slash = text.firstIndex(of: "/") ?? text.endIndex
    return (text[..<slash], String(text[slash...]))
  }
}
