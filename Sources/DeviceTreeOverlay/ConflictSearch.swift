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
    var exporters: [String: [Int]] = [:]
    for (index, outline) in outlines.enumerated() {
      for label in outline.exports { exporters[label, default: []].append(index) }
    }
    let symbols = symbolsNode()
    var orders: [OverlayConflicts.Order] = []
    for (index, outline) in outlines.enumerated() {
      for label in outline.needs where !exports(label, symbols) {
        // One that others export, too, is there once the first of them has been applied.
        guard let exporter = exporters[label]?.first(where: { $0 != index }) else { continue }
        orders.append(.init(before: exporter, after: index, reason: .label(label)))
      }
      for path in outline.targetPaths {
        let bytes = Array(path.utf8)
        if (try? children.node(atPath: bytes.span, in: &blob.tree)) != nil { continue }
        guard let maker = outlines.indices.first(where: { $0 != index && outlines[$0].adds(path) })
        else { continue }
        orders.append(.init(before: maker, after: index, reason: .node(path: path)))
      }
    }
    return orders
  }

  private func exports(_ label: String, _ symbols: NodeID?) -> Bool {
    symbols.flatMap { blob.tree.property(of: $0, named: label) } != nil
  }
}

/// What can be told of an overlay without applying it: what it offers to others and needs of them.
private struct OverlayOutline {
  var exports: [String] = []
  var needs: [String] = []
  var targetPaths: [String] = []
  /// The paths of the nodes below fragments that give their target by path.
  private var added: Set<String> = []

  init(_ overlay: DeviceTree) {
    var input = OverlayInput(overlay, named: "")
    exports = Self.properties(of: "__symbols__", &input)
    needs = Self.properties(of: "__fixups__", &input)
    for fragment in input.fragments {
      guard let property = input.tree.property(of: fragment.node, named: "target-path") else { continue }
      let path = String(decoding: input.string(input.tree.value(of: property)), as: UTF8.self)
      targetPaths.append(path)
      let top = path == "/" ? "" : path
      let content = input.tree.path(of: fragment.content).utf8.count
      var next = input.tree.nodeAfter(fragment.content, within: fragment.content)
      while let node = next {
        let below = input.tree.pathBytes(of: node).dropFirst(content)
        added.insert(top + String(decoding: below, as: UTF8.self))
        next = input.tree.nodeAfter(node, within: fragment.content)
      }
    }
  }

  /// Whether it has a node for a path.
  func adds(_ path: String) -> Bool { added.contains(path) }

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
