import DeviceTree
import SourceText
import Testing

@testable import DeviceTreeBlob

/// The names of a plain blob are shared as in a `StringsBlock`, which looks up every suffix of every name.
@Suite struct SharedNamesTests {
  static let cases: [[String]] = [
    [],
    [""],
    ["a", ""],
    ["", "a"],
    ["reg", "eg", "g", "reg"],
    ["g", "eg", "reg"],
    ["#address-cells", "cells", "s", "address-cells"],
    ["ab", "b", "cb", "b", "abcb", "cb"],
    ["xx", "x", "xxx", "xx"],
    [String(repeating: "ab", count: 70), String(repeating: "ab", count: 38), "ab", "b"],
  ]

  @Test(arguments: cases)
  func asEveryEndWouldSay(names: [String]) throws { try compare(names) }

  @Test(arguments: 0..<50)
  func ofFewLetters(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let names = (0..<60).map { _ in
      String(decoding: (0..<1 + next(7)).map { _ in UInt8(0x61 + next(3)) }, as: UTF8.self)
    }
    try compare(names)
  }

  /// Names of which any suffix might be a name, unless each one is examined.
  @Test
  func longNames() throws {
    let lengths = [150_000, 149_999, 1025] + Array(1...65)
    try compare(lengths.map { String(repeating: "a", count: $0) })
    try compare(lengths.reversed().map { String(repeating: "a", count: $0) })
  }

  private func compare(_ names: [String]) throws {
    var tree = DeviceTree()
    for name in names { tree.addProperty(tree.names.intern(name), .empty, to: .root) }
    var shared = SharedNames(symbolCount: tree.names.count)
    var block = StringsBlock(symbolCount: tree.names.count)
    for name in names { shared.add(try #require(tree.names.find(name))) }
    let hasRoom = shared.place(in: tree.names)
    #expect(hasRoom)
    for name in names {
      let symbol = try #require(tree.names.find(name))
      let (own, other) = (shared.offset(of: symbol), block.offset(of: symbol, in: tree.names))
      #expect(own == other, "\(name)")
    }
    let bytes = shared.block.withBytes { span in span.indices.map { span[$0] } }
    #expect(bytes == block.bytes)
  }
}
