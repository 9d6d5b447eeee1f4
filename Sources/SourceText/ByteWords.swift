extension Span<UInt8> {
  /// Eight bytes as a number of the machine's own order; a bad index stops the program.
  @inlinable @inline(__always)
  public func word(at index: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Eight bytes as a number, the first one lowest; a bad index stops the program.
  @inlinable @inline(__always)
  public func littleEndianWord(at index: Int) -> UInt64 { UInt64(littleEndian: word(at: index)) }

  /// Where the first NUL from a place on is; the count if there is none.
  @inlinable @inline(__always)
  public func firstNUL(from place: Int) -> Int { first(0, from: place) }

  /// Where the first such byte from a place on is; the count if there is none.
  @inlinable @inline(__always)
  public func first(_ byte: UInt8, from place: Int = 0) -> Int {
    let bytes = UInt64(byte) &* 0x0101_0101_0101_0101
    var at = place
    while at &+ 8 <= count {
      let word = littleEndianWord(at: at) ^ bytes
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      // The lowest one is right; further ones need not be.
      if zeros != 0 { return at &+ zeros.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while at < count, self[at] != byte { at &+= 1 }
    return at
  }

  /// The first bytes as a number, the last of them lowest; there are so many, and at most eight.
  @inlinable @inline(__always)
  public func bigEndian(upTo end: Int) -> UInt64 {
    if count >= 8, end > 0 { return word(at: 0).bigEndian &>> UInt64(64 &- 8 &* end) }
    var number: UInt64 = 0
    for index in 0..<end { number = number &<< 8 | UInt64(self[index]) }
    return number
  }

  /// Four bytes as a number, the first one lowest.
  @inlinable @inline(__always)
  public func halfWord(at index: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)))
  }

  /// How many bytes at the start are the same in both.
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
