import DeviceTree
import DeviceTreeOverlay
import SourceText

/// Numbers for the places that an overlay's nodes go to, so that tables by place can be arrays: the nodes of the
/// base come first, by their own numbers, and after them those that the overlay adds.
struct SiteNumbers: BitwiseCopyable {
  private let firstAdded: Int
  /// The number of places.
  let count: Int

  /// Numbers the places that the nodes of an overlay have in a base.
  init(_ places: PlainArray<OverlayTarget.PlacedNode>, in base: DeviceTree) {
    var added = 0
    for placed in places {
      if case .added(let number)? = placed.place { added = max(added, number + 1) }
    }
    firstAdded = base.nodeCapacity
    count = firstAdded + added
  }

  subscript(place: OverlayTarget.NodePlace) -> Int {
    switch place {
    case .base(let node): node.index
    case .added(let number): firstAdded + number
    }
  }

  /// Whether the base has no node at a place.
  func isAdded(_ site: Int) -> Bool { site >= firstAdded }

  /// Returns the base's node at a place; nil if the overlay adds it.
  func node(at site: Int) -> NodeID? {
    isAdded(site) ? nil : NodeID(rawValue: UInt32(truncatingIfNeeded: site))
  }
}
