public import SourceText

/// Trees whose values have more bytes than 32-bit offsets can address.
///
/// Nothing checks this while a value is written: bytes are only added, so one check at the end shows whether
/// the offset of any value is wrong.
extension DeviceTree {
  /// The largest offset at which a value may end.
  @inlinable
  public static var mostValueBytes: Int { Int(UInt32.max) }

  /// Whether all values together have more bytes than that, or there are more markers than can be counted.
  @inlinable @inline(__always)
  public func outgrows(_ limit: Int = mostValueBytes) -> Bool {
    arena.count > limit || markerRecords.count > Int(Int32.max)
  }

  /// Returns the property with the first value that ends beyond a limit, in the order in which they were
  /// written; nil if none can be found.
  public func firstProperty(endingBeyond limit: Int) -> PropertyID? {
    // The value that a record was made for is in the record whose former value it keeps.
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
      // An offset below the one before was truncated.
      if value.start < last || Int(value.start) + Int(value.length) > limit { return holder }
      last = value.start
    }
    return nil
  }
}
