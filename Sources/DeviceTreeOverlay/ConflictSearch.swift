public import DeviceTree

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
    found.orders = orders(among: outlines)
    let ordering = OverlayOrdering(count: overlays.count, found.orders)
    var order = ordering.order()
    if order.count == overlays.count {
      found.validOrder = order
    } else {
      found.cycle = ordering.cycle()
      let ordered = Set(order)
      order += overlays.indices.filter { !ordered.contains($0) }
    }
    found.order = order
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
    found.clashes = ClashSearch(explanations, found).clashes
    return found
  }
}
