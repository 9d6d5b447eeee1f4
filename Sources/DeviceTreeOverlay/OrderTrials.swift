import DeviceTree

/// Finds out by trial what overlays need of one another where their names alone do not tell.
///
/// A name without a unit address means the first node of that name, with any unit address or none, and an
/// added node comes before its siblings. So where an overlay adds `led@1` beside `led`, a path `/led/x` now
/// leads into `/led@1`: the overlay hides the old node from others.
struct OrderTrials {
  let base: OverlayTarget
  let overlays: [(name: String, tree: DeviceTree)]
  let outlines: [OverlayOutline]

  /// Returns what the overlays that fail need of others, or must precede; `end` is the base after all
  /// overlays.
  func orders(in found: OverlayConflicts, end: OverlayTarget) -> [OverlayConflicts.Order] {
    let failed = Set(found.failures.map(\.overlay))
    return found.failures.compactMap { failure in
      let number = failure.overlay
      // The others that fail at their place in the order change nothing.
      let order = found.order.filter { $0 == number || !failed.contains($0) }
      guard let need = Need(failure.error), let place = order.firstIndex(of: number) else { return nil }
      if end.takes(overlays[number]), let maker = maker(for: number, at: place, in: order) {
        return .init(before: maker, after: number, reason: need.reason(of: outlines[maker]))
      }
      return hider(from: number, among: order[..<place], need)
        .map { .init(before: number, after: $0, reason: need.hidden(by: outlines[$0])) }
    }
  }

  /// What an overlay did not find.
  private struct Need {
    let path: String
    /// The label that should lead there.
    let label: String?

    /// Creates the need behind an error; nil unless the error is that a node was not found.
    init?(_ error: OverlayError) {
      switch error.kind {
      case .unknownTargetPath(let path, isBadPath: _, nearest: _):
        (self.path, label) = (path, nil)
      case .danglingSymbol(let path, isBadPath: _, exporter: _), .labelWithoutPhandle(let path, exporter: _):
        (self.path, label) = (path, error.label)
      default: return nil
      }
    }

    /// Returns what an overlay that adds or labels the node provides.
    func reason(of overlay: OverlayOutline) -> OverlayConflicts.Reason {
      if let label, exports(overlay) { return .label(label) }
      return .node(path: path)
    }

    /// Returns what another overlay hides or replaces.
    func hidden(by overlay: OverlayOutline) -> OverlayConflicts.Reason {
      guard let label else { return .hiddenNode(path: path) }
      return exports(overlay) ? .spoiledLabel(label) : .hiddenLabel(label)
    }

    private func exports(_ overlay: OverlayOutline) -> Bool {
      overlay.exports.contains { $0.label == label }
    }

    /// Returns the overlays that may have hidden it: those that give its label another node, or add one that
    /// a name in its path may mean.
    func hiders(among overlays: ArraySlice<Int>, _ outlines: [OverlayOutline]) -> Set<Int> {
      let names = Set(path.split(separator: "/").map { String($0.prefix { $0 != "@" }) })
      return Set(overlays.filter { exports(outlines[$0]) || outlines[$0].addsNode(called: names) })
    }
  }

  /// Returns the first of the overlays after a failing one such that the failing one applies after it.
  private func maker(for overlay: Int, at place: Int, in order: [Int]) -> Int? {
    var target = base
    for (index, other) in order.enumerated() where other != overlay {
      try? target.apply(overlays[other].tree, named: overlays[other].name)
      if index > place, target.takes(overlays[overlay]) { return other }
    }
    return nil
  }

  /// Returns the last of some earlier overlays before which an overlay applies and after which it does not.
  private func hider(from overlay: Int, among earlier: ArraySlice<Int>, _ need: Need) -> Int? {
    let hiders = need.hiders(among: earlier, outlines)
    guard !hiders.isEmpty else { return nil }
    var target = base
    var last: Int?
    for other in earlier {
      let mayBeLast = hiders.contains(other) && target.takes(overlays[overlay])
      try? target.apply(overlays[other].tree, named: overlays[other].name)
      if mayBeLast, !target.takes(overlays[overlay]) { last = other }
    }
    return last
  }
}

extension OverlayTarget {
  /// Whether an overlay applies to the target.
  fileprivate func takes(_ overlay: (name: String, tree: DeviceTree)) -> Bool {
    var trial = self
    do throws(OverlayError) {
      try trial.apply(overlay.tree, named: overlay.name)
      return true
    } catch {
      return false
    }
  }
}

extension OverlayOutline {
  /// Whether the overlay has a node with a unit address whose name without it is one of these.
  fileprivate func addsNode(called names: Set<String>) -> Bool {
    fragments.contains { fragment in
      fragment.nodes.contains { node in
        guard let at = node.name.firstIndex(of: 0x40) else { return false }
        return names.contains(String(decoding: node.name[..<at], as: UTF8.self))
      }
    }
  }
}
