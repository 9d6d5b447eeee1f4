public import SourceText

/// What becomes of a tree whose values have more bytes than the 32 bits of an offset can tell.
///
/// Nobody asks while a value is written: bytes are only added, so one look in the end tells whether some value was
/// noted where it is not.
extension DeviceTree {
  /// Where the last byte of a value may end.
  @inlinable
  public static var mostValueBytes: Int { Int(UInt32.max) }

  /// Whether all values together have more bytes than that, or more markers than can be counted.
  @inlinable @inline(__always)
  public func outgrows(_ limit: Int = mostValueBytes) -> Bool {
    arena.count > limit || markerRecords.count > Int(Int32.max)
  }

  /// The property with the first value that ends beyond a limit, in the order in which they were written; nil if
  /// none tells.
  public func firstProperty(endingBeyond limit: Int) -> PropertyID? {
    // What a record was made for is in the one that it keeps the former value of.
    var holders = PlainArray<PropertyID>(repeating: .none, count: properties.count)
    for index in properties.indices where properties[index].superseded != .none {
      holders[properties[index].superseded.index] = PropertyID(index)
    }
    var last: UInt32 = 0
    for index in properties.indices {
      var holder = holders[index]
      if holder == .none {
        holder = PropertyID(index)
        while let older = superseded(by: holder) { holder = older }
      }
      let value = properties[holder.index].value
      guard value.length > 0 else { continue }
      // An offset that goes back was cut off.
      if value.start < last || Int(value.start) + Int(value.length) > limit { return holder }
      last = value.start
    }
    return nil
  }
}
