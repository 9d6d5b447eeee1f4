public import DeviceTree
import DeviceTreeBlob
import SourceText

extension OverlayTarget {
  /// How overlays for this base get in each other's way.
  ///
  /// The overlays are put into an order in which all that can be applied are, and applied to a copy;
  /// what they wrote there is compared.
  public func conflicts(
    among overlays: [(name: String, tree: DeviceTree)]
  ) -> OverlayConflicts {
    var found = OverlayConflicts(overlays: overlays.map(\.name))
    var outlines: [OverlayOutline] = []
    for (_, tree) in overlays { outlines.append(OverlayOutline(tree)) }
    var target = self
    found.orders = target.orders(among: outlines)
    let ordering = OverlayOrdering(count: overlays.count, found.orders)
    var order = ordering.order()
    if order.count == overlays.count {
      found.validOrder = order
    } else {
      found.cycle = ordering.cycle()
      let ordered = Set(order)
      order += overlays.indices.filter { !ordered.contains($0) }
    }
    var explanations: [OverlayExplanation?] = overlays.map { _ in nil }
    for index in order {
      let explanation = target.explain(overlays[index].tree, named: overlays[index].name)
      if let error = explanation.error {
        found.failures.append(.init(overlay: index, error: error))
      } else {
        explanations[index] = explanation
      }
    }
    found.failures.sort { $0.overlay < $1.overlay }
    found.clashes = ClashSearch(explanations).clashes
    return found
  }

  /// Which overlays need labels or nodes of which others: `conflicts(among:)` without applying any.
  public func orders(among overlays: some Sequence<DeviceTree>) -> [OverlayConflicts.Order] {
    var target = self
    return target.orders(among: overlays.map { OverlayOutline($0) })
  }

  /// Which overlays need labels or nodes that only others have.
  private mutating func orders(among outlines: [OverlayOutline]) -> [OverlayConflicts.Order] {
    let symbols = symbolsNode()
    var exporters: [String: [Int]] = [:]
    var makers: [[UInt8]: [Int]] = [:]
    for (index, outline) in outlines.enumerated() {
      for label in outline.exports { exporters[label, default: []].append(index) }
      for fragment in outline.fragments where !fragment.nodes.isEmpty {
        guard let target = path(of: fragment.target, symbols) else { continue }
        for node in fragment.nodes { makers[target + node, default: []].append(index) }
      }
    }
    var orders: [OverlayConflicts.Order] = []
    for (index, outline) in outlines.enumerated() {
      // What others have, too, is there once the first of them has been applied.
      for label in outline.needs where !exports(label, symbols) {
        guard let exporter = exporters[label]?.first(where: { $0 != index }) else { continue }
        orders.append(.init(before: exporter, after: index, reason: .label(label)))
      }
      for case .path(let path) in outline.fragments.map(\.target) {
        let (top, rest) = known(path)
        guard let rest, let maker = makers[top + rest]?.first(where: { $0 != index }) else { continue }
        orders.append(
          .init(
            before: maker, after: index, reason: .node(path: String(decoding: path, as: UTF8.self))))
      }
    }
    return orders
  }

  private func exports(_ label: String, _ symbols: NodeID?) -> Bool {
    symbols.flatMap { blob.tree.property(of: $0, named: label) } != nil
  }

  /// The path of the node that a fragment goes to, nothing for the root; nil if only another overlay's label
  /// tells it.
  private mutating func path(of target: OverlayOutline.Target, _ symbols: NodeID?) -> [UInt8]? {
    switch target {
    case .path(let path):
      let (top, rest) = known(path)
      return top + (rest ?? [])
    case .label(let label):
      guard let symbols, let property = blob.tree.property(of: symbols, named: label) else { return nil }
      return known(Array(blob.tree.bytes(of: blob.tree.value(of: property)).prefix { $0 != 0 })).path
    case .other: return nil
    }
  }

  /// The path of the node that a path leads to, nothing for the root, and what the base does not have of
  /// it; nil if it has all.
  private mutating func known(_ path: [UInt8]) -> (path: [UInt8], rest: [UInt8]?) {
    var node = NodeID.root
    var position = 0
    if path.first != 0x2F {
      position = path.firstIndex(of: 0x2F) ?? path.count
      guard let top = try? children.node(atPath: path.span.extracting(0..<position), in: &blob.tree) else {
        return ([], path)
      }
      node = top
    }
    while position < path.count {
      let start = position + (path[position] == 0x2F ? 1 : 0)
      let end = path[start...].firstIndex(of: 0x2F) ?? path.count
      if start < end {
        guard let child = children.child(of: node, named: path.span.extracting(start..<end), in: &blob.tree)
        else { break }
        node = child
      }
      position = end
    }
    let top = node == .root ? [] : blob.tree.pathBytes(of: node)
    return (top, position < path.count ? Array(path[position...]) : nil)
  }
}

/// What can be told of an overlay without applying it: what it offers to others and needs of them.
private struct OverlayOutline {
  var exports: [String] = []
  var needs: [String] = []
  var fragments: [Fragment] = []

  /// Where a fragment goes, and the nodes in it, by the paths from there.
  struct Fragment {
    let target: Target
    var nodes: [[UInt8]] = []
  }

  /// How a fragment says where it goes, as far as that tells something before it is applied.
  enum Target {
    case path([UInt8])
    case label(String)
    case other
  }

  init(_ overlay: DeviceTree) {
    let labels = TargetLabels(overlay)
    var input = OverlayInput(overlay, named: "")
    exports = Self.properties(of: "__symbols__", &input)
    needs = Self.properties(of: "__fixups__", &input)
    for fragment in input.fragments {
      var outline = Fragment(target: Self.target(of: fragment.node, labels, input))
      let content = input.tree.pathBytes(of: fragment.content).count
      var next = input.tree.nodeAfter(fragment.content, within: fragment.content)
      while let node = next {
        outline.nodes.append(Array(input.tree.pathBytes(of: node).dropFirst(content)))
        next = input.tree.nodeAfter(node, within: fragment.content)
      }
      fragments.append(outline)
    }
  }

  private static func target(
    of fragment: NodeID, _ labels: TargetLabels, _ input: OverlayInput
  ) -> Target {
    if let label = labels.label(of: fragment, in: input.tree) {
      return .label(input.tree.names.string(label))
    }
    guard let property = input.tree.property(of: fragment, named: "target-path") else { return .other }
    return .path(input.string(input.tree.value(of: property)))
  }

  private static func properties(of node: String, _ input: inout OverlayInput) -> [String] {
    guard let node = input.node(named: node) else { return [] }
    var names: [String] = []
    var next = input.tree.firstProperty(of: node)
    while let property = next {
      names.append(input.tree.names.string(input.tree.name(of: property)))
      next = input.tree.nextProperty(after: property)
    }
    return names
  }
}
