/// The strings of a value, in order.
///
/// It is not an array of ranges: on the first use of one, the runtime searches all conformances of the
/// program for one that a range needs, which takes as long as checking all references of a board.
struct ValueStrings: Sequence, IteratorProtocol {
  private let tree: TreeIndex
  private var start: Int
  private let end: Int

  init(_ tree: TreeIndex, _ value: Range<Int>) {
    self.tree = tree
    start = value.lowerBound
    end = value.upperBound
  }

  mutating func next() -> Range<Int>? {
    guard start < end else { return nil }
    var place = start
    while place < end, tree.bytes[place] != 0 { place += 1 }
    defer { start = place + 1 }
    return start..<place
  }
}
