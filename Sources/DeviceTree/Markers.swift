import SourceText

extension DeviceTree {
  /// Replaces the markers of a property's value; its bytes stay where they are.
  ///
  /// Offsets are expected in ascending order, and not beyond the value's end.
  public mutating func setMarkers(_ markers: [Marker], of property: PropertyID) {
    willChange(property)
    let value = properties[property.index].value
    let open = openValue()
    for marker in markers { appendMarker(marker) }
    var marked = close(open)
    marked.start = value.start
    marked.length = value.length
    properties[property.index].value = marked
  }
}

extension Marker.Kind {
  /// Whether it says how to read the bytes from there on.
  @inlinable @inline(__always)
  public var isType: Bool {
    switch self {
    case .phandleReference, .pathReference, .label, .contents: false
    case .uint8, .uint16, .uint32, .uint64, .string: true
    }
  }
}
