import Testing

@testable import SourceText

struct TextBlockTests {
  private static let texts = [
    "0123456789abcdef", "................", "x..............x", ".......xx.......", "xxxxxxxxxxxxxxxx",
    "x.x.x.x.x.x.x.x.",
  ]

  @Test(arguments: texts) func masks(_ text: String) {
    let bytes = Array(text.utf8)
    let block = bytes.span.block(at: 0)
    for mask in [block.has(0x78), block.has(0x30, count: 10), block.has(0x2E), .!block.has(0x78)] {
      var bits: UInt32 = 0
      for index in 0..<16 where mask[index] { bits |= 1 << UInt32(index) }
      #expect(mask.bits == bits)
      #expect(mask.bitsByMultiplication == bits)
      #expect(mask.first == (0..<16).first { mask[$0] } ?? 16)
      #expect(mask.firstOther == (0..<16).first { !mask[$0] } ?? 16)
    }
  }
}
