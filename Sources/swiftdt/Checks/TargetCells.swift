import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import SourceText

/// How many cells addresses and sizes have where an overlay goes: what its own source does not say, so that checks
/// would have to warn of every device on a bus.
enum TargetCells {
  private struct Counts {
    var address: UInt32?
    var size: UInt32?
    /// How many of the overlay's nodes go there.
    var nodes = 0

    init() {}

    init(_ node: NodeID, in tree: DeviceTree) { add(node, in: tree) }

    /// Takes over what a node says that comes later.
    mutating func add(_ node: NodeID, in tree: DeviceTree) {
      address = Self.cell("#address-cells", of: node, in: tree) ?? address
      size = Self.cell("#size-cells", of: node, in: tree) ?? size
    }

    private static func cell(_ name: String, of node: NodeID, in tree: DeviceTree) -> UInt32? {
      tree.property(of: node, named: name).flatMap { tree.cell(of: tree.value(of: $0), at: 0) }
    }
  }

  /// The counts of an overlay's nodes that are merged into others: of a base if it is known, or of the overlay.
  static func cells(of overlay: DeviceTree, in base: OverlayTarget?) -> PlainArray<OutsideCells> {
    guard let base else { return unknownCells(of: overlay) }
    let places = base.places(of: overlay)
    var counts: [OverlayTarget.NodePlace: Counts] = [:]
    for case (let node, let place?) in places {
      if counts[place] == nil, case .base(let met) = place { counts[place] = Counts(met, in: base.tree) }
      counts[place, default: Counts()].add(node, in: overlay)
      counts[place]?.nodes += 1
    }
    var cells = PlainArray<OutsideCells>()
    for (node, place) in places {
      guard let place, let count = counts[place] else {
        cells.append(OutsideCells(unknownTo: node))
        continue
      }
      // What only this node makes is as it says.
      if case .added = place, count.nodes == 1 { continue }
      cells.append(OutsideCells(node: node, address: count.address, size: count.size))
    }
    return cells
  }

  private static func unknownCells(of overlay: DeviceTree) -> PlainArray<OutsideCells> {
    var cells = PlainArray<OutsideCells>()
    for (_, content) in OverlayFragments.fragments(of: overlay) {
      var next: NodeID? = content
      while let node = next {
        cells.append(OutsideCells(unknownTo: node))
        next = overlay.nodeAfter(node, within: content)
      }
    }
    return cells
  }
}
