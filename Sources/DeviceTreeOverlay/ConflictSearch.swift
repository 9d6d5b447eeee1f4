public import DeviceTree
import DeviceTreeBlob

extension OverlayTarget {
  /// Returns how overlays for this base conflict with each other.
  ///
  /// The overlays are put into an order in which as many as possible apply, and applied to a copy; then what
  /// they wrote is compared.
  public func conflicts(
    among overlays: [(name: String, tree: DeviceTree)]
  ) -> OverlayConflicts {
    var found = OverlayConflicts(overlays: overlays.map(\.name))
    var outlines: [OverlayOutline] = []
    for (_, tree) in overlays { outlines.append(OverlayOutline(tree)) }
    var trial = self
    trial.namesNearest = false
    let trials = OrderTrials(base: trial, overlays: overlays, outlines: outlines)
    var new = orders(among: outlines)
    if new.contains(where: \.isViolated),
      trial.applied(overlays, outlines, in: Array(overlays.indices)).failures.isEmpty
    {
      // The node that a path of names without unit addresses leads to may exist already.
      new.removeAll(where: \.isViolated)
    }
    var outcome: Outcome
    repeat {
      found.orders += new
      let ordering = OverlayOrdering(count: overlays.count, found.orders)
      found.order = ordering.order()
      found.validOrder = found.order.count == overlays.count ? found.order : nil
      found.cycle = ordering.cycle()
      let ordered = Set(found.order)
      found.order += overlays.indices.filter { !ordered.contains($0) }
      outcome = trial.applied(overlays, outlines, in: found.order)
      found.failures = outcome.failures
      new = trials.orders(in: found, end: outcome.end).filter { order in
        !found.orders.contains { $0.isAbout(order) && $0.alternatives.isEmpty }
      }
      // An overlay that also provides what is needed does not always help.
      found.orders.removeAll { order in new.contains { $0.isAbout(order) } }
    } while !new.isEmpty
    if !found.failures.isEmpty, namesNearest {
      found.failures = applied(overlays, outlines, in: found.order).failures
    }
    found.clashes = ClashSearch(outcome.intents, found, on: self, end: outcome.end).clashes
    return found
  }

  /// The result of applying overlays one after another.
  private struct Outcome {
    /// By overlay; nil if it does not apply.
    var intents: [OverlayIntent?]
    /// By overlay.
    var failures: [OverlayConflicts.Failure] = []
    /// The base with all overlays that apply.
    var end: OverlayTarget
  }

  private func applied(
    _ overlays: [(name: String, tree: DeviceTree)], _ outlines: [OverlayOutline], in order: [Int]
  ) -> Outcome {
    var outcome = Outcome(intents: overlays.map { _ in nil }, end: self)
    for index in order {
      let explanation = outcome.end.explain(overlays[index].tree, named: overlays[index].name)
      if let error = explanation.error {
        outcome.failures.append(.init(overlay: index, error: error))
      } else {
        outcome.intents[index] = OverlayIntent(
          explanation, outlines[index], nodes: outcome.end.appliedNodes(of: outlines[index]))
      }
    }
    outcome.failures.sort { $0.overlay < $1.overlay }
    return outcome
  }

  /// Returns the paths of the nodes of the overlay applied last, fragment by fragment.
  private mutating func appliedNodes(of outline: OverlayOutline) -> [[String]] {
    guard let overlay = applied.last else { return [] }
    return zip(outline.fragments, overlay.fragments).map { fragment, merged in
      var places: [NodeID?] = []
      for node in fragment.nodes {
        let parent = node.parent.map { places[$0] } ?? merged.target
        places.append(parent.flatMap { children.child(of: $0, named: node.name.span, in: &blob.tree) })
      }
      return places.compactMap { $0.map { blob.tree.path(of: $0) } }
    }
  }

  /// Returns, by label, the paths that labels exported by overlays have in the base.
  func labels(_ intents: [OverlayIntent?]) -> [String: String] {
    var base = self
    guard let symbols = base.symbolsNode() else { return [:] }
    var paths: [String: String] = [:]
    for label in intents.lazy.flatMap({ $0?.labels ?? [] }) where paths[label] == nil {
      guard let symbol = base.blob.tree.property(of: symbols, named: label) else { continue }
      let text = Array(base.blob.tree.bytes(of: base.blob.tree.value(of: symbol)).prefix { $0 != 0 })
      let node = try? base.children.node(atPath: text.span, in: &base.blob.tree)
      paths[label] = node.map { base.blob.tree.path(of: $0) } ?? String(decoding: text, as: UTF8.self)
    }
    return paths
  }
}

extension OverlayConflicts.Order {
  /// Whether both are about the same two overlays in the same order.
  fileprivate func isAbout(_ other: Self) -> Bool { before == other.before && after == other.after }
}
