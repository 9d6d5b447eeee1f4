public import SourceText

/// The contents of values: bytes, and markers that say what these are.
extension DeviceTree {
  /// Calls `body` with the bytes of a value.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    of value: PropertyValue, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(arena.bytes.span.extracting(value.bytes))
  }

  /// The bytes of a value, shared with the tree.
  @inlinable
  public func bytes(of value: PropertyValue) -> ArraySlice<UInt8> { arena.bytes[value.bytes] }

  /// The markers of a value, in the order of their offsets.
  @inlinable
  public func markers(of value: PropertyValue) -> Slice<PlainArray<Marker>> {
    markerRecords[value.markers]
  }

  /// The number of markers of a value.
  @inlinable
  public func markerCount(of value: PropertyValue) -> Int { Int(value.markerCount) }

  /// A marker of a value, by its number from 0, for iterating while the tree changes: a slice would make the
  /// tree copy all of its markers.
  @inlinable
  public func marker(_ number: Int, of value: PropertyValue) -> Marker {
    markerRecords[Int(value.firstMarker) + number]
  }

  /// The big-endian cell at a byte offset of a value; nil if it is not within the value.
  @inlinable @inline(__always)
  public func cell(of value: PropertyValue, at offset: Int) -> UInt32? {
    guard offset >= 0, value.count >= 4, offset <= value.count - 4 else { return nil }
    // Any four bytes are a valid integer, and the bounds are checked once more.
    return unsafe arena.bytes.span.bytes.unsafeLoadUnaligned(
      fromByteOffset: Int(value.start) + offset, as: UInt32.self
    ).bigEndian
  }

  /// Overwrites the big-endian cell at a byte offset of a value, in place; it must be within the value.
  @inlinable @inline(__always)
  public mutating func setCell(_ cell: UInt32, of value: PropertyValue, at offset: Int) {
    precondition(offset >= 0 && value.count >= 4 && offset <= value.count - 4)
    arena.put(cell, at: Int(value.start) + offset)
  }
}
