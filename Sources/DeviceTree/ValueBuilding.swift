public import SourceText

/// A value under construction: where it began in the arena.
public struct OpenValue: Sendable {
  @usableFromInline let start: Int
  @usableFromInline let firstMarker: Int
  /// How many references and labels all values had before it.
  @usableFromInline let references: Int

  @inlinable
  init(start: Int, firstMarker: Int, references: Int) {
    self.start = start
    self.firstMarker = firstMarker
    self.references = references
  }
}

/// Values are built at the end of the arena, one at a time: open, append, close.
extension DeviceTree {
  /// Begins a value; the last one must have been closed or abandoned.
  @inlinable
  public func openValue() -> OpenValue {
    OpenValue(start: arena.count, firstMarker: markerRecords.count, references: referenceCount)
  }

  /// Ends a value.
  @inlinable
  public func close(_ value: OpenValue) -> PropertyValue {
    PropertyValue(
      start: UInt32(truncatingIfNeeded: value.start),
      length: UInt32(truncatingIfNeeded: arena.count - value.start),
      firstMarker: UInt32(truncatingIfNeeded: value.firstMarker),
      markerCount: UInt32(truncatingIfNeeded: markerRecords.count - value.firstMarker),
      hasReferences: referenceCount > value.references)
  }

  /// Removes everything that was appended to the open value.
  @inlinable
  public mutating func abandon(_ value: OpenValue) {
    arena.cut(to: value.start)
    markerRecords.cut(to: value.firstMarker)
  }

  /// Whether the arena can take this many more bytes: offsets are 32 bits wide.
  @inlinable
  public func hasRoom(forBytes count: Int) -> Bool {
    count >= 0 && count < Int(UInt32.max) - arena.count
  }

  /// Appends one byte to the open value.
  @inlinable
  public mutating func appendByte(_ byte: UInt8) { arena.append(byte) }

  /// Appends bytes to the open value.
  @inlinable
  public mutating func appendBytes(_ bytes: Span<UInt8>) { arena.append(bytes) }

  /// Appends a string and its NUL to the open value.
  @inlinable @inline(__always)
  public mutating func appendString(_ bytes: Span<UInt8>) { arena.append(terminated: bytes) }

  /// Appends bytes to the open value.
  @inlinable
  public mutating func appendBytes(_ bytes: ArraySlice<UInt8>) { arena.append(bytes) }

  /// Appends a big-endian cell to the open value.
  @inlinable
  public mutating func appendCell(_ cell: UInt32) { arena.append(cell: cell) }

  /// Appends a big-endian integer of 8, 16, 32 or 64 bits to the open value.
  @inlinable
  public mutating func appendInteger(_ integer: UInt64, bits: Int) {
    if bits == 32 { return appendCell(UInt32(truncatingIfNeeded: integer)) }
    var shift = bits - 8
    while shift >= 0 {
      arena.append(UInt8(truncatingIfNeeded: integer >> UInt64(shift)))
      shift -= 8
    }
  }

  /// Appends a node's full path to the open value, without a terminator.
  public mutating func appendPath(of node: NodeID) {
    guard node != .root else { return arena.append(0x2F) }
    // Backwards from the node, in room made for the complete path.
    var length = 0
    var from = node
    while from != .root, from != .none {
      length += names.length(nodes[from.index].name) + 1
      from = nodes[from.index].parent
    }
    let start = arena.count
    for _ in 0..<length { arena.append(0x2F) }
    var end = start + length
    from = node
    while from != .root, from != .none {
      let name = nodes[from.index].name
      end -= names.length(name)
      names.copy(name, into: &arena.bytes, at: end)
      end -= 1
      from = nodes[from.index].parent
    }
  }

  /// Adds a marker at the end of the open value.
  @inlinable
  public mutating func appendMarker(
    _ kind: Marker.Kind, in value: OpenValue, reference: Symbol = .empty, origin: Origin = .none
  ) {
    appendMarker(
      Marker(
        offset: UInt32(truncatingIfNeeded: arena.count - value.start), kind: kind,
        reference: reference, origin: origin))
  }

  /// Adds a marker at an offset that an earlier value had (when values are copied or rewritten).
  @inlinable @inline(__always)
  public mutating func appendMarker(_ marker: Marker) {
    if !marker.kind.isType { referenceCount &+= 1 }
    markerRecords.append(marker)
  }

  /// Makes a value with these bytes and no markers.
  public mutating func makeValue(_ bytes: Span<UInt8>) -> PropertyValue {
    let open = openValue()
    appendBytes(bytes)
    return close(open)
  }

  /// Makes a value of one big-endian cell.
  public mutating func makeValue(cell: UInt32) -> PropertyValue {
    let open = openValue()
    appendMarker(.uint32, in: open)
    appendCell(cell)
    return close(open)
  }
}
