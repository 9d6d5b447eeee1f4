/// The strings of a value, one after another.
///
/// No array of ranges: for its first use the runtime looks among all conformances of the program for the
/// one that a range wants, which takes as long as all references of a board.
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
