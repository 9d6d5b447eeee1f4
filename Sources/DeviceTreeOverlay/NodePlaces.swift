public import DeviceTree
import SourceText

extension OverlayTarget {
  /// Where a node of an overlay goes.
  public enum NodePlace: Hashable, Sendable {
    /// Into a node of the base.
    case base(NodeID)
    /// Into a node that the base does not have; one number is one node.
    case added(Int)
  }

  /// The nodes of an overlay's fragments, each with where it goes; nil is what nobody can know, since the fragment goes
  /// to something that is not in this base.
  ///
  /// The overlay is a source's tree, to which the references that it leaves open were not added yet.
  public func places(of overlay: DeviceTree) -> [(node: NodeID, place: NodePlace?)] {
    var search = NodePlaceSearch(overlay, MergedPlaces(in: self))
    return search.run()
  }
}

private struct NodePlaceSearch {
  private let overlay: DeviceTree
  private var places: MergedPlaces
  /// By node of the overlay.
  private var known: [NodeID: AddedNodes.Place] = [:]

  init(_ overlay: DeviceTree, _ places: MergedPlaces) {
    self.overlay = overlay
    self.places = places
  }

  mutating func run() -> [(node: NodeID, place: OverlayTarget.NodePlace?)] {
    var found: [(node: NodeID, place: OverlayTarget.NodePlace?)] = []
    for (number, (fragment, content)) in OverlayFragments.fragments(of: overlay).enumerated() {
      known[content] = target(of: fragment)
      var next: NodeID? = content
      while let node = next {
        if node != content, let parent = overlay.parent(of: node), let above = known[parent] {
          known[node] = places.make(
            overlay.names.array(overlay.name(of: node)), below: above, by: 0, in: number)
        }
        let place = known[node].map { place -> OverlayTarget.NodePlace in
          switch place {
          case .base(let node): .base(node)
          case .added(let number): .added(number)
          }
        }
        found.append((node, place))
        next = overlay.nodeAfter(node, within: content)
      }
    }
    return found
  }

  /// Where a fragment goes, as a merge finds it.
  private mutating func target(of fragment: NodeID) -> AddedNodes.Place? {
    if let target = overlay.property(of: fragment, named: "target") {
      let value = overlay.value(of: target)
      if let marker = overlay.markers(of: value).first(where: { $0.kind == .phandleReference }) {
        if let own = overlay.node(referredTo: marker.reference) { return known[own] }
        let label = overlay.names.string(marker.reference)
        return places.path(ofLabel: label).flatMap { existing($0) }
      }
      if let phandle = overlay.cell(of: value, at: 0), phandle != 0 {
        return places.place(ofPhandle: phandle)
      }
    }
    guard let path = overlay.property(of: fragment, named: "target-path") else { return nil }
    return existing(Array(overlay.bytes(of: overlay.value(of: path)).prefix { $0 != 0 }))
  }

  /// The node at a path, which an earlier fragment may make.
  private mutating func existing(_ path: [UInt8]) -> AddedNodes.Place? {
    places.place(atPath: path).flatMap { places.added.isMade($0) ? $0 : nil }
  }
}
