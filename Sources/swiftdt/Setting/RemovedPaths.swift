import DeviceTree
import SourceText

/// The paths of removed nodes, for finding names that still refer to them.
struct RemovedPaths {
  private var paths: [[UInt8]] = []

  /// Adds the path of a removed node.
  mutating func append(_ path: [UInt8]) { paths.append(path) }

  /// Returns the warnings after all changes: only then is it known whether a label or alias was removed too
  /// or got another path, or a new node is at the path.
  func warnings(in tree: DeviceTree) -> [String] {
    if paths.isEmpty { return [] }
    let order = inOrder
    // For each path: the labels and aliases that refer to it.
    var found: [(labels: Names, aliases: Names)] = Array(repeating: (Names(), Names()), count: paths.count)
    if let list = tree.node(atPath: "/__symbols__") {
      forEachName(in: list, of: tree, order) { found[$0].labels.add($1) }
    }
    if let list = tree.node(atPath: "/aliases") {
      forEachName(in: list, of: tree, order) { found[$0].aliases.add($1) }
    }
    return zip(paths, found).flatMap { path, found in
      [
        found.labels.warning(about: path, "label", "labels", tree),
        found.aliases.warning(about: path, "alias", "aliases", tree),
      ]
      .compactMap { $0 }
    }
  }

  /// The names that refer to a path or below it: their number, and the first.
  private struct Names {
    private var count = 0
    private var first: Symbol?

    mutating func add(_ name: Symbol) {
      if first == nil { first = name }
      count += 1
    }

    func warning(about path: [UInt8], _ one: String, _ many: String, _ tree: DeviceTree) -> String? {
      guard let first else { return nil }
      let start = "\(PrintableText.name(path)) is removed, but "
      return count == 1
        ? start + "the \(one) '\(tree.names.printable(first))' still refers to it"
        : start + "\(count) \(many) still refer to it"
    }
  }

  /// The indices of the paths, without those below another one, in an order in which a path is followed by
  /// what is below it.
  private var inOrder: [Int] {
    var order: [Int] = []
    for number in paths.indices.sorted(by: { Self.isBefore(paths[$0][...], paths[$1][...]) }) {
      if let last = order.last, Self.leads(paths[number][...], to: paths[last]) { continue }
      order.append(number)
    }
    return order
  }

  private func forEachName(
    in list: NodeID, of tree: DeviceTree, _ order: [Int], _ body: (_ path: Int, _ name: Symbol) -> Void
  ) {
    for property in tree.properties(of: list) {
      let target = tree.string(of: property)
      // Only the last path that is not after the target can lead to it.
      var low = 0
      var high = order.count
      while low < high {
        let middle = (low + high) / 2
        if Self.isBefore(target, paths[order[middle]][...]) { high = middle } else { low = middle + 1 }
      }
      guard low > 0, Self.leads(target, to: paths[order[low - 1]]),
        tree.node(atPath: Array(target).span) == nil
      else { continue }
      body(order[low - 1], tree.name(of: property))
    }
  }

  /// Whether a target is the node at `path` or below it.
  private static func leads(_ target: ArraySlice<UInt8>, to path: [UInt8]) -> Bool {
    target.starts(with: path)
      && (target.count == path.count || target[target.startIndex + path.count] == 0x2F)
  }

  /// Whether a path is before another one in an order in which the slash is the least byte.
  private static func isBefore(_ path: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    path.lexicographicallyPrecedes(other) { $0 != $1 && ($0 == 0x2F || $1 != 0x2F && $0 < $1) }
  }
}
