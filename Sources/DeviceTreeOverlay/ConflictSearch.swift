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
    var trial = self
    trial.namesNearest = false
    let trials = OrderTrials(base: trial, overlays: overlays, outlines: outlines)
    var new = orders(among: outlines)
    if new.contains(where: \.isViolated),
      trial.applied(overlays, in: Array(overlays.indices)).failures.isEmpty
    {
      // What a path with short names leads to can be there already.
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
      outcome = trial.applied(overlays, in: found.order)
      found.failures = outcome.failures
      new = trials.orders(in: found, end: outcome.end).filter { order in
        !found.orders.contains { $0.before == order.before && $0.after == order.after }
      }
    } while !new.isEmpty
    if !found.failures.isEmpty, namesNearest {
      found.failures = applied(overlays, in: found.order).failures
    }
    found.clashes = ClashSearch(outcome.explanations, found).clashes
    return found
  }

  /// What becomes of overlays that are applied one after another.
  private struct Outcome {
    /// By overlay; nil is one that does not apply.
    var explanations: [OverlayExplanation?]
    /// By overlay.
    var failures: [OverlayConflicts.Failure] = []
    /// The base with all that apply.
    var end: OverlayTarget
  }

  private func applied(_ overlays: [(name: String, tree: DeviceTree)], in order: [Int]) -> Outcome {
    var outcome = Outcome(explanations: overlays.map { _ in nil }, end: self)
    for index in order {
      let explanation = outcome.end.explain(overlays[index].tree, named: overlays[index].name)
      if let error = explanation.error {
        outcome.failures.append(.init(overlay: index, error: error))
      } else {
        outcome.explanations[index] = explanation
      }
    }
    outcome.failures.sort { $0.overlay < $1.overlay }
    return outcome
  }
}
