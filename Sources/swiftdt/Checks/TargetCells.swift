import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import SourceText

/// How many cells addresses and sizes have where an overlay goes: what its own source does not say, so that checks
/// would have to warn of every device on a bus.
enum TargetCells {
  /// What the nodes say that go to one place.
  private struct Counts: BitwiseCopyable, Sendable {
    var address: UInt32?
    var size: UInt32?
    /// How many of them there are, that of the base counting.
    var nodes = 0

    /// Takes over what a node says that comes later.
    mutating func add(_ node: NodeID, in tree: DeviceTree) {
      address = Self.cell("#address-cells", of: node, in: tree) ?? address
      size = Self.cell("#size-cells", of: node, in: tree) ?? size
      nodes += 1
    }

    private static func cell(_ name: String, of node: NodeID, in tree: DeviceTree) -> UInt32? {
      tree.property(of: node, named: name).flatMap { tree.cell(of: tree.value(of: $0), at: 0) }
    }
  }

  /// The counts of an overlay's nodes that are merged into others: of a base if it is known, or of the overlay.
  static func cells(of overlay: DeviceTree, in base: OverlayTarget?) -> PlainArray<OutsideCells> {
    guard let base else { return unknownCells(of: overlay) }
    let tree = base.tree
    let places = base.places(of: overlay)
    var added = 0
    for placed in places {
      if case .added(let number)? = placed.place { added = max(added, number + 1) }
    }
    // By node of the base, and behind these by number of an added one.
    var counts = PlainArray(repeating: Counts(), count: tree.nodeCapacity + added)
    func index(_ place: OverlayTarget.NodePlace) -> Int {
      switch place {
      case .base(let node): node.index
      case .added(let number): tree.nodeCapacity + number
      }
    }
    for placed in places {
      guard let place = placed.place else { continue }
      if case .base(let node) = place, counts[node.index].nodes == 0 {
        counts[node.index].add(node, in: tree)
      }
      counts[index(place)].add(placed.node, in: overlay)
    }
    var cells = PlainArray<OutsideCells>()
    for placed in places {
      guard let place = placed.place else {
        cells.append(OutsideCells(unknownTo: placed.node))
        continue
      }
      let count = counts[index(place)]
      // What is made by this node alone is as it says.
      if count.nodes == 1 { continue }
      cells.append(OutsideCells(node: placed.node, address: count.address, size: count.size))
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
