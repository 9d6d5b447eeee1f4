/// Which phandles are taken, and which a node gets that has none.
struct PhandleNumbers: Sendable {
  /// Those that the source gives itself.
  private var given: Set<UInt32> = []
  /// The one that was given out last, and whether a node has it still.
  private var last: UInt32 = 1
  private var lastIsTaken = false

  /// Notes that the source gives a node this one.
  mutating func take(_ phandle: UInt32) { given.insert(phandle) }

  /// Whether the source itself gives it.
  func isGiven(_ phandle: UInt32) -> Bool { given.contains(phandle) }

  /// The next that is free.
  mutating func next() -> UInt32 {
    if lastIsTaken { last += 1 }
    while given.contains(last) { last += 1 }
    lastIsTaken = true
    return last
  }

  /// Lets a phandle be free whose node goes, as far as dtc finds out: it looks from the one that it gave out last
  /// upwards.
  mutating func release(_ phandle: UInt32) {
    given.remove(phandle)
    if phandle == last { lastIsTaken = false }
  }
}
