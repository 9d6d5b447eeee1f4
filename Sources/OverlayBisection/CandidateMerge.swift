public import DeviceTree
public import DeviceTreeOverlay

/// A base and overlays for it: merges any set of the parts that are searched.
public struct CandidateMerge: Sendable {
  /// An overlay, read.
  public struct Overlay: Sendable {
    /// The name, as the caller gave it.
    public let name: String
    /// The tree; its extents must belong to the same `SourceFiles` as the base's.
    public let tree: DeviceTree

    /// Creates an overlay.
    public init(name: String, tree: DeviceTree) {
      self.name = name
      self.tree = tree
    }
  }

  /// The one of several overlays whose parts are searched, while the others are always applied.
  public struct Divided: Sendable {
    /// The index of the overlay.
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

  /// Creates a merge for a search among overlays.
  public init(_ base: OverlayTarget, _ overlays: [Overlay]) {
    self.base = base
    self.overlays = overlays
    divided = nil
    // An overlay that is given too late is of no use to those before it.
    let orders = base.orders(among: overlays.map(\.tree)).filter { !$0.isViolated }
    dependencies = Dependencies(
      count: overlays.count, orders.map { (part: $0.after, needs: $0.before) })
  }

  /// Creates a merge for a search among the parts of one overlay.
  public init(
    _ base: OverlayTarget, _ overlays: [Overlay], dividing overlay: Int, _ level: OverlayParts.Level
  ) {
    self.base = base
    self.overlays = overlays
    let parts = OverlayParts(overlays[overlay].tree, level)
    divided = Divided(overlay: overlay, parts: parts)
    dependencies = Dependencies(count: parts.parts.count)
  }

  /// The number of parts that are searched.
  public var count: Int { dependencies.count }

  /// Returns the name of a part.
  public func name(of part: Int) -> String {
    divided.map { $0.parts.parts[part].name } ?? overlays[part].name
  }

  /// Returns the overlays that a set stands for, in order, each with its index.
  private func overlays(of set: PartSet) -> [(number: Int, overlay: Overlay)] {
    guard let divided else { return set.parts.map { ($0, overlays[$0]) } }
    return overlays.enumerated().compactMap { number, overlay in
      if number != divided.overlay || set.count == count { return (number, overlay) }
      if set.isEmpty { return nil }
      return (number, Overlay(name: overlay.name, tree: divided.parts.tree(keeping: set)))
    }
  }

  /// Returns the base merged with the parts of a set. `isShown` says that an error is to be shown to the
  /// user, so that it is worth suggesting names.
  public func merged(_ set: PartSet, isShown: Bool = false) throws(OverlayError) -> OverlayTarget {
    var target = base
    target.namesNearest = isShown
    for (_, overlay) in overlays(of: set) { try target.apply(overlay.tree, named: overlay.name) }
    return target
  }

  /// Returns what some parts of a set do, overlay by overlay, each on the result of those before it.
  public func explanations(of shown: PartSet, within set: PartSet) -> [OverlayExplanation] {
    var target = base
    var explanations: [OverlayExplanation] = []
    for (number, overlay) in overlays(of: set) {
      if divided.map({ $0.overlay == number }) ?? shown.contains(number) {
        explanations.append(target.explain(overlay.tree, named: overlay.name))
      } else {
        // An overlay that does not apply has no effect on the others.
        try? target.apply(overlay.tree, named: overlay.name)
      }
    }
    return explanations
  }
}
