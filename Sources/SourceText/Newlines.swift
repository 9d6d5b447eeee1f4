extension Span<UInt8> {
  /// How many newlines there are in a range, and the index of the last one; nil if there is none.
  ///
  /// Whoever prints positions asks this for stretches of a few dozen bytes, thousands of times.
  public func newlines(in range: Range<Int>) -> (count: Int, last: Int?) {
    var count = 0
    var last = -1
    var position = range.lowerBound
    let limit = range.upperBound
    // In long stretches they are counted in each of sixteen lanes, as far as a lane's number goes; the last
    // one is then looked for in the stretch's end.
    while position &+ 128 &* TextBlock.size <= limit {
      var lanes = TextBlock()
      for offset in 0..<64 {
        let found = block(at: position &+ offset &* TextBlock.size).has(0x0A)
        lanes &-= unsafe unsafeBitCast(found, to: TextBlock.self)
      }
      for lane in 0..<TextBlock.size { count &+= Int(lanes[lane]) }
      position &+= 64 &* TextBlock.size
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
        // Of the last block only some bytes count.
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
