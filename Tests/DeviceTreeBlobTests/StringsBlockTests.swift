import DeviceTree
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeBlob

/// Names in a block taken over from a blob: the first few are searched for, the others are found in an index.
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
      // Once a name is found or appended, it stays there.
      #expect(searched.offset(of: name.span) == one)
      #expect(indexed.offset(of: name.span) == other)
    }
  }

  /// With a hash that the author of a file can predict, this takes minutes.
  @Test
  func crowdedNames() {
    let names = namesOfOneSuffixHash(13)
    #expect(Set(names).count == 8192)
    #expect(Set(names.map { SuffixHash(of: $0.span).value }).count == 1)
    var tree = DeviceTree()
    let symbols = names.map { tree.names.intern($0.span) }
    for symbol in symbols {
      let value = tree.makeValue(cell: 1)
      tree.addProperty(symbol, value, to: .root)
    }
    let kept: [UInt8] = names[..<3_000].flatMap { $0 + [0] }
    let offsets = names.indices.map { UInt32($0 * (names[0].count + 1)) }
    var blocks = [
      StringsBlock(symbolCount: 0), StringsBlock(forPropertiesOf: tree),
      StringsBlock(startingWith: kept, symbolCount: 0),
    ]
    for index in blocks.indices {
      let areThere = names.map { blocks[index].offset(of: $0.span) } == offsets
      #expect(areThere)
      // So are their suffixes, except in the block of the tree, which has no such names.
      let end = blocks[index].offset(of: Array(names[7][1...]).span)
      #expect(index == 1 || end == offsets[7] + 1)
    }
  }

  /// In a block that is half one letter and half NUL, each NUL might end a name of that many letters.
  @Test
  func oneLetter() {
    let letters = [UInt8](repeating: 0x61, count: 300_000)
    let block = letters + [UInt8](repeating: 0, count: 300_000)
    let other = letters[1...] + [0x62]
    var strings = StringsBlock(startingWith: block, symbolCount: 0)
    #expect(strings.offset(of: Array(other).span) == 600_000)
    #expect(strings.offset(of: Array(letters[7...]).span) == 7)
    #expect(strings.offset(of: Array(other).span) == 600_000)
  }

  /// For names that end alike, no byte is examined again for each of their suffixes.
  @Test
  func longNames() {
    var generator = SeededGenerator(seed: 5)
    let long = (0..<200_000).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
    var block = StringsBlock(startingWith: long + [0, 0x78] + long + [0], symbolCount: 0)
    for number in 0..<6 { _ = block.offset(of: Array("filler \(number)".utf8).span) }
    #expect(block.offset(of: long.span) == 0)
    #expect(block.offset(of: ([0x78] + long).span) == 200_001)
    #expect(block.offset(of: long.span.extracting(199_990...)) == 199_990)
    let other = [0x79, 0x78] + long
    let new = block.offset(of: other.span)
    #expect(new.map(Int.init) == block.bytes.count - other.count - 1)
  }
}
