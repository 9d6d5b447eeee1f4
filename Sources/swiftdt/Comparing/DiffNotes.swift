import DeviceTree
import DeviceTreeComparison
import SourceText

/// What `swiftdt diff` says besides the differences.
extension DiffRequest {
  /// Returns the warning about a pattern that matches nothing.
  static func unused(_ pattern: String, _ old: DeviceTree, _ new: DeviceTree) -> Diagnostic {
    var warning = Diagnostic(
      .warning, "ignored-nothing", "--ignore '\(pattern)' matches nothing in either tree")
    // What a name may have meant could be anywhere.
    guard pattern.hasPrefix("/") || pattern.hasPrefix("&") else { return warning }
    for tree in [new, old] where warning.help.isEmpty {
      do {
        _ = try NodeSelection(pattern, in: tree).items()
      } catch {
        warning.help = error.help.map { .init($0) }
      }
    }
    return warning
  }

  /// Returns the notes about differences that were ignored.
  func notes(_ comparison: Comparison) -> [Diagnostic] {
    [
      labels(comparison), assumption(comparison.assumed, comparison, isAll: true),
      assumption(comparison.partlyAssumed, comparison, isAll: false), lostPaths(comparison),
    ].compactMap { $0 }
  }

  private func labels(_ comparison: Comparison) -> Diagnostic? {
    if comparison.labelChanges.isEmpty { return nil }
    let count = comparison.labelDifferences
    // The worst first: what an overlay finds in another place, and what it does not find.
    let words = comparison.labelChanges.map { Self.words(for: $0, comparison) }
    let order = words.indices.sorted { (words[$0].order, $0) < (words[$1].order, $1) }
    return Diagnostic(
      .note, "labels-differ",
      (count == 1 ? "1 label differs: " : "\(count) labels differ: ")
        + Self.list(order.map { words[$0].text }),
      subject: new, help: [.init("--labels compares them as well")])
  }

  private static func words(for change: LabelChange, _ comparison: Comparison) -> (order: Int, text: String) {
    let name = "'&\(PrintableText.name(change.name))'"
    return switch change.kind {
    case .redirected(let node): (0, "\(name) is now \(comparison.new.printablePath(of: node))")
    case .removed: (1, "\(name) is gone")
    case .renamed(let other): (2, "\(name) is now '&\(PrintableText.name(other))'")
    case .added: (3, "\(name) is new")
    }
  }

  private static func list(_ items: [String]) -> String {
    items.prefix(3).joined(separator: ", ") + (items.count > 3 ? ", …" : "")
  }

  private func assumption(
    _ properties: [PropertyID], _ comparison: Comparison, isAll: Bool
  ) -> Diagnostic? {
    if properties.isEmpty { return nil }
    let names = Set(properties.map { comparison.new.names.string(comparison.new.name(of: $0)) })
    let shown = Self.list(names.sorted().map { "'\($0)'" })
    let count = properties.count
    let what =
      isAll
      ? "\(count) \(count == 1 ? "value differs" : "values differ") only in phandles"
      : "in \(count) \(count == 1 ? "value that differs" : "values that differ"), other cells are phandles"
    return Diagnostic(
      .note, isAll ? "phandles-assumed" : "phandles-partly-assumed",
      "\(what), apparently of the same nodes: \(shown)", subject: new,
      help: [.init("--phandles compares the numbers")])
  }

  private func lostPaths(_ comparison: Comparison) -> Diagnostic? {
    let tree = comparison.new
    let words = comparison.lostPaths.map { property in
      let name = PrintableText.quoted(Array(tree.names.array(tree.name(of: property))))
      let path = PrintableText.name(tree.string(of: property))
      let now = comparison.node(ofLostPath: property).map { "is now \(tree.printablePath(of: $0))" }
      return "'\(name)' still leads to '\(path)', which \(now ?? "is gone")"
    }
    if words.isEmpty { return nil }
    return Diagnostic(.note, "lost-paths", Self.list(words), subject: new)
  }
}
