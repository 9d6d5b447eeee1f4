import BlobChecks
import DeviceTree
import DeviceTreeSource
import SourceText

/// Where findings on a blob point to in its source.
enum FindingSpots {
  /// Returns where to point for something with an extent and a name.
  typealias Spot = (Extent, Symbol) -> ExtentSpot

  /// Returns where a finding points: to the reference or the property that it is about, or else to the node.
  static func spot(of finding: BlobFinding, in tree: DeviceTree, _ spot: Spot) -> ExtentSpot? {
    guard let path = finding.path, let node = tree.node(atPath: path) else { return nil }
    guard let property = finding.property.flatMap({ tree.property(of: node, named: $0) }) else {
      return spot(tree.extent(of: node), tree.name(of: node))
    }
    var found = finding.cell.flatMap { cell in
      tree.reference(inCell: cell, of: property).map {
        spot(Extent(start: $0.origin, end: .none), $0.reference)
      }
    }
    if found?.span == nil { found = spot(tree.extent(of: property), tree.name(of: property)) }
    guard let found, found.span != nil else { return spot(tree.extent(of: node), tree.name(of: node)) }
    guard let cause = finding.cause,
      let set = tree.node(atPath: cause.path).flatMap({ tree.property(of: $0, named: cause.property) }),
      let place = spot(tree.extent(of: set), tree.name(of: set)).span
    else { return found }
    let note = Diagnostic.Note("'\(cause.property)' is set here", at: place)
    return ExtentSpot(span: found.span, notes: found.notes + [note], isInSource: found.isInSource)
  }
}

extension DeviceTree {
  /// Returns the reference that a cell of a property was written as; nil if it is a number.
  fileprivate func reference(inCell number: Int, of property: PropertyID) -> Marker? {
    markers(of: value(of: property)).first {
      $0.kind == .phandleReference && Int($0.offset) == number * 4
    }
  }
}
