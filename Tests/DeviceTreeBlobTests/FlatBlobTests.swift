import Testing

@testable import DeviceTreeBlob

/// Reading a blob by libfdt's rules: what each call returns, or the error that libfdt has for it.
@Suite struct FlatBlobTests {
  private static let tree = FlatSketch()

  private func result<T>(_ body: () throws(FDTErrorCode) -> T) -> Result<T, FDTErrorCode> {
    Result(catching: body)
  }

  @Test(
    arguments: [
      ([:], 300, nil), ([0: 0xd00d_feee], 300, .badMagic), ([5: 1, 6: 1], 300, .badVersion),
      ([5: 2, 6: 1], 300, nil), ([5: 99, 6: 17], 300, nil), ([5: 99, 6: 18], 300, .badVersion),
      ([1: 0x7FFF_FFFE], 300, nil), ([1: 0x7FFF_FFFF], 300, .truncated), ([:], 40, nil), ([:], 24, nil),
      ([:], 20, .badVersion), ([:], 3, .badMagic), ([:], 0, .badMagic),
    ] as [([Int: UInt32], Int, FDTErrorCode?)])
  func header(fields: [Int: UInt32], length: Int, error: FDTErrorCode?) {
    let file = Array(FlatSketch(fields: fields).bytes.prefix(length))
    let opened = result { () throws(FDTErrorCode) in try FlatBlob(file) }
    switch opened {
    case .success(let blob):
      #expect(error == nil)
      #expect(blob.bytes.count == max(40, file.count))
      #expect(blob.end == min(file.count, Int(fields[1] ?? 169)))
    case .failure(let found): #expect(found == error)
    }
  }

  /// The tag at offset 0 of a structure block and the offset of the next one. A value of 8 bytes or more begins
  /// at a multiple of 8 before version 16; before 17, the blob's end alone is a limit.
  @Test(
    arguments: [
      ([9], 17, .success((.end, 4))), ([2], 17, .success((.endNode, 4))), ([4], 17, .success((.nop, 4))),
      ([5], 17, .failure(.badStructure)), ([0], 17, .failure(.badStructure)),
      ([], 17, .failure(.truncated)), ([1, 0], 17, .success((.beginNode, 8))),
      ([1, 0x6161_6100, 9], 17, .success((.beginNode, 8))),
      ([1, 0x6161_6161, 0], 17, .success((.beginNode, 12))),
      ([1, 0x6161_6161], 17, .failure(.badStructure)), ([1, 0x6161_6161], 16, .success((.beginNode, 12))),
      ([1], 17, .failure(.badStructure)), ([3], 17, .failure(.badStructure)),
      ([3, 0], 17, .failure(.badStructure)), ([3, 0, 0], 17, .success((.property, 12))),
      ([3, 1, 0], 17, .failure(.badStructure)), ([3, 1, 0, 0], 17, .success((.property, 16))),
      ([3, 4, 0, 0], 17, .success((.property, 16))), ([3, 5, 0, 0], 17, .failure(.badStructure)),
      ([3, 0x7FFF_FFFA, 0, 0], 17, .failure(.badStructure)),
      ([3, 0x7FFF_FFFB, 0, 0], 17, .failure(.badStructure)),
      ([3, 7, 0, 0, 0, 0], 15, .success((.property, 20))),
      ([3, 8, 0, 0, 0, 0], 15, .success((.property, 24))),
      ([3, 8, 0, 0, 0, 0], 16, .success((.property, 20))),
      ([3, 8, 0, 0, 0], 15, .failure(.badStructure)),
      ([3, 12, 0, 0, 0, 0, 0, 0], 15, .success((.property, 28))),
    ] as [([UInt32], UInt32, Result<(FlatBlob.Tag, Int), FDTErrorCode>)])
  func tags(structure: [UInt32], version: UInt32, expected: Result<(FlatBlob.Tag, Int), FDTErrorCode>) throws
  {
    // No strings, so that the structure block ends where the blob ends; one more byte ends a long name.
    let strings: [UInt8] = version == 16 && structure.count == 2 ? [0] : []
    let blob = try FlatSketch(version: version, structure: structure, strings: strings).blob()
    var offset = 0
    let found = result { () throws(FDTErrorCode) in try blob.tag(at: &offset) }
    switch (found, expected) {
    case (.success(let tag), .success(let wanted)):
      #expect(tag == wanted.0)
      #expect(offset == wanted.1)
    case (.failure(let error), .failure(let wanted)):
      #expect(error == wanted)
      #expect(offset == 0)
    default: Issue.record("\(found)")
    }
  }

  /// The size of the structure block counts from version 17.
  @Test func limits() throws {
    let cells: [UInt32] = [1, 0, 2, 9]
    for (version, size, error) in [
      (17, 16, nil), (17, 15, .truncated), (17, 12, .truncated), (16, 0, nil),
    ] as [(UInt32, UInt32, FDTErrorCode?)] {
      let blob = try FlatSketch(version: version, structure: cells, fields: [9: size]).blob()
      var offset = 12
      let found = result { () throws(FDTErrorCode) in try blob.tag(at: &offset) }
      let expected: Result<FlatBlob.Tag, FDTErrorCode> = error.map { .failure($0) } ?? .success(.end)
      #expect(found == expected)
    }
    var before = -4
    let blob = try Self.tree.blob()
    #expect(throws: FDTErrorCode.truncated) { try blob.tag(at: &before) }
    // The file ends first.
    let short = try FlatBlob(Self.tree.bytes.dropLast(5 + 4))
    var last = 104
    #expect(throws: FDTErrorCode.truncated) { try short.tag(at: &last) }
  }

  @Test(
    arguments: [
      (0, "n", .success(48)), (0, "n@1", .success(48)), (0, "n@12", .success(60)), (0, "nn", .success(88)),
      (0, "n@", .failure(.notFound)), (0, "", .failure(.notFound)), (0, "nnn", .failure(.notFound)),
      (0, "nn\0\0", .failure(.notFound)), (0, "n@1\0", .failure(.notFound)),
      (60, "m", .success(72)), (60, "n", .failure(.notFound)), (0, "m", .failure(.notFound)),
      (48, "n", .failure(.notFound)), (72, "n", .failure(.notFound)),
      (60, "nn", .failure(.notFound)), (8, "n", .failure(.badOffset)), (24, "n", .failure(.badOffset)),
      (4, "n", .failure(.badOffset)), (2, "n", .failure(.badOffset)), (-4, "n", .failure(.badOffset)),
      (108, "n", .failure(.badOffset)),
    ] as [(Int, String, Result<Int, FDTErrorCode>)])
  func subnodes(parent: Int, name: String, expected: Result<Int, FDTErrorCode>) throws {
    let blob = try Self.tree.blob()
    let name = Array(name.utf8)
    let found = result { () throws(FDTErrorCode) in try blob.subnode(of: parent, named: name.span) }
    #expect(found == expected)
  }

  /// Only in a name without an address does the part before the node's address count.
  @Test func namesWithSeveralAddresses() throws {
    let blob = try FlatSketch(
      structure: [1, 0, 1] + FlatSketch.name("n@1@2") + [2, 1] + FlatSketch.name("n@1") + [2, 2, 9]
    ).blob()
    let found = try ["n", "n@1", "n@1@2"].map { name in
      let name = Array(name.utf8)
      return try blob.subnode(of: 0, named: name.span)
    }
    #expect(found == [8, 24, 8])
  }

  /// Before version 16, what follows the last slash is the name; from then on, a slash is a part of it.
  @Test(arguments: [15, 16, 17] as [UInt32])
  func nodeNames(version: UInt32) throws {
    let blob = try FlatSketch(
      version: version, structure: [1, 0, 3, 8, 0, 0, 0x1_0000, 1] + FlatSketch.name("a/b") + [2, 2, 9]
    ).blob()
    func name(_ node: Int) -> String? {
      blob.name(of: node).map { String(decoding: blob.bytes[$0], as: UTF8.self) }
    }
    #expect([0, 28].map(name) == (version < 16 ? [nil, "b"] : ["", "a/b"]))
    // In the property's value, there is what looks like a node at 22.
    #expect([8, 22, -4, 1000].map(name) == [nil, nil, nil, nil])
  }

  @Test(
    arguments: [
      ("/", .success(0)), ("//", .success(0)), ("/n", .success(48)), ("/n@12/m", .success(72)),
      ("//n@12//m/", .success(72)), ("/n@12/nn", .failure(.notFound)), ("/n/n", .failure(.notFound)),
      ("", .failure(.badPath)), ("n", .failure(.badPath)), ("z/nn", .success(160)),
      ("z", .success(0)), ("n/", .failure(.badPath)), ("y", .failure(.badPath)), ("x", .failure(.badPath)),
      ("w", .failure(.badPath)), ("v/m", .success(144)), ("u/", .failure(.notFound)),
    ] as [(String, Result<Int, FDTErrorCode>)])
  func paths(path: String, expected: Result<Int, FDTErrorCode>) throws {
    // Aliases: z is "/", y is empty, x has no NUL, w names another one, v is "/n@12" and more, u leads nowhere.
    let aliases: [UInt32] =
      [1] + FlatSketch.name("aliases") + [3, 2, 0, 0x2F00_0000, 3, 0, 2, 3, 1, 4, 0x2F00_0000, 3, 2, 6]
      + [0x7A00_0000, 3, 8, 8] + FlatSketch.name("/n@12\0/") + [3, 3, 10, 0x2F71_0000, 2]
    let isAliased = !path.hasPrefix("/") && path != "n" && path != "n/"
    var sketch = FlatSketch(strings: Array("z\0y\0x\0w\0v\0u\0".utf8))
    if isAliased { sketch.structure.replaceSubrange(2..<12, with: aliases) }
    let blob = try sketch.blob()
    let path = Array(path.utf8)
    let found = result { () throws(FDTErrorCode) in try blob.node(atPath: path.span) }
    #expect(found == expected)
  }

  @Test func propertiesInOrder() throws {
    let blob = try Self.tree.blob()
    #expect(try blob.firstProperty(of: 0) == 8)
    #expect(try blob.property(after: 8) == 28)
    #expect(blob.value(of: 8) == 56 + 20..<56 + 24)
    #expect(blob.value(of: 28) == 56 + 40..<56 + 45)
    let longer = try FlatSketch(version: 16, structure: [1, 0, 3, 8, 0, 1, 2, 2, 9]).blob()
    #expect(longer.value(of: 8) == 56 + 20..<56 + 28)
    for (offset, error) in [(28, FDTErrorCode.notFound), (24, .badOffset), (0, .badOffset), (10, .badOffset)]
    {
      let found = result { () throws(FDTErrorCode) in try blob.property(after: offset) }
      #expect(found == .failure(error))
    }
    for (node, error) in [(48, FDTErrorCode.notFound), (60, .notFound), (8, .badOffset)] {
      let found = result { () throws(FDTErrorCode) in try blob.firstProperty(of: node) }
      #expect(found == .failure(error))
    }
    let open = try FlatSketch(structure: [1, 0, 4, 9]).blob()
    #expect(throws: FDTErrorCode.badStructure) { try open.firstProperty(of: 0) }
    #expect(throws: FDTErrorCode.badStructure) { try open.property(Array("a".utf8).span, of: 0) }
    #expect(throws: FDTErrorCode.notFound) { try open.subnode(of: 0, named: Array("a".utf8).span) }
  }

  /// A name is found wherever its offset leads to in the strings block, but must end inside that block.
  @Test(
    arguments: [
      ("a", 0, 17, 5, true), ("b", 3, 17, 5, true), ("bb", 2, 17, 5, true), ("b", 2, 17, 5, false),
      ("bb", 3, 17, 5, false), ("", 4, 17, 5, true), ("", 5, 17, 5, false), ("", 5, 17, 6, true),
      ("bb", 2, 17, 4, false), ("b", 3, 17, 4, false), ("b", 3, 16, 4, true), ("bb", 2, 16, 0, true),
      ("more", 6, 17, 10, false), ("mor", 6, 17, 10, false), ("more", 6, 17, 5, false),
      ("more", 6, 16, 99, false),
      ("bb", 0x8000_0002, 17, 5, false), ("a", UInt32.max, 16, 5, false),
    ] as [(String, UInt32, UInt32, UInt32, Bool)])
  func names(name: String, offset: UInt32, version: UInt32, size: UInt32, isFound: Bool) throws {
    let sketch = FlatSketch(
      version: version, structure: [1, 0, 3, 0, offset, 2, 9], strings: Array("a\0bb\0\0more".utf8),
      fields: [8: size])
    let blob = try sketch.blob()
    let bytes = Array(name.utf8)
    let found = result { () throws(FDTErrorCode) in try blob.property(bytes.span, of: 0) }
    #expect(found == (isFound ? .success(8) : .failure(.notFound)))
    let spelling = blob.name(ofProperty: 8).map { String(decoding: blob.bytes[$0], as: UTF8.self) }
    #expect((spelling == name) == isFound)
  }

  /// The strings block begins after the blob's end.
  @Test(arguments: [16, 17] as [UInt32])
  func noStrings(version: UInt32) throws {
    let blob = try FlatSketch(version: version, fields: [3: 4000]).blob()
    #expect(blob.name(ofProperty: 8) == nil)
    #expect(throws: FDTErrorCode.notFound) { try blob.property(Array("a".utf8).span, of: 0) }
  }

  /// Before version 16, a node's name is its path, and values of 8 bytes or more are aligned.
  @Test(arguments: [2, 3, 15] as [UInt32])
  func oldVersions(version: UInt32) throws {
    let cells: [UInt32] =
      [1, 0x2F00_0000, 3, 8, 0, 1, 2, 3, 3, 7, 2, 3, 4, 3, 8, 0, 5, 6, 1] + FlatSketch.name("/n@1") + [1]
      + FlatSketch.name("/n@1/m") + [2, 2, 1] + FlatSketch.name("o") + [2, 2, 9]
    let blob = try FlatSketch(version: version, structure: cells).blob()
    // Offset 8: the value begins at 20, and so at 24; its first cell is what is in the gap.
    #expect(blob.value(of: 8) == 56 + 24..<56 + 32)
    #expect(try blob.property(after: 8) == 32)
    #expect(blob.value(of: 32) == 56 + 44..<56 + 51)
    #expect(try blob.property(after: 32) == 52)
    #expect(blob.value(of: 52) == 56 + 64..<56 + 72)
    #expect(try blob.subnode(of: 0, named: Array("n".utf8).span) == 72)
    #expect(try blob.node(atPath: Array("/n@1/m".utf8).span) == 84)
    #expect(throws: FDTErrorCode.notFound) { try blob.node(atPath: Array("/o".utf8).span) }
    let names = [0, 72, 84, 104].map { node in
      blob.name(of: node).map { String(decoding: blob.bytes[$0], as: UTF8.self) }
    }
    #expect(names == ["", "n@1", "m", nil])
  }
}
