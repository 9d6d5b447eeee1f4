public import DeviceTree
public import SourceText

extension OverlayTarget {
  /// Where a node of an overlay goes.
  public enum NodePlace: BitwiseCopyable, Sendable {
    /// A node of the base.
    case base(NodeID)
    /// A node that the base does not have, by its number, from 0.
    case added(Int)
  }

  /// A node of an overlay, with its place.
  public struct PlacedNode: BitwiseCopyable, Sendable {
    /// The node.
    public let node: NodeID
    /// Where it goes; nil if that is unknown, since the target of its fragment is not in the base.
    public let place: NodePlace?
    /// Whether it is a fragment, which itself goes nowhere: its place is that of its target's parent, nil if
    /// the target is the root.
    public let isFragment: Bool
  }

  /// Returns an overlay's fragments and the nodes in them, in order, with where they go.
  ///
  /// The overlay is a tree from a source, to which `__fixups__` and `__local_fixups__` have not been added
  /// yet.
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
    let fragments = OverlayFragments.fragments(of: overlay)
    for number in fragments.indices {
      let (fragment, content) = (fragments[number].node, fragments[number].content)
      known[content.index] = target(of: fragment)
      found.append(.init(node: fragment, place: known[content.index].flatMap(parent), isFragment: true))
      var next: NodeID? = content
      while let node = next {
        if node != content, let parent = overlay.parent(of: node), let above = known[parent.index] {
          known[node.index] = places.make(
            overlay.names.array(overlay.name(of: node)), below: above, by: 0, in: number)
        }
        found.append(.init(node: node, place: known[node.index], isFragment: false))
        next = overlay.nodeAfter(node, within: content)
      }
    }
    return found
  }

  private func parent(of place: OverlayTarget.NodePlace) -> OverlayTarget.NodePlace? {
    switch place {
    case .base(let node): places.base.parent(of: node).map { .base($0) }
    case .added(let number): places.added.parent(of: number)
    }
  }

  /// Returns where a fragment goes, found as in a merge.
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

  /// Returns the node at a path, which an earlier fragment may add.
  private mutating func existing(_ path: [UInt8]) -> OverlayTarget.NodePlace? {
    places.place(atPath: path).flatMap { places.added.isMade($0) ? $0 : nil }
  }
}
