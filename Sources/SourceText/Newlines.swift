extension Span<UInt8> {
  /// Returns the number of newlines in a range and the index of the last one; nil if there is none.
  ///
  /// Printing positions calls this thousands of times, for a few dozen bytes each.
  public func newlines(in range: Range<Int>) -> (count: Int, last: Int?) {
    var count = 0
    var last = -1
    var position = range.lowerBound
    let limit = range.upperBound
    precondition(position >= 0 && limit <= self.count)
    // They are counted in each of sixteen lanes, up to the largest number that a lane holds; the last one is
    // then looked for from the end.
    while position &+ 4 &* TextBlock.size <= limit {
      let blocks = min((limit &- position) / TextBlock.size, 255)
      var lanes = TextBlock()
      for _ in 0..<blocks {
        lanes &-= unsafe unsafeBitCast(block(unchecked: position).has(0x0A), to: TextBlock.self)
        position &+= TextBlock.size
      }
      count &+= lanes.sum
    }
    if position > range.lowerBound {
      var end = position
      while end > range.lowerBound, self[end &- 1] != 0x0A { end &-= 1 }
      last = end &- 1 < range.lowerBound ? -1 : end &- 1
    }
    while position < limit {
      var bits: UInt32 = 0
      if position &+ TextBlock.size <= self.count {
        bits = block(at: position).has(0x0A).bits
        // Only some bytes of the last block count.
        if limit &- position < TextBlock.size { bits &= 1 &<< UInt32(limit &- position) &- 1 }
      } else {
        for index in position..<limit where self[index] == 0x0A {
          bits |= 1 &<< UInt32(index &- position)
        }
      }
      if bits != 0 {
        count &+= bits.nonzeroBitCount
        last = position &+ 31 &- bits.leadingZeroBitCount
      }
      position &+= TextBlock.size
    }
    return (count, last < 0 ? nil : last)
  }
}

extension SIMD16<UInt8> {
  /// The sum of all bytes.
  @inline(__always)
  fileprivate var sum: Int {
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let low: UInt64 = 0x00FF_00FF_00FF_00FF
    var sum = 0
    for index in 0..<2 {
      let pairs = (words[index] & low) &+ (words[index] &>> 8 & low)
      sum &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
    }
    return sum
  }
}
