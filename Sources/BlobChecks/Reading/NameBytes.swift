import SourceText

extension Span<UInt8> {
  /// Returns the index after the last byte of this value; 0 if there is none.
  @inline(__always)
  func end(ofLast byte: UInt8) -> Int {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var end = count
    while end >= 8 {
      let word = littleEndianWord(at: end &- 8) ^ pattern
      let zeros = ~((word & low) &+ low | word | low)
      if zeros != 0 { return end &- zeros.leadingZeroBitCount >> 3 }
      end &-= 8
    }
    while end > 0, self[end &- 1] != byte { end &-= 1 }
    return end
  }

  /// The number of NUL bytes.
  var countOfNULs: Int {
    var number = 0
    var at = 0
    while at &+ 8 <= count {
      let word = littleEndianWord(at: at)
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      number &+= (~((word & low) &+ low | word | low)).nonzeroBitCount
      at &+= 8
    }
    while at < count {
      if self[at] == 0 { number &+= 1 }
      at &+= 1
    }
    return number
  }
}

extension StaticString {
  /// Calls `body` with the string's bytes.
  @inline(__always)
  func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount))
  }
}
