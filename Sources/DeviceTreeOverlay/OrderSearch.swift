public import DeviceTree
import DeviceTreeBlob
import SourceText

extension OverlayTarget {
  /// Which overlays need labels or nodes of which others: `conflicts(among:)` without applying any.
  public func orders(among overlays: some Sequence<DeviceTree>) -> [OverlayConflicts.Order] {
    orders(among: overlays.map { OverlayOutline($0) })
  }

  /// Which overlays need labels or nodes that only others have.
  func orders(among outlines: [OverlayOutline]) -> [OverlayConflicts.Order] {
    var search = OrderSearch(self, outlines)
    return search.orders()
  }
}

/// Finding out what overlays need of one another, by what labels and paths lead to.
private struct OrderSearch {
  private var target: OverlayTarget
  private let symbols: NodeID?
  private let outlines: [OverlayOutline]
  /// By label: the overlays that export it, in order, and which of their labels it is.
  private var exporters: [String: [(overlay: Int, export: Int)]] = [:]
  /// By label: where it leads, as far as that was asked for.
  private var labelled: [String: AddedNodes.Place?] = [:]
  private var added = AddedNodes()

  init(_ base: OverlayTarget, _ outlines: [OverlayOutline]) {
    target = base
    symbols = target.symbolsNode()
    self.outlines = outlines
    for (index, outline) in outlines.enumerated() {
      for (number, export) in outline.exports.enumerated() {
        exporters[export.label, default: []].append((index, number))
      }
    }
  }

  mutating func orders() -> [OverlayConflicts.Order] {
    // A node that is made further on may be the one that a short name in an earlier fragment's path means.
    var known = -1
    while known < added.madeCount {
      known = added.madeCount
      labelled = [:]
      addNodes()
    }
    var orders: [OverlayConflicts.Order] = []
    for (index, outline) in outlines.enumerated() {
      // What others have, too, is there once the first of them has been applied.
      for label in outline.needs where !baseExports(label) {
        guard let exporter = exporters[label]?.first(where: { $0.overlay != index }) else { continue }
        orders.append(.init(before: exporter.overlay, after: index, reason: .label(label)))
      }
      for (number, fragment) in outline.fragments.enumerated() {
        guard case .path(let path) = fragment.target, let place = place(atPath: path),
          let maker = added.maker(of: place, for: index, number)
        else { continue }
        orders.append(
          .init(before: maker, after: index, reason: .node(path: String(decoding: path, as: UTF8.self))))
      }
    }
    return orders
  }

  /// Notes which nodes the fragments make.
  private mutating func addNodes() {
    for (index, outline) in outlines.enumerated() {
      for (number, fragment) in outline.fragments.enumerated() where !fragment.nodes.isEmpty {
        if let top = place(of: fragment.target) { add(fragment.nodes, below: top, by: index, in: number) }
      }
    }
  }

  private mutating func add(
    _ nodes: [OverlayOutline.Node], below top: AddedNodes.Place, by overlay: Int, in fragment: Int
  ) {
    var places: [AddedNodes.Place] = []
    places.reserveCapacity(nodes.count)
    for node in nodes {
      let parent = node.parent.map { places[$0] } ?? top
      places.append(
        child(of: parent, node.name[...])
          ?? added.make(node.name, below: parent, by: overlay, in: fragment))
    }
  }

  /// The base's node with a name below a place.
  private mutating func child(of place: AddedNodes.Place, _ name: ArraySlice<UInt8>) -> AddedNodes.Place? {
    guard case .base(let node) = place else { return nil }
    return target.children.child(of: node, named: name.span, in: &target.blob.tree).map { .base($0) }
  }

  private mutating func place(of target: OverlayOutline.Target) -> AddedNodes.Place? {
    switch target {
    case .path(let path): place(atPath: path)
    case .label(let label): place(ofLabel: label)
    case .other: nil
    }
  }

  /// Where a path leads that may begin with an alias; nil if that is none.
  private mutating func place(atPath path: [UInt8]) -> AddedNodes.Place? {
    if path.first == 0x2F { return place(atWay: path[...], below: .base(.root)) }
    let end = path.firstIndex(of: 0x2F) ?? path.count
    guard let top = try? target.children.node(atPath: path.span.extracting(0..<end), in: &target.blob.tree)
    else { return nil }
    return place(atWay: path[end...], below: .base(top))
  }

  private mutating func place(
    atWay way: ArraySlice<UInt8>, below top: AddedNodes.Place
  ) -> AddedNodes.Place {
    var place = top
    for name in way.split(separator: 0x2F) {
      place = child(of: place, name) ?? added.child(of: place, named: Array(name))
    }
    return place
  }

  private func baseExports(_ label: String) -> Bool {
    symbols.flatMap { target.blob.tree.property(of: $0, named: label) } != nil
  }

  /// Where a label leads: in the base, or else in the first overlay that exports it, whose fragment may go to what
  /// yet another one exports.
  private mutating func place(ofLabel label: String) -> AddedNodes.Place? {
    var way: [(label: String, rest: [UInt8])] = []
    var next: String? = label
    var place: AddedNodes.Place?
    while let label = next {
      next = nil
      if let known = labelled[label] {
        place = known
      } else if let property = symbols.flatMap({ target.blob.tree.property(of: $0, named: label) }) {
        let path = target.blob.tree.bytes(of: target.blob.tree.value(of: property)).prefix { $0 != 0 }
        place = self.place(atPath: Array(path))
      } else if way.count < exporters.count, let (overlay, number) = exporters[label]?.first {
        let (fragment, rest) = outlines[overlay].exports[number].place
        // A way that is longer than there are labels goes in circles.
        way.append((label, rest))
        switch outlines[overlay].fragments[fragment].target {
        case .path(let path): place = self.place(atPath: path)
        case .label(let other): next = other
        case .other: break
        }
      }
    }
    for (label, rest) in way.reversed() {
      if let top = place { place = self.place(atWay: rest[...], below: top) }
      labelled[label] = .some(place)
    }
    return place
  }
}
