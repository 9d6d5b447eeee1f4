/// Which phandles are taken, and which one the next node without one gets.
struct PhandleNumbers: Sendable {
  /// Those that the source assigns itself.
  private var given: Set<UInt32> = []
  /// The one that was assigned last, and whether a node still has it.
  private var last: UInt32 = 1
  private var lastIsTaken = false

  /// Records that the source assigns this one to a node.
  mutating func take(_ phandle: UInt32) { given.insert(phandle) }

  /// Whether the source itself assigns it.
  func isGiven(_ phandle: UInt32) -> Bool { given.contains(phandle) }

  /// Returns the next free one.
  mutating func next() -> UInt32 {
    if lastIsTaken { last += 1 }
    while given.contains(last) { last += 1 }
    lastIsTaken = true
    return last
  }

  /// Frees the phandle of a node that is deleted, as far as dtc notices: it searches upwards from the
  /// one that it assigned last.
  mutating func release(_ phandle: UInt32) {
    given.remove(phandle)
    if phandle == last { lastIsTaken = false }
  }
}
