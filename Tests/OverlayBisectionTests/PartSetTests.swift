import OverlayBisection
import TestSupport
import Testing

/// Sets as numbers on a command line.
struct PartSetTests {
  @Test(arguments: [
    ([], "none"), ([0], "1"), ([0, 1], "1-2"), ([0, 1, 2, 4, 7, 8], "1-3,5,8-9"), (Array(0..<10), "all"),
  ])
  func text(parts: [Int], text: String) {
    #expect(PartSet(parts).text(of: 10) == text)
    #expect(PartSet(text, of: 10) == PartSet(parts))
  }

  @Test func otherSpellings() {
    #expect(PartSet("base", of: 4) == PartSet.none)
    #expect(PartSet("4,1", of: 4) == PartSet([0, 3]))
    #expect(PartSet("1-4", of: 4) == PartSet(first: 4))
  }

  @Test func repeatedParts() {
    #expect(PartSet([2, 1, 2]).parts == [1, 2])
    #expect(PartSet([1]).union([1, 0]).parts == [0, 1])
  }

  @Test(arguments: [
    "", "0", "5", "1-5", "2-1", "1,", ",1", "a", "1-2-3", "-1", "1-", "+1", "1 2", " 1", "1.0", "all,1",
    "99999999999999999999", "1-4,1-4", "١",
  ])
  func isNone(text: String) {
    #expect(PartSet(text, of: 4) == nil)
  }

  @Test func anySet() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let count = 1 + random.below(40)
      let members = (0..<count).filter { _ in random.happens(50) }
      let set = PartSet(members.shuffled(using: &random))
      #expect(set.parts == members)
      #expect(PartSet(set.text(of: count), of: count) == set)
      for part in 0..<count { #expect(set.contains(part) == members.contains(part)) }
    }
  }
}
