import SourceText
import TestSupport
import Testing

@testable import BlobChecks

/// Functions that examine eight bytes at once agree with those that examine each byte.
@Suite struct NameBytesTests {
  @Test func places() {
    for name in namesOfAllLengths {
      let span = name.span
      for byte in [UInt8(0), 0x2F, 0x40, 0x61, 0x80] {
        let first = span.first(byte)
        let end = span.end(ofLast: byte)
        #expect(first == name.firstIndex(of: byte) ?? name.count, "\(name)")
        #expect(end == (name.lastIndex(of: byte) ?? -1) + 1, "\(name)")
      }
      let zeros = span.countOfNULs
      #expect(zeros == name.count { $0 == 0 }, "\(name)")
    }
  }

  @Test(arguments: [
    ("clocks", PropertyKind.clocks), ("clock", .other), ("vdd-supply", .anySupply), ("-supply", .anySupply),
    ("supply", .other), ("gpios", .anyGPIO), ("reset-gpios", .anyGPIO), ("enable-gpio", .anyGPIO),
    ("resetgpios", .other), ("ngpios", .other), ("nr-gpios", .other), ("a,nr-gpios", .other),
    ("pinctrl-0", .anyPinctrl), ("pinctrl-12", .anyPinctrl), ("pinctrl-x0", .other), ("pinctrl-:", .other),
    ("reg", .reg),
    ("re", .other),
    ("#address-cells", .addressCells), ("sram", .sram),
  ])
  func kinds(_ name: String, _ kind: PropertyKind) {
    let bytes = Array(name.utf8)
    let found = PropertyKind(bytes.span, SymbolHash.of(bytes.span))
    #expect(found == kind)
  }

  @Test func spellings() {
    for index in 0..<PropertyKind.count {
      let kind = PropertyKind(index: index)
      guard let spelling = kind.spelling else { continue }
      let bytes = Array(spelling.utf8)
      let found = PropertyKind(bytes.span, SymbolHash.of(bytes.span))
      #expect(found == kind)
    }
  }
}

/// Phandles and numbers of any size lead to what was inserted for them.
@Suite struct NumberTableTests {
  @Test func phandles() {
    var owners = PhandleTable(below: 10)
    for (node, phandle) in [(1, 3), (2, 9), (3, 10), (4, 0xFFFF_FFFE), (5, 3), (6, 10)] as [(Int, UInt32)] {
      owners.insert(node, for: phandle)
    }
    let found = [3, 9, 10, 0xFFFF_FFFE, 4, 11].map { (phandle: UInt32) in owners[phandle] }
    #expect(found == [1, 2, 3, 4, nil, nil])
  }

  @Test func growing() {
    var table = NumberTable()
    for number in 0..<5000 { table.insert(number, for: UInt64(number) << 30 | 7) }
    var wrong = 0
    for number in 0..<5000 where table[UInt64(number) << 30 | 7] != number { wrong += 1 }
    let missing = table[8]
    #expect(wrong == 0 && missing == nil)
  }

  /// Keys that multiplication by the golden ratio would put in one place.
  @Test
  func chosenKeys() {
    var table = NumberTable()
    for number in 0..<100_000 { table.insert(number, for: UInt64(number) &* 0xF1DE_83E1_9937_733D) }
    var wrong = 0
    for number in 0..<100_000 where table[UInt64(number) &* 0xF1DE_83E1_9937_733D] != number { wrong += 1 }
    #expect(wrong == 0)
  }
}
