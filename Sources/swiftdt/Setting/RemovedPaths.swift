import DeviceTree
import SourceText

/// The paths of nodes that were removed, and the names that still refer to it.
struct RemovedPaths {
  private var paths: [[UInt8]] = []

  /// Notes a path.
  mutating func append(_ path: [UInt8]) { paths.append(path) }

  /// What there is to say when all is done: a label or an alias may have gone, too, or have got another path, or a
  /// node that was made since is found at the path.
  func warnings(in tree: DeviceTree) -> [String] {
    if paths.isEmpty { return [] }
    let order = inOrder
    // By the number of the path: how many labels and aliases lead there, and the first of them.
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

  /// Names that lead to a path or below it.
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

  /// The numbers of the paths, in an order in which a path is followed by what lies below it, without those that lie
  /// below another one.
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
      // The last path that is not behind the target is the only one that it can lead to.
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

  /// Whether a target is the node at a path, or lies below it.
  private static func leads(_ target: ArraySlice<UInt8>, to path: [UInt8]) -> Bool {
    target.starts(with: path)
      && (target.count == path.count || target[target.startIndex + path.count] == 0x2F)
  }

  /// An order of paths in which a slash is the least of all bytes.
  private static func isBefore(_ path: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    path.lexicographicallyPrecedes(other) { $0 != $1 && ($0 == 0x2F || $1 != 0x2F && $0 < $1) }
  }
}
