import DeviceTree
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeBlob

@Suite struct EncodingTests {
  let tree = makeTree([
    ("/", ["#address-cells": 1, "compatible": "a,b"]),
    ("/soc", ["cells": 2, "model": "m"]),
    ("/soc/uart@10", ["reg": [0x10, 4], "del": .bytes([1, 2, 3])]),
    ("/chosen", ["s": .bytes([])]),
  ])

  @Test func headerSaysWhereEverythingIs() throws {
    let bytes = try BlobEncoder.encode(tree).bytes
    let header = try BlobHeader(bytes.span)
    #expect(Int(header.totalSize) == bytes.count)
    #expect(header.version == 17)
    #expect(header.lastCompatibleVersion == 16)
    #expect(header.reservationsOffset == 40)
    #expect(header.structureOffset == 56)
    #expect(header.structureSize == header.stringsOffset - 56)
    #expect(header.stringsOffset + header.stringsSize == header.totalSize)
  }

  @Test func namesShareTheEndsOfEarlierOnes() throws {
    let layout = try BlobDecoder.decode(BlobEncoder.encode(tree).bytes).layout
    // `cells` is a suffix of `#address-cells`, `del` one of `model`, and `s` one of `cells`.
    #expect(
      String(decoding: layout.strings, as: UTF8.self)
        == "#address-cells\0compatible\0model\0reg\0")
    #expect(layout.nameOffsets == [0, 15, 9, 26, 32, 28, 13])
  }

  @Test(arguments: BlobVersion.allCases)
  func everyVersionReadsBackAsItWas(version: BlobVersion) throws {
    var tree = tree
    tree.reservations = [MemoryReservation(address: 0x1_0000_0000, size: 0x1000)]
    tree.bootCPU = 7
    let bytes = try BlobEncoder.encode(tree, BlobOptions(version: version)).bytes
    let decoded = try BlobDecoder.decode(bytes)
    #expect(decoded.header.version == version.rawValue)
    #expect(decoded.tree.reservations == tree.reservations)
    #expect(decoded.tree.bootCPU == (version == .v1 ? 0 : 7))
    let lines = decoded.tree.listing.filter { !$0.hasPrefix("  name = ") }
    #expect(lines == tree.listing)
    #expect(try BlobEncoder.encode(decoded.tree, BlobOptions(version: version)).bytes == bytes)
  }

  @Test func oldVersionsNameEveryNode() throws {
    let bytes = try BlobEncoder.encode(tree, BlobOptions(version: .v3)).bytes
    let names = try BlobDecoder.decode(bytes).tree.listing.filter { $0.hasPrefix("  name = ") }
    #expect(
      names == ["  name = 00", "  name = \"soc\"", "  name = \"uart\"", "  name = \"chosen\""])
  }

  @Test(arguments: [
    (BlobOptions(), 264, false),
    (BlobOptions(padding: 100), 364, false),
    (BlobOptions(minimumSize: 4096), 4096, false),
    (BlobOptions(minimumSize: 265), 265, false),
    (BlobOptions(minimumSize: 264), 264, false),
    (BlobOptions(minimumSize: 263), 264, true),
    (BlobOptions(minimumSize: 10), 264, true),
    (BlobOptions(padding: 12, minimumSize: 4096), 276, false),
    (BlobOptions(alignment: 8), 264, false),
    (BlobOptions(alignment: 4096), 4096, false),
    (BlobOptions(padding: 4096, alignment: 4096), 8192, false),
    (BlobOptions(minimumSize: 300, alignment: 256), 512, false),
  ])
  func padding(options: BlobOptions, size: Int, exceeds: Bool) throws {
    let plain = try BlobEncoder.encode(tree)
    let padded = try BlobEncoder.encode(tree, options)
    #expect(plain.bytes.count == 264)
    #expect(padded.unpaddedSize == 264)
    #expect(padded.exceedsMinimum == exceeds)
    #expect(padded.bytes.count == size)
    #expect(Int(try BlobHeader(padded.bytes.span).totalSize) == padded.bytes.count)
    #expect(padded.bytes[8..<plain.bytes.count] == plain.bytes[8...])
    #expect(padded.bytes[plain.bytes.count...].allSatisfy { $0 == 0 })
  }

  @Test func extraReservationsAreEmpty() throws {
    let plain = try BlobEncoder.encode(tree).bytes
    let more = try BlobEncoder.encode(tree, BlobOptions(extraReservations: 3)).bytes
    #expect(more.count == plain.count + 48)
    #expect(more[40..<104].allSatisfy { $0 == 0 })
    #expect(try BlobDecoder.decode(more).tree.reservations.isEmpty)
  }

  @Test func whatCannotBe() throws {
    for version in [BlobVersion.v3, .v17] {
      let options = BlobOptions(version: version, extraReservations: 1 << 28)
      let plain = try BlobEncoder.encode(tree, BlobOptions(version: version)).bytes.count
      #expect(throws: BlobError(.tooLarge(size: UInt64(plain) + 1 << 32))) {
        try BlobEncoder.encode(tree, options)
      }
    }
    #expect(throws: BlobError(.tooLarge(size: 1 << 40))) {
      try BlobEncoder.encode(tree, BlobOptions(minimumSize: 1 << 40))
    }
    #expect(throws: BlobError(.badAlignment(12))) {
      try BlobEncoder.encode(tree, BlobOptions(alignment: 12))
    }
    #expect(throws: BlobError(.tooLarge(size: UInt64(Int.max)))) {
      try BlobEncoder.encode(tree, BlobOptions(padding: .max))
    }
  }

  /// The phandle that libfdt finds: `linux,phandle` counts if there is no valid `phandle`, and neither counts
  /// after a subnode.
  @Test(
    arguments: [
      (["phandle": 1, "linux,phandle": 2], 1), (["linux,phandle": 2, "phandle": 1], 1),
      (["linux,phandle": 2], 2), (["phandle": .bytes([1]), "linux,phandle": 2], 2),
    ] as [(KeyValuePairs<String, Value>, UInt32)])
  func phandles(properties: KeyValuePairs<String, Value>, phandle: UInt32) throws {
    let tree = try BlobDecoder.decode(BlobEncoder.encode(makeTree([("/n", properties)])).bytes).tree
    #expect(tree.phandle(of: try #require(tree.node(atPath: "/n"))) == phandle)
  }

  @Test func aPhandleBehindASubnode() throws {
    var bytes = try BlobEncoder.encode(makeTree([("/n", ["phandle": 5]), ("/n/c", [:])])).bytes
    let start = try #require(bytes.firstRange(of: [0, 0, 0, 3, 0, 0, 0, 4])).lowerBound
    bytes.replaceSubrange(
      start..<start + 28, with: bytes[start + 16..<start + 28] + bytes[start..<start + 16])
    let tree = try BlobDecoder.decode(bytes, tolerating: .lateProperties).tree
    let node = try #require(tree.node(atPath: "/n"))
    #expect(tree.property(of: node, named: "phandle") != nil)
    #expect(tree.phandle(of: node) == 0)
    #expect(throws: BlobError(.lateProperty("phandle", of: "/n", isSecond: false), at: start + 12)) {
      try BlobDecoder.decode(bytes)
    }
  }

  @Test func aHundredThousandLevels() throws {
    var tree = DeviceTree()
    var node = NodeID.root
    let name = tree.names.intern("n")
    for _ in 0..<100_000 { node = tree.addNode(named: name, to: node) }
    let bytes = try BlobEncoder.encode(tree).bytes
    #expect(try BlobDecoder.decode(bytes).tree.nodeCount == 100_001)
  }
}
