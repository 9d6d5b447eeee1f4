import SourceText
import Testing

struct SymbolHashTests {
  private func hash(_ text: String) -> UInt32 { SymbolHash.of(Array(text.utf8).span) }

  @Test(arguments: ["uart", "l100", "serial", "serial@", "clock-controller@ff76000", "0123456789abcdef"])
  func namesThatDifferInTheLastByteAreNeighbours(stem: String) {
    let hashes = "0123456789abcdefxyz_".map { (UInt32($0.asciiValue ?? 0), hash(stem + String($0))) }
    #expect(Set(hashes.map(\.1)).count == hashes.count)
    // The hashes differ in nothing but the effect of that byte.
    #expect(Set(hashes.map { $0.1 ^ $0.0 }).count == 1)
  }

  @Test(arguments: [
    ("l", "", 10), ("device@", "", 16), ("GPIO_", "_PIN", 10), ("", "-thermal", 10), ("pin", "@0", 16),
    ("", "", 32),
  ])
  func otherNamesAreSpreadOut(before: String, after: String, radix: Int) {
    let names = (0..<4096).map { before + String(($0 * 7 + 1) * radix, radix: radix) + after }
    #expect(Set(names.map(hash)).count == names.count)
    // As many lines of a table of 4,096 as random hashes would occupy: 63 in 100.
    let lines = Set(names.map { hash($0) >> 4 & 0xFFF })
    #expect(lines.count > 2_450, "\(lines.count)")
  }
}
