/// The markers of one value while more are added.
///
/// They are kept in dtc's order: by offset; at one offset there is at most one type, and it comes first.
public struct MarkerList: Sendable {
  /// The markers, in that order.
  public private(set) var markers: [Marker]

  /// Creates a list of markers that are already in that order.
  public init(markers: [Marker]) { self.markers = markers }

  /// Inserts a marker where it belongs, not before index `start`, and returns the index after it. A marker
  /// that is there already (or, for a type, any type at that offset) is not added again, and its index is
  /// returned.
  @discardableResult
  public mutating func add(_ marker: Marker, from start: Int = 0) -> Int {
    var at = place(of: marker.offset, from: start)
    if at < markers.count, markers[at].offset == marker.offset, markers[at].kind.isType {
      if marker.kind.isType { return at }
      at += 1
    }
    if at < markers.count, markers[at].offset == marker.offset, markers[at].kind == marker.kind {
      return at
    }
    markers.insert(marker, at: at)
    return at + 1
  }

  /// Returns the first index from `start` on whose marker is not before `offset`.
  private func place(of offset: UInt32, from start: Int) -> Int {
    var low = start
    var high = markers.count
    while low < high {
      let middle = (low + high) / 2
      if markers[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
