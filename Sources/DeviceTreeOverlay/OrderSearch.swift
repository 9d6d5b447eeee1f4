public import DeviceTree

extension OverlayTarget {
  /// Returns which overlays need labels or nodes of which others: `conflicts(among:)` without applying any.
  public func orders(among overlays: some Sequence<DeviceTree>) -> [OverlayConflicts.Order] {
    orders(among: overlays.map { OverlayOutline($0) })
  }

  /// Returns which overlays need labels or nodes that only others have.
  func orders(among outlines: [OverlayOutline]) -> [OverlayConflicts.Order] {
    var search = OrderSearch(self, outlines)
    return search.orders()
  }
}

/// Finds out what overlays need of one another from where their labels and paths lead.
private struct OrderSearch {
  private let outlines: [OverlayOutline]
  /// The overlays that export a label, in order, and which of their exports it is.
  private var exporters: [String: [(overlay: Int, export: Int)]] = [:]
  /// Where a label leads, as far as it was looked up.
  private var labelled: [String: OverlayTarget.NodePlace?] = [:]
  private var places: MergedPlaces
  /// For a label that the base and overlays export: whether it means a node of the base that can be referred
  /// to.
  private var isUsable: [String: Bool] = [:]

  init(_ base: OverlayTarget, _ outlines: [OverlayOutline]) {
    places = MergedPlaces(in: base)
    self.outlines = outlines
    for (index, outline) in outlines.enumerated() {
      for (number, export) in outline.exports.enumerated() {
        exporters[export.label, default: []].append((index, number))
      }
    }
  }

  mutating func orders() -> [OverlayConflicts.Order] {
    // A node that is added further on may be the one that a name without a unit address in an earlier
    // fragment's path means.
    var known = -1
    while known < places.added.madeCount {
      known = places.added.madeCount
      labelled = [:]
      addNodes()
    }
    var orders: [OverlayConflicts.Order] = []
    for (index, outline) in outlines.enumerated() {
      for label in outline.needs.lazy.map(\.label) where !baseExports(label) {
        let others = Set((exporters[label] ?? []).lazy.map(\.overlay)).subtracting([index])
        orders += Self.order(others.sorted(), before: index, .label(label))
      }
      for (number, fragment) in outline.fragments.enumerated() {
        guard case .path(let path) = fragment.target, let place = places.place(atPath: path) else { continue }
        orders += Self.order(
          places.added.makers(of: place, for: index, number), before: index,
          .node(path: String(decoding: path, as: UTF8.self)))
      }
    }
    return orders
  }

  /// Returns the order for something that any of several overlays provides: it exists once one of them has
  /// been applied.
  private static func order(
    _ providers: [Int], before overlay: Int, _ reason: OverlayConflicts.Reason
  ) -> [OverlayConflicts.Order] {
    guard let first = providers.first else { return [] }
    return [.init(before: first, after: overlay, alternatives: Array(providers.dropFirst()), reason: reason)]
  }

  /// Notes which nodes the fragments add.
  private mutating func addNodes() {
    for (index, outline) in outlines.enumerated() {
      for (number, fragment) in outline.fragments.enumerated() where !fragment.nodes.isEmpty {
        if let top = place(of: fragment.target) { add(fragment.nodes, below: top, by: index, in: number) }
      }
    }
  }

  private mutating func add(
    _ nodes: [OverlayOutline.Node], below top: OverlayTarget.NodePlace, by overlay: Int, in fragment: Int
  ) {
    var made: [OverlayTarget.NodePlace] = []
    made.reserveCapacity(nodes.count)
    for node in nodes {
      let parent = node.parent.map { made[$0] } ?? top
      made.append(places.make(node.name, below: parent, by: overlay, in: fragment))
    }
  }

  private mutating func place(of target: OverlayOutline.Target) -> OverlayTarget.NodePlace? {
    switch target {
    case .path(let path): places.place(atPath: path)
    case .label(let label): place(ofLabel: label)
    case .other: nil
    }
  }

  /// Whether a label means a node of the base that can be referred to. If no overlay exports it, any label of
  /// the base counts.
  private mutating func baseExports(_ label: String) -> Bool {
    guard let path = places.path(ofLabel: label) else { return false }
    guard exporters[label] != nil else { return true }
    if let known = isUsable[label] { return known }
    let isUsable = places.hasPhandle(atPath: path)
    self.isUsable[label] = isUsable
    return isUsable
  }

  /// Returns where a label leads: in the base, or else in the first overlay that exports it, whose fragment
  /// may in turn target a label of another overlay.
  private mutating func place(ofLabel label: String) -> OverlayTarget.NodePlace? {
    var way: [(label: String, rest: [UInt8])] = []
    var next: String? = label
    var place: OverlayTarget.NodePlace?
    while let label = next {
      next = nil
      if let known = labelled[label] {
        place = known
      } else if let path = places.path(ofLabel: label) {
        place = places.place(atPath: path)
      } else if way.count < exporters.count, let (overlay, number) = exporters[label]?.first {
        let (fragment, rest) = outlines[overlay].exports[number].place
        // A chain longer than the number of labels is a cycle.
        way.append((label, rest))
        switch outlines[overlay].fragments[fragment].target {
        case .path(let path): place = places.place(atPath: path)
        case .label(let other): next = other
        case .other: break
        }
      }
    }
    for (label, rest) in way.reversed() {
      if let top = place { place = places.place(atWay: rest[...], below: top) }
      labelled[label] = .some(place)
    }
    return place
  }
}
