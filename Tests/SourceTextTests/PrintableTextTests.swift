import SourceText
import Testing

struct PrintableTextTests {
  @Test func textDoesNoHarm() {
    #expect(PrintableText.quoted(Array("a\"\\\n\u{1B}[2J".utf8)) == #"a\"\\\n\x1b[2J"#)
    #expect(PrintableText.name(Array("a \u{7F}b".utf8)) == #"a\x20\x7fb"#)
    #expect(PrintableText.name(Array("a b".utf8), keepingSpaces: true) == "a b")
    var names = SymbolTable()
    let name = names.intern("\u{1B}c")
    #expect(names.printable(name) == #"\x1bc"#)
  }

  /// Only the end of a text is changed, from the byte where it was appended.
  @Test(arguments: [
    ("\u{1B}a", 1, "\u{1B}a"), ("\u{1B}\u{1B}a", 1, "\u{1B}?a"), ("\u{1B}", 1, "\u{1B}"), ("", 0, ""),
    ("aé\u{85}", 1, "aé?"),
  ])
  func lineFromAByte(text: String, start: Int, line: String) {
    var bytes = Array(text.utf8)
    PrintableText.makeLine(of: &bytes, from: start)
    #expect(String(decoding: bytes, as: UTF8.self) == line)
  }

  @Test func numbers() {
    #expect(PrintableText.hex(0) == "0x0")
    #expect(PrintableText.hex(0x7F80_0000 as UInt32) == "0x7f800000")
    #expect(PrintableText.hex(UInt64.max, digits: 4) == "0xffffffffffffffff")
    #expect(PrintableText.hex(0xABC, digits: 8) == "0x00000abc")
    #expect(PrintableText.hexDigits(10 as UInt8) == "a")
    #expect(PrintableText.hexDigits(10 as UInt8, atLeast: 2) == "0a")
  }

  @Test func hexadecimal() {
    #expect(PrintableText.hexadecimal([0, 9, 10, 0xA0, 0xFF]) == "00090aa0ff")
    #expect(PrintableText.hexadecimal([0x1F, 0x20], separator: " ") == "1f 20")
    #expect(PrintableText.hexadecimal([], separator: " ") == "")
  }
}
