extension Span<UInt8> {
  /// Loads eight bytes in the machine's byte order; an index out of bounds traps.
  @inlinable @inline(__always)
  public func word(at index: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Loads eight bytes as a little-endian number; an index out of bounds traps.
  @inlinable @inline(__always)
  public func littleEndianWord(at index: Int) -> UInt64 { UInt64(littleEndian: word(at: index)) }

  /// Returns the index of the first NUL at or after `place`, or `count` if there is none.
  @inlinable @inline(__always)
  public func firstNUL(from place: Int) -> Int { first(0, from: place) }

  /// Returns the index of the first such byte at or after `place`, or `count` if there is none.
  @inlinable @inline(__always)
  public func first(_ byte: UInt8, from place: Int = 0) -> Int {
    let bytes = UInt64(byte) &* 0x0101_0101_0101_0101
    var at = place
    while at &+ 8 <= count {
      let word = littleEndianWord(at: at) ^ bytes
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      // The lowest mark is right; those above it need not be.
      if zeros != 0 { return at &+ zeros.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while at < count, self[at] != byte { at &+= 1 }
    return at
  }

  /// Loads the first `end` bytes, at most eight, as a big-endian number; there have to be that many.
  @inlinable @inline(__always)
  public func bigEndian(upTo end: Int) -> UInt64 {
    if count >= 8, end > 0 { return word(at: 0).bigEndian &>> UInt64(64 &- 8 &* end) }
    var number: UInt64 = 0
    for index in 0..<end { number = number &<< 8 | UInt64(self[index]) }
    return number
  }

  /// Loads four bytes as a little-endian number; an index out of bounds traps.
  @inlinable @inline(__always)
  public func halfWord(at index: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)))
  }

  /// The length of the common prefix.
  @inlinable
  public func countOfSameBytes(as other: Span<UInt8>) -> Int {
    let end = Swift.min(count, other.count)
    var at = 0
    while at &+ 8 <= end {
      let difference = littleEndianWord(at: at) ^ other.littleEndianWord(at: at)
      if difference != 0 { return at &+ difference.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while at < end, self[at] == other[at] { at &+= 1 }
    return at
  }

  /// Whether two spans have the same bytes.
  @inlinable @inline(__always)
  public func hasSameBytes(as other: Span<UInt8>) -> Bool {
    let count = count
    guard other.count == count else { return false }
    if count >= 8 {
      var position = 0
      while position &+ 8 < count {
        if word(at: position) != other.word(at: position) { return false }
        position &+= 8
      }
      return word(at: count &- 8) == other.word(at: count &- 8)
    }
    if count >= 4 {
      return halfWord(at: 0) == other.halfWord(at: 0)
        && halfWord(at: count &- 4) == other.halfWord(at: count &- 4)
    }
    for i in indices where self[i] != other[i] { return false }
    return true
  }
}
