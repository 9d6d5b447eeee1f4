import DeviceTree
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeBlob

@Suite struct EditingTests {
  private func edited(_ body: (inout EditedBlob) throws -> Void) throws -> DecodedBlob {
    let base = makeTree([
      ("/", ["first": 1, "model": "disabled"]),
      ("/a", ["x": .bytes([9])]),
    ])
    var blob = EditedBlob(try BlobDecoder.decode(BlobEncoder.encode(base).bytes))
    try body(&blob)
    return try BlobDecoder.decode(blob.encode().bytes)
  }

  private func set(_ name: String, _ bytes: [UInt8], of node: NodeID, _ blob: inout EditedBlob) throws {
    let value = blob.tree.makeValue(bytes.span)
    try blob.setProperty(blob.tree.names.intern(name), value, of: node)
  }

  @Test func newThingsComeFirst() throws {
    let result = try edited { blob in
      try set("second", [2, 2, 2, 2], of: .root, &blob)
      _ = blob.addNode(named: blob.tree.names.intern("b"), to: .root)
    }
    #expect(
      result.tree.listing == [
        "/", "  second = 02020202", "  first = 00000001", "  model = \"disabled\"", "/b", "/a", "  x = 09",
      ])
    // New names are appended, unless the block already contains them, as `model` does `el`.
    #expect(String(decoding: result.layout.strings, as: UTF8.self) == "first\0model\0x\0second\0")
  }

  @Test func namesAreFoundInTheBlock() throws {
    let result = try edited { try set("el", [1, 2, 3, 4], of: .root, &$0) }
    #expect(result.layout.nameOffsets.first == 9)
    #expect(result.layout.strings.count == 14)
  }

  /// libfdt writes `ok` over `disabled` and leaves the `a` that follows its NUL.
  @Test func oldBytesStayBehindValues() throws {
    let shrunk = try edited { try set("model", [0x6F, 0x6B, 0], of: .root, &$0) }
    #expect(shrunk.tree.listing.contains("  model = \"ok\""))
    let bytes = try BlobEncoder.encode(shrunk.tree, keeping: shrunk.layout).bytes
    let place = bytes.firstIndex(of: 0x6F).map { Array(bytes[$0..<$0 + 4]) }
    #expect(place == [0x6F, 0x6B, 0, 0x61])
  }

  @Test func rollbackTakesEverythingBack() throws {
    let base = makeTree([("/", ["model": "disabled"]), ("/a", [:])])
    let bytes = try BlobEncoder.encode(base).bytes
    var blob = EditedBlob(try BlobDecoder.decode(bytes))
    blob.beginTransaction()
    try set("model", [0x6F, 0x6B, 0], of: .root, &blob)
    try set("new", [1], of: .root, &blob)
    _ = blob.addNode(named: blob.tree.names.intern("b"), to: .root)
    blob.rollback()
    #expect(try blob.encode().bytes == bytes)
    try set("newer", [1, 2, 3, 4], of: .root, &blob)
    let strings = try BlobDecoder.decode(blob.encode().bytes).layout.strings
    #expect(String(decoding: strings, as: UTF8.self) == "model\0newer\0")
  }

  @Test func noOperationTagsAreKept() throws {
    let base = makeTree([("/", ["p": 1]), ("/a", [:])])
    var bytes = try BlobEncoder.encode(base).bytes
    let header = try BlobHeader(bytes.span)
    let structure = Int(header.structureOffset)
    // NOP tags after `/a`, after `p` and before `p`, at their offsets in the structure block.
    let nop: [UInt8] = [0, 0, 0, 4]
    for offset in [36, 24, 8] { bytes.insert(contentsOf: nop, at: structure + offset) }
    for (field, change) in [(4, 12), (12, 12), (36, 12)] {
      let new = cell(bytes, at: field) + UInt32(change)
      for i in 0..<4 { bytes[field + i] = UInt8(new >> (24 - i * 8) & 0xFF) }
    }
    var blob = EditedBlob(try BlobDecoder.decode(bytes))
    #expect(try blob.encode().bytes == bytes)
    try set("p", [7, 7, 7, 7], of: .root, &blob)
    #expect(try BlobDecoder.decode(blob.encode().bytes).layout.nops.count == 3)
  }

  /// With NOP tags around what is deleted, which are then kept with its neighbours.
  @Test(arguments: [["p"], ["a"], ["q", "p", "b", "a"]])
  func deletionsAreTakenBack(names: [String]) throws {
    let base = makeTree([("/", ["p": 1, "q": 2]), ("/a", [:]), ("/b", [:])])
    var decoded = try BlobDecoder.decode(BlobEncoder.encode(base).bytes)
    for name in ["p", "q"] {
      let property = try #require(decoded.tree.property(of: .root, named: name))
      decoded.layout.nops.beforeProperty[property] = 1
    }
    for path in ["/a", "/b"] {
      decoded.layout.nops.afterNode[try #require(decoded.tree.node(atPath: path))] = 2
    }
    decoded.layout.nops.count = 6
    var blob = EditedBlob(decoded)
    let bytes = try blob.encode().bytes
    blob.beginTransaction()
    for name in names {
      if let node = blob.tree.node(atPath: "/" + name) {
        blob.delete(node)
      } else {
        blob.delete(try #require(blob.tree.property(of: .root, named: name)))
      }
    }
    #expect(try blob.encode().bytes != bytes)
    blob.rollback()
    #expect(try blob.encode().bytes == bytes)
    #expect(blob.layout.nops.beforeProperty.count == 2)
    #expect(blob.layout.nops.afterNode.count == 2)
    #expect(blob.layout.nops.afterProperties.isEmpty)
  }

  /// `end(_:)` returns what a blob ends with, without encoding it, after any changes.
  @Test func ends() throws {
    let base = makeTree([
      ("/", ["p": 1, "q": .bytes([1, 2, 3])]), ("/a", ["p": 2]), ("/a/b", ["q": 3]), ("/c", [:]),
      ("/d", ["p": 4]),
    ])
    var decoded = try BlobDecoder.decode(BlobEncoder.encode(base).bytes)
    decoded.layout.structureTail = [0xAA, 0xBB, 0xCC, 0xDD]
    let property = try #require(decoded.tree.property(of: .root, named: "q"))
    decoded.layout.nops.beforeProperty[property] = 1
    decoded.layout.nops.afterProperties[.root] = 2
    decoded.layout.nops.afterNode[try #require(decoded.tree.node(atPath: "/a"))] = 1
    decoded.layout.nops.count = 4
    var blob = EditedBlob(decoded)
    let changes: [(inout EditedBlob) throws -> Void] = [
      { _ in },
      { try set("q", [9], of: .root, &$0) },
      { $0.delete(try #require($0.tree.node(atPath: "/c"))) },
      { _ = $0.addNode(named: $0.tree.names.intern("e"), to: .root) },
      { try set("p", [5, 6], of: try #require($0.tree.node(atPath: "/e")), &$0) },
      { $0.delete(try #require($0.tree.node(atPath: "/d"))) },
      { $0.delete(try #require($0.tree.property(of: .root, named: "q"))) },
      { try set("q", [7], of: .root, &$0) },
      { $0.delete(try #require($0.tree.node(atPath: "/a/b"))) },
      { _ = $0.addNode(named: $0.tree.names.intern("f"), to: try #require($0.tree.node(atPath: "/a"))) },
      { $0.delete(try #require($0.tree.node(atPath: "/a"))) },
      { $0.delete(try #require($0.tree.node(atPath: "/e"))) },
      { $0.delete(try #require($0.tree.property(of: .root, named: "p"))) },
    ]
    for (number, change) in changes.enumerated() {
      try change(&blob)
      let bytes = try blob.encode().bytes
      for count in 0...bytes.count - 72 {
        #expect(blob.end(count) == Array(bytes.suffix(count)), "\(number)")
      }
    }
  }

  /// The bytes after the strings block, to which edits add and from which they take.
  @Test func rest() {
    var rest = BlobRest([7, 8, 9])
    func bytes() -> [UInt8] { (0..<6).map { rest.byte(at: $0) } }
    #expect(bytes() == [7, 8, 9, 0, 0, 0])
    rest.prepend([1, 2])
    rest.prepend([3])
    #expect(bytes() == [3, 1, 2, 7, 8, 9])
    rest.removeFirst(2)
    #expect(bytes() == [2, 7, 8, 9, 0, 0])
    rest.removeFirst(2)
    #expect(bytes() == [8, 9, 0, 0, 0, 0])
    rest.prepend([4, 5])
    rest.removeFirst(9)
    #expect(bytes() == [0, 0, 0, 0, 0, 0])
    rest.prepend([6])
    #expect(bytes() == [6, 0, 0, 0, 0, 0])
  }

  private func cell(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  @Test func treesFromNoBlob() throws {
    let base = makeTree([("/", ["model": "disabled"]), ("/a", ["x": 1])])
    let direct = try EditedBlob(base).encode().bytes
    #expect(direct == (try BlobEncoder.encode(base).bytes))
  }
}
