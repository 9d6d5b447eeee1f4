import Testing

@testable import DeviceTree

/// The index in which nodes and properties are found by parent and name.
@Suite struct LinkIndexTests {
  /// In the run for which they were chosen, they are in a sixteenth of all slots; in another run, they are
  /// all over the table.
  @Test(arguments: [0, 7] as [UInt32]) func namesOfAParentCannotBeChosenToBeNeighbours(parent: UInt32) {
    let mask = 1 << 17 - 1
    let (known, other): (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
    var count = 0
    var parts: Set<Int> = []
    for name in 0..<1 << 18 as Range<UInt32>
    where LinkIndex.hash(parent, name, known) & mask < 1 << 13 {
      count += 1
      parts.insert((LinkIndex.hash(parent, name, other) & mask) >> 10)
    }
    #expect(count > 1 << 13)
    #expect(parts.count > 120)
  }
}
