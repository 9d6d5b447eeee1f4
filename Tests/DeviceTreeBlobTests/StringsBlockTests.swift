import SourceText
import Testing

@testable import DeviceTreeBlob

/// Names in a block that another blob had: the first few are searched for, the others come from an index.
struct StringsBlockTests {
  @Test(arguments: [
    "", "\0", "reg\0", "abc\0bc\0c\0\0xbc\0", "abcabc\0abc\0", "#address-cells\0cells\0-cells\0",
    "name\0unterminated",
    "aaaa\0aaa\0a\0",
  ])
  func searchedAsIndexed(text: String) {
    let bytes = Array(text.utf8)
    for name in ["", "a", "aaa", "c", "bc", "abc", "xbc", "cells", "reg", "unterminated", "terminated", "eg"]
    {
      let name = Array(name.utf8)
      var searched = StringsBlock(startingWith: bytes, symbolCount: 0)
      var indexed = searched
      for number in 0..<6 { _ = indexed.offset(of: Array("filler \(number)".utf8).span) }
      let (one, other) = (searched.offset(of: name.span), indexed.offset(of: name.span))
      let end = UInt32(bytes.count)
      #expect(one == other || one == end && other.map { $0 > end } == true, "\(name)")
      // Once there, it stays.
      #expect(searched.offset(of: name.span) == one)
      #expect(indexed.offset(of: name.span) == other)
    }
  }
}
