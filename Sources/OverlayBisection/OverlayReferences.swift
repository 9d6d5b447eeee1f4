import DeviceTree
import SourceText

/// An overlay's references to its own nodes, as `__local_fixups__` lists them.
struct LocalLinks {
  /// The references: a property, and a node that it refers to.
  private(set) var links: [(property: PropertyID, node: NodeID)] = []

  init(_ overlay: DeviceTree) {
    guard let top = overlay.node(atPath: "/__local_fixups__") else { return }
    let owners = PhandleOwners(overlay)
    for mirror in overlay.nodes(from: top) {
      if let node = Self.mirrored(mirror, below: top, in: overlay) {
        addLinks(of: node, listedIn: mirror, overlay, owners)
      }
    }
  }

  private mutating func addLinks(
    of node: NodeID, listedIn mirror: NodeID, _ overlay: DeviceTree, _ owners: PhandleOwners
  ) {
    overlay.forEachProperty(of: mirror) { _, name, offsets in
      guard let property = overlay.property(of: node, named: name) else { return }
      for offset in Self.cells(offsets, in: overlay) {
        guard let phandle = overlay.cell(of: overlay.value(of: property), at: Int(offset)),
          let owner = owners[phandle]
        else { continue }
        links.append((property, owner))
      }
    }
  }

  /// Returns, for each fragment that targets a node of the overlay itself, how a source refers to that node,
  /// if it has a label. (Its phandle changes when the overlay is applied.)
  func labels(ofTargetsIn overlay: DeviceTree) -> [NodeID: String] {
    guard let symbols = overlay.node(atPath: "/__symbols__") else { return [:] }
    var names: [[UInt8]: String] = [:]
    overlay.forEachProperty(of: symbols) { _, label, path in
      names[Array(overlay.bytes(of: path).prefix { $0 != 0 })] = "&" + overlay.names.string(label)
    }
    var labels: [NodeID: String] = [:]
    for (property, node) in links where overlay.names.string(overlay.name(of: property)) == "target" {
      labels[overlay.owner(of: property)] = names[overlay.pathBytes(of: node)]
    }
    return labels
  }

  /// Returns the node that corresponds to a node in `__local_fixups__`.
  static func mirrored(_ mirror: NodeID, below top: NodeID, in tree: DeviceTree) -> NodeID? {
    let path = Array(tree.pathBytes(of: mirror).dropFirst(tree.pathBytes(of: top).count))
    return tree.node(atPath: path.span)
  }

  private static func cells(_ value: PropertyValue, in tree: DeviceTree) -> [UInt32] {
    stride(from: 0, to: value.count, by: 4).compactMap { tree.cell(of: value, at: $0) }
  }
}

/// Makes an overlay's lists of labels and references agree with what is left of it.
enum FixupPruning {
  /// Removes what no longer exists from `__fixups__`, `__local_fixups__` and `__symbols__`.
  static func prune(_ tree: inout DeviceTree) {
    pruneFixups(&tree)
    pruneLocalFixups(&tree)
    pruneSymbols(&tree)
  }

  private static func pruneFixups(_ tree: inout DeviceTree) {
    guard let fixups = tree.node(atPath: "/__fixups__") else { return }
    for fixup in tree.properties(of: fixups) {
      let places = tree.bytes(of: tree.value(of: fixup)).split(separator: 0)
      let left = places.filter { place in
        let parts = place.split(separator: 0x3A, maxSplits: 2, omittingEmptySubsequences: false)
        // Malformed entries are left for the merge to report.
        guard parts.count == 3 else { return true }
        let (path, name) = (Array(parts[0]), Array(parts[1]))
        guard let node = tree.node(atPath: path.span), let symbol = tree.names.find(name.span) else {
          return false
        }
        return tree.property(of: node, named: symbol) != nil
      }
      if left.count == places.count { continue }
      if left.isEmpty {
        tree.delete(fixup)
      } else {
        let bytes: [UInt8] = left.flatMap { Array($0) + [0] }
        tree.completeValue(tree.makeValue(bytes.span), of: fixup)
      }
    }
  }

  private static func pruneLocalFixups(_ tree: inout DeviceTree) {
    guard let top = tree.node(atPath: "/__local_fixups__") else { return }
    var next: NodeID? = top
    while let mirror = next {
      guard let node = LocalLinks.mirrored(mirror, below: top, in: tree) else {
        next = tree.nodeAfterSubtree(of: mirror, within: top)
        tree.delete(mirror)
        continue
      }
      for list in tree.properties(of: mirror)
      where tree.property(of: node, named: tree.name(of: list)) == nil {
        tree.delete(list)
      }
      next = tree.nodeAfter(mirror, within: top)
    }
  }

  private static func pruneSymbols(_ tree: inout DeviceTree) {
    guard let symbols = tree.node(atPath: "/__symbols__") else { return }
    for symbol in tree.properties(of: symbols)
    where tree.node(atPath: Array(tree.string(of: symbol)).span) == nil {
      tree.delete(symbol)
    }
  }
}
