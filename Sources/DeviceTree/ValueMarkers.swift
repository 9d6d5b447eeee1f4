/// Markers one by one: for walks over all values, in which a slice for each would cost more than
/// what is looked for.
extension DeviceTree {
  /// How many markers a value has.
  @inlinable
  public func markerCount(of value: PropertyValue) -> Int { Int(value.markerCount) }

  /// A value's marker with this number, in the order of their offsets.
  @inlinable
  public func marker(_ number: Int, of value: PropertyValue) -> Marker {
    precondition(number >= 0 && number < markerCount(of: value))
    return markerRecords[Int(value.firstMarker) + number]
  }
}
