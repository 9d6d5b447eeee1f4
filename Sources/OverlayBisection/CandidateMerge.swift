public import DeviceTree
public import DeviceTreeOverlay

/// A base and what is put on it: merges any set of the parts that are searched.
public struct CandidateMerge: Sendable {
  /// An overlay, read.
  public struct Overlay: Sendable {
    /// As the caller calls it.
    public let name: String
    /// What it is; an extent in it must lie in the same `SourceFiles` as the base's.
    public let tree: DeviceTree

    /// The overlay of this name.
    public init(name: String, tree: DeviceTree) {
      self.name = name
      self.tree = tree
    }
  }

  /// One overlay of several whose parts are searched, while the others are always there.
  public struct Divided: Sendable {
    /// Which overlay.
    public let overlay: Int
    /// Its parts.
    public let parts: OverlayParts
  }

  private let base: OverlayTarget
  /// The overlays, in order.
  public let overlays: [Overlay]
  /// The overlay whose parts are searched; nil if the overlays are.
  public let divided: Divided?
  /// Which parts need which.
  public let dependencies: Dependencies

  /// A search among overlays.
  public init(_ base: OverlayTarget, _ overlays: [Overlay]) {
    self.base = base
    self.overlays = overlays
    divided = nil
    // One that is given too late is of no use to those before it.
    let orders = base.orders(among: overlays.map(\.tree)).filter { !$0.isViolated }
    dependencies = Dependencies(
      count: overlays.count, orders.map { (part: $0.after, needs: $0.before) })
  }

  /// A search among the parts of one overlay.
  public init(
    _ base: OverlayTarget, _ overlays: [Overlay], dividing overlay: Int, _ level: OverlayParts.Level
  ) {
    self.base = base
    self.overlays = overlays
    let parts = OverlayParts(overlays[overlay].tree, level)
    divided = Divided(overlay: overlay, parts: parts)
    dependencies = Dependencies(count: parts.parts.count)
  }

  /// How many parts are searched.
  public var count: Int { dependencies.count }

  /// What a part is called.
  public func name(of part: Int) -> String {
    divided.map { $0.parts.parts[part].name } ?? overlays[part].name
  }

  /// The overlays that a set means, in order, each with its number.
  private func overlays(of set: PartSet) -> [(number: Int, overlay: Overlay)] {
    guard let divided else { return set.parts.map { ($0, overlays[$0]) } }
    return overlays.enumerated().compactMap { number, overlay in
      if number != divided.overlay || set.count == count { return (number, overlay) }
      if set.isEmpty { return nil }
      return (number, Overlay(name: overlay.name, tree: divided.parts.tree(keeping: set)))
    }
  }

  /// The base with the parts of a set; if that fails, what may be meant is told only if somebody is to see it.
  public func merged(_ set: PartSet, isShown: Bool = false) throws(OverlayError) -> OverlayTarget {
    var target = base
    target.namesNearest = isShown
    for (_, overlay) in overlays(of: set) { try target.apply(overlay.tree, named: overlay.name) }
    return target
  }

  /// What some parts of a set do, overlay for overlay, each with what the ones before it left.
  public func explanations(of shown: PartSet, within set: PartSet) -> [OverlayExplanation] {
    var target = base
    var explanations: [OverlayExplanation] = []
    for (number, overlay) in overlays(of: set) {
      if divided.map({ $0.overlay == number }) ?? shown.contains(number) {
        explanations.append(target.explain(overlay.tree, named: overlay.name))
      } else {
        // One that does not apply does nothing to the others.
        try? target.apply(overlay.tree, named: overlay.name)
      }
    }
    return explanations
  }
}
