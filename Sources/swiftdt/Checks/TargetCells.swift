import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import SourceText

/// How many cells addresses and sizes have where an overlay goes: what its own source does not say, so that checks
/// would have to warn of every device on a bus.
enum TargetCells {
  /// The counts of an overlay's nodes that are merged into those of a base.
  static func cells(of overlay: DeviceTree, in base: DeviceTree) -> [OutsideCells] {
    var cells: [OutsideCells] = []
    for (fragment, content) in OverlayFragments.fragments(of: overlay) {
      var pairs = target(of: fragment, in: overlay, base).map { [(content, $0)] } ?? []
      while let (node, met) = pairs.popLast() {
        cells.append(
          OutsideCells(
            node: node, address: cell("#address-cells", of: met, in: base),
            size: cell("#size-cells", of: met, in: base)))
        for child in overlay.children(of: node) {
          let name = overlay.names.withBytes(of: overlay.name(of: child)) { base.names.find($0) }
          if let other = name.flatMap({ base.child(of: met, named: $0) }) { pairs.append((child, other)) }
        }
      }
    }
    return cells
  }

  private static func target(
    of fragment: NodeID, in overlay: DeviceTree, _ base: DeviceTree
  ) -> NodeID? {
    if let target = overlay.property(of: fragment, named: "target") {
      let reference = overlay.markers(of: overlay.value(of: target)).first { $0.kind == .phandleReference }
      return reference.flatMap { node(labelled: overlay.names.string($0.reference), in: base) }
    }
    guard let path = overlay.property(of: fragment, named: "target-path") else { return nil }
    return node(at: overlay.value(of: path), of: overlay, in: base)
  }

  private static func node(labelled label: String, in base: DeviceTree) -> NodeID? {
    guard let symbols = base.node(atPath: "/__symbols__"),
      let symbol = base.property(of: symbols, named: label)
    else { return nil }
    return node(at: base.value(of: symbol), of: base, in: base)
  }

  private static func node(
    at path: PropertyValue, of tree: DeviceTree, in base: DeviceTree
  ) -> NodeID? {
    let text = Array(tree.bytes(of: path).prefix { $0 != 0 })
    return base.node(atPath: text.span)
  }

  private static func cell(_ name: String, of node: NodeID, in base: DeviceTree) -> UInt32? {
    base.property(of: node, named: name).flatMap { base.cell(of: base.value(of: $0), at: 0) }
  }
}
