import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import SourceText

/// The numbers of cells for addresses and sizes where an overlay's nodes go, and the buses there. The overlay's
/// own source does not give them, so checks would have to warn about every device on a bus.
enum TargetCells {
  /// The numbers that the nodes at one place give.
  private struct Counts: BitwiseCopyable, Sendable {
    var address: UInt32?
    var size: UInt32?
    /// The number of these nodes, including the base's.
    var nodes = 0
    /// The kind of bus that the base's node is; nil until someone asks.
    var bus: Bus?

    /// Adds a later node, which overrides what it sets.
    mutating func add(_ node: NodeID, in tree: DeviceTree) {
      address = Self.cell("#address-cells", of: node, in: tree) ?? address
      size = Self.cell("#size-cells", of: node, in: tree) ?? size
      nodes += 1
    }

    private static func cell(_ name: String, of node: NodeID, in tree: DeviceTree) -> UInt32? {
      tree.property(of: node, named: name).flatMap { tree.cell(of: tree.value(of: $0), at: 0) }
    }
  }

  /// Returns the numbers of cells for an overlay's nodes that are merged into others, of the base or the
  /// overlay, and for its fragments, below which are their targets: the numbers that the targets' parents
  /// give.
  static func cells(
    of overlay: DeviceTree, at places: PlainArray<OverlayTarget.PlacedNode>, of tree: DeviceTree
  ) -> PlainArray<OutsideCells> {
    let sites = SiteNumbers(places, in: tree)
    var counts = PlainArray(repeating: Counts(), count: sites.count)
    for placed in places {
      guard let place = placed.place else { continue }
      if case .base(let node) = place, counts[node.index].nodes == 0 {
        counts[node.index].add(node, in: tree)
      }
      if !placed.isFragment { counts[sites[place]].add(placed.node, in: overlay) }
    }
    var cells = PlainArray<OutsideCells>()
    for placed in places {
      guard let place = placed.place else {
        cells.append(OutsideCells(unknownTo: placed.node))
        continue
      }
      let count = counts[sites[place]]
      // A place that only this node makes is as the node says.
      if count.nodes == 1, !placed.isFragment { continue }
      var bus = Bus.none
      // Without children, nothing is on it.
      if case .base(let target) = place, !placed.isFragment, overlay.hasChildRecords(placed.node) {
        bus = count.bus ?? Bus.named(target, in: tree)
        counts[target.index].bus = bus
        // What the overlay itself says, checks find.
        if bus == .simple, overlay.property(of: placed.node, named: "compatible") != nil { bus = .none }
      }
      cells.append(
        OutsideCells(node: placed.node, address: count.address, size: count.size, bus: bus))
    }
    return cells
  }

  /// Returns the same without a base.
  static func unknownCells(of overlay: DeviceTree) -> PlainArray<OutsideCells> {
    var cells = PlainArray<OutsideCells>()
    for fragment in OverlayFragments.fragments(of: overlay) {
      let content = fragment.content
      cells.append(OutsideCells(unknownTo: fragment.node))
      var next: NodeID? = content
      while let node = next {
        cells.append(OutsideCells(unknownTo: node))
        next = overlay.nodeAfter(node, within: content)
      }
    }
    return cells
  }
}
