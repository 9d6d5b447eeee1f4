import SourceText
import TestSupport
import Testing

/// Functions that compare several bytes at once agree with those that compare each.
@Suite struct ByteComparisonTests {
  @Test func equality() {
    let names = namesOfAllLengths.prefix(2000)
    var wrong = 0
    for (name, other) in zip(names, names.dropFirst()) {
      if name.span.hasSameBytes(as: other.span) != (name == other) { wrong += 1 }
      var changed = name
      if !name.span.hasSameBytes(as: changed.span) { wrong += 1 }
      for place in name.indices {
        changed[place] ^= 0x80
        if name.span.hasSameBytes(as: changed.span) { wrong += 1 }
        changed[place] ^= 0x80
      }
    }
    #expect(wrong == 0)
  }

  @Test(
    arguments: [
      ("", "", true, true, true), ("a", "", false, true, true), ("", "a", false, false, false),
      ("gpios", "gpios", true, true, true), ("a-gpios", "-gpios", false, false, true),
      ("spi-max", "spi-", false, true, false), ("spi", "spi-", false, false, false),
      ("xgpios", "-gpios", false, false, false),
    ] as [(String, StaticString, Bool, Bool, Bool)])
  func texts(_ name: String, _ text: StaticString, _ equals: Bool, _ begins: Bool, _ ends: Bool) {
    let bytes = Array(name.utf8)
    let found = (bytes.span.equals(text: text), bytes.span.begins(as: text), bytes.span.ends(in: text))
    #expect(found == (equals, begins, ends))
  }
}
