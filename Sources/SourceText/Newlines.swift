extension Span<UInt8> {
  /// How many newlines there are in a range, and the index of the last one; nil if there is none.
  ///
  /// Whoever prints positions asks this for stretches of a few dozen bytes, thousands of times.
  public func newlines(in range: Range<Int>) -> (count: Int, last: Int?) {
    var count = 0
    var last = -1
    var position = range.lowerBound
    let limit = range.upperBound
    while position &+ TextBlock.size <= limit {
      let found = block(at: position).has(0x0A).countAndLast
      if found.count > 0 {
        count &+= found.count
        last = position &+ found.last
      }
      position &+= TextBlock.size
    }
    while position < limit {
      if self[position] == 0x0A {
        count &+= 1
        last = position
      }
      position &+= 1
    }
    return (count, last < 0 ? nil : last)
  }
}
