import SourceText
import Testing

struct NearestNamesTests {
  @Test(arguments: [
    ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "abcd", 1), ("abc", "acb", 1),
    ("", "", 0), ("", "ab", 2), ("kitten", "sitting", 3), ("abcd", "badc", 2), ("ca", "abc", 3),
  ])
  func distances(a: String, b: String, distance: Int) {
    let (x, y) = (Array(a.utf8), Array(b.utf8))
    #expect(NearestNames.distance(x.span, y.span, atMost: 10) == distance)
    #expect(NearestNames.distance(y.span, x.span, atMost: 10) == distance)
    #expect(NearestNames.distance(x.span, y.span, atMost: distance) == distance)
    #expect(NearestNames.distance(x.span, y.span, atMost: distance - 1) == nil)
  }

  @Test(arguments: [
    ("uart_b", ["uart_a", "uart_c", "spi", "uart_bb"], ["uart_bb", "uart_a", "uart_c"]),
    ("gpi", ["gpu", "gpio"], ["gpio", "gpu"]),
    ("tdm_pin", ["tdm_pins", "tdmb_pin", "pin", "tdm_pin_x"], ["tdm_pins", "tdmb_pin", "tdm_pin_x"]),
    ("x", ["y", "z"], []),
    ("GPIO_ACTIVE_LO", ["GPIO_ACTIVE_HIGH", "GPIO_ACTIVE_LOW"], ["GPIO_ACTIVE_LOW", "GPIO_ACTIVE_HIGH"]),
    ("same", ["same", "some"], ["some"]),
    ("uart_a", ["uart_b", "UART_A", "UART_B"], ["UART_A", "uart_b"]),
    ("abcdef", ["abcdeg", "abcdfe", "abcdex", "abcdey"], ["abcdeg", "abcdfe", "abcdex"]),
    ("abcdefghi", ["abcxyzghi", "abcxefghi"], ["abcxefghi", "abcxyzghi"]),
    ("a", [], []),
  ])
  func nearest(name: String, candidates: [String], found: [String]) {
    var names = SymbolTable()
    let symbols = candidates.map { names.intern($0) }
    let bytes = Array(name.utf8)
    let nearest = NearestNames.nearest(to: bytes.span, among: symbols, in: names)
    #expect(nearest.map(names.string) == found)
    let one = NearestNames.nearest(to: bytes.span, among: symbols, in: names, count: 1)
    #expect(one.map(names.string) == Array(found.prefix(1)))
  }

  @Test(arguments: [
    ("uart_b", ["uart_a", "uart_bbb", "spi", "uart_bb"], ["uart_a", "uart_bb"]),
    ("uart_b", ["uart_a", "UART_B", "Uart_B"], ["UART_B", "Uart_B"]),
    ("uart_b", ["UART_B", "uart_a", "uart_b"], ["uart_b"]),
    ("x", ["y"], []), ("x", [], []), ("", ["x", ""], [""]),
  ])
  func nearestOfAnyKind(name: String, candidates: [String], found: [String]) {
    let bytes = Array(name.utf8)
    #expect(NearestNames.nearest(to: bytes.span, among: candidates) { Array($0.utf8)[...] } == found)
    let long = Array((name + String(repeating: "a", count: 64)).utf8)
    func longer(_ name: String) -> ArraySlice<UInt8> {
      Array((name + String(repeating: "a", count: 64)).utf8)[...]
    }
    let isOnlyCase = found.allSatisfy { $0.lowercased() == name }
    #expect(
      NearestNames.nearest(to: long.span, among: candidates, bytes: longer) == (isOnlyCase ? found : []))
  }

  /// For long names, the distance takes too long to compute, but not whether they differ only in case.
  @Test(arguments: [
    (64, "b", "c", 1), (65, "b", "c", 0), (65, "b", "B", 1), (65, "b", "b", 0), (100_000, "b", "c", 0),
    (100_000, "b", "B", 1), (100_000, "b", "b", 0),
  ])
  func longNames(length: Int, end: String, otherEnd: String, found: Int) {
    var names = SymbolTable()
    let start = String(repeating: "a", count: length - 1)
    let symbol = names.intern(start + otherEnd)
    let bytes = Array((start + end).utf8)
    #expect(NearestNames.nearest(to: bytes.span, among: [symbol], in: names).count == found)
    // One of both is long enough for that to matter.
    let shorter = names.intern(start)
    #expect(NearestNames.nearest(to: bytes.span, among: [shorter], in: names).count == (length > 64 ? 0 : 1))
    let short = Array(start.utf8)
    #expect(NearestNames.nearest(to: short.span, among: [symbol], in: names).count == (length > 64 ? 0 : 1))
  }
}
