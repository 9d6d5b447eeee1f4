public import DeviceTree
public import SourceText

extension OverlayTarget {
  /// Where a node of an overlay goes.
  public enum NodePlace: BitwiseCopyable, Sendable {
    /// Into a node of the base.
    case base(NodeID)
    /// Into a node that the base does not have; one number, from 0, is one node.
    case added(Int)
  }

  /// A node of an overlay with the place where it goes.
  public struct PlacedNode: BitwiseCopyable, Sendable {
    /// The node.
    public let node: NodeID
    /// Where it goes; nil is what nobody can know, since its fragment goes to something that is not in the base.
    public let place: NodePlace?
  }

  /// The nodes of an overlay's fragments, in order, with where they go.
  ///
  /// The overlay is a source's tree, to which the references that it leaves open were not added yet.
  public func places(of overlay: DeviceTree) -> PlainArray<PlacedNode> {
    var search = NodePlaceSearch(overlay, MergedPlaces(in: self))
    return search.run()
  }
}

private struct NodePlaceSearch {
  private let overlay: DeviceTree
  private var places: MergedPlaces
  /// By node of the overlay.
  private var known: PlainArray<OverlayTarget.NodePlace?>

  init(_ overlay: DeviceTree, _ places: MergedPlaces) {
    self.overlay = overlay
    self.places = places
    known = PlainArray(repeating: nil, count: overlay.nodeCapacity)
  }

  mutating func run() -> PlainArray<OverlayTarget.PlacedNode> {
    var found = PlainArray<OverlayTarget.PlacedNode>()
    for (number, (fragment, content)) in OverlayFragments.fragments(of: overlay).enumerated() {
      known[content.index] = target(of: fragment)
      var next: NodeID? = content
      while let node = next {
        if node != content, let parent = overlay.parent(of: node), let above = known[parent.index] {
          known[node.index] = places.make(
            overlay.names.array(overlay.name(of: node)), below: above, by: 0, in: number)
        }
        found.append(.init(node: node, place: known[node.index]))
        next = overlay.nodeAfter(node, within: content)
      }
    }
    return found
  }

  /// Where a fragment goes, as a merge finds it.
  private mutating func target(of fragment: NodeID) -> OverlayTarget.NodePlace? {
    if let target = overlay.property(of: fragment, named: "target") {
      let value = overlay.value(of: target)
      if let marker = overlay.markers(of: value).first(where: { $0.kind == .phandleReference }) {
        if let own = overlay.node(referredTo: marker.reference) { return known[own.index] }
        return places.path(ofLabel: overlay.names.string(marker.reference)).flatMap { existing($0) }
      }
      if let phandle = overlay.cell(of: value, at: 0), phandle != 0 {
        return places.place(ofPhandle: phandle)
      }
    }
    guard let path = overlay.property(of: fragment, named: "target-path") else { return nil }
    return existing(Array(overlay.bytes(of: overlay.value(of: path)).prefix { $0 != 0 }))
  }

  /// The node at a path, which an earlier fragment may make.
  private mutating func existing(_ path: [UInt8]) -> OverlayTarget.NodePlace? {
    places.place(atPath: path).flatMap { places.added.isMade($0) ? $0 : nil }
  }
}
