import DeviceTree

/// Finding out by trying what overlays need of one another where their names alone do not tell.
///
/// A name without a unit address means the first node that has it with any or none, and a node that is added comes in
/// front of its siblings. So where an overlay adds `led@1` beside `led`, what was `/led/x` before is looked for in
/// `/led@1`: it hides that from others.
struct OrderTrials {
  let base: OverlayTarget
  let overlays: [(name: String, tree: DeviceTree)]
  let outlines: [OverlayOutline]

  /// What the overlays that fail need of others, or do before others; `end` is the base behind them all.
  func orders(in found: OverlayConflicts, end: OverlayTarget) -> [OverlayConflicts.Order] {
    let failed = Set(found.failures.map(\.overlay))
    return found.failures.compactMap { failure in
      let number = failure.overlay
      // The others that fail where they stand change nothing.
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
    /// The label that was to lead there.
    let label: String?

    /// Nil if that is another thing than a node.
    init?(_ error: OverlayError) {
      switch error.kind {
      case .unknownTargetPath(let path, isBadPath: _, nearest: _):
        (self.path, label) = (path, nil)
      case .danglingSymbol(let path, isBadPath: _, exporter: _), .labelWithoutPhandle(let path, exporter: _):
        (self.path, label) = (path, error.label)
      default: return nil
      }
    }

    /// What an overlay provides of it that makes or labels the node.
    func reason(of overlay: OverlayOutline) -> OverlayConflicts.Reason {
      if let label, exports(overlay) { return .label(label) }
      return .node(path: path)
    }

    /// What another overlay hides, or takes.
    func hidden(by overlay: OverlayOutline) -> OverlayConflicts.Reason {
      guard let label else { return .hiddenNode(path: path) }
      return exports(overlay) ? .spoiledLabel(label) : .hiddenLabel(label)
    }

    private func exports(_ overlay: OverlayOutline) -> Bool {
      overlay.exports.contains { $0.label == label }
    }

    /// The overlays that may have taken it away: those that give its label another node, or add one that a name of its
    /// path may mean.
    func hiders(among overlays: ArraySlice<Int>, _ outlines: [OverlayOutline]) -> Set<Int> {
      let names = Set(path.split(separator: "/").map { String($0.prefix { $0 != "@" }) })
      return Set(overlays.filter { exports(outlines[$0]) || outlines[$0].addsNode(called: names) })
    }
  }

  /// The first of the overlays behind one that does not apply behind which it does.
  private func maker(for overlay: Int, at place: Int, in order: [Int]) -> Int? {
    var target = base
    for (index, other) in order.enumerated() where other != overlay {
      try? target.apply(overlays[other].tree, named: overlays[other].name)
      if index > place, target.takes(overlays[overlay]) { return other }
    }
    return nil
  }

  /// The last of some overlays before which one applies, and behind which it does not.
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
  /// Whether an overlay applies.
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
  /// Whether there is a node with a unit address whose name without it is one of these.
  fileprivate func addsNode(called names: Set<String>) -> Bool {
    fragments.contains { fragment in
      fragment.nodes.contains { node in
        guard let at = node.name.firstIndex(of: 0x40) else { return false }
        return names.contains(String(decoding: node.name[..<at], as: UTF8.self))
      }
    }
  }
}
