extension Span<UInt8> {
  /// How many newlines there are in a range, and the index of the last one; nil if there is none.
  ///
  /// Whoever prints positions asks this for stretches of a few dozen bytes, thousands of times; so
  /// eight bytes at a time are looked at.
  public func newlines(in range: Range<Int>) -> (count: Int, last: Int?) {
    var count = 0
    var last = -1
    var position = range.lowerBound
    let limit = range.upperBound
    while position < limit {
      if position &+ 8 <= limit {
        // A byte of `different` is 0 exactly where there is a newline.
        let different = word(at: position) ^ 0x0A0A_0A0A_0A0A_0A0A
        let hasNone =
          (different &- 0x0101_0101_0101_0101) & ~different & 0x8080_8080_8080_8080 == 0
        if hasNone {
          position &+= 8
          continue
        }
      }
      let end = Swift.min(position &+ 8, limit)
      while position < end {
        if self[position] == 0x0A {
          count &+= 1
          last = position
        }
        position &+= 1
      }
    }
    return (count, last < 0 ? nil : last)
  }
}
