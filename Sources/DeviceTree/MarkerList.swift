/// The markers of one value while some are added.
///
/// They are kept in dtc's order: by offset; at one offset there is at most one type, and it comes
/// first.
public struct MarkerList: Sendable {
  /// The markers, in that order.
  public private(set) var markers: [Marker]

  /// A list of markers that are in that order already.
  public init(markers: [Marker]) { self.markers = markers }

  /// Puts a marker where it belongs, not before `start`, and returns the place after it. What is
  /// there already is not added again.
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

  /// The first place from `start` on whose marker does not lie before `offset`.
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
