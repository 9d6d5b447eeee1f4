import SourceText

extension DeviceTree {
  /// Gives a property's value these markers instead of those it has; its bytes stay where they are.
  ///
  /// Offsets are expected to rise, and not beyond the value's end.
  public mutating func setMarkers(_ markers: [Marker], of property: PropertyID) {
    willChange(property)
    properties[property.index].value.firstMarker = UInt32(truncatingIfNeeded: markerRecords.count)
    properties[property.index].value.markerCount = UInt32(truncatingIfNeeded: markers.count)
    for marker in markers { markerRecords.append(marker) }
  }
}

extension Marker.Kind {
  /// Whether it says how the bytes from there on are to be read.
  @inlinable
  public var isType: Bool {
    switch self {
    case .phandleReference, .pathReference, .label: false
    case .uint8, .uint16, .uint32, .uint64, .string: true
    }
  }
}
