import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

/// References in unusual spellings, and damaged ones: what fdtoverlay 1.8.1 refuses is not merged in place
/// either, and what it merges has the same bytes in both ways.
@Suite struct InPlaceReferenceTests {
  private static let base = makeTree([
    ("/soc", ["x": "y", "phandle": 5]), ("/a", ["phandle": 2]), ("/__symbols__", ["soc": "/soc", "a": "/a"]),
  ])

  /// An overlay with a list of places, and further nodes.
  private static func overlay(
    fixups: Value = "/fragment@0/__overlay__/n:ref:4",
    _ more: [(path: String, properties: KeyValuePairs<String, Value>)] = []
  ) -> DeviceTree {
    makeTree(
      [
        ("/fragment@0", ["target-path": "/a"]), ("/fragment@0/__overlay__", ["top": 1]),
        (
          "/fragment@0/__overlay__/n",
          ["ref": [1, 2, 3], "own": [1, 1], "short": .bytes([1, 2]), "phandle": 1]
        ),
        ("/fragment@1", ["target-path": "/a"]), ("/fragment@1/__overlay__", ["k": 1]),
      ] + more + [("/__fixups__", ["soc": fixups])])
  }

  /// Merges in both ways, which must agree, and returns the value of a property; nil if the overlay is
  /// refused.
  private static func merged(_ overlay: DeviceTree, _ path: String, _ name: String) throws -> [UInt8]? {
    let blobs = try (BlobEncoder.encode(base).bytes, BlobEncoder.encode(overlay).bytes)
    let inPlace = InPlaceMerge.merged(blobs.0, [blobs.1])
    var target = OverlayTarget(try BlobDecoder.decode(blobs.0))
    let decoded = try BlobDecoder.decode(blobs.1).tree
    do throws(OverlayError) {
      try target.apply(decoded, named: "")
    } catch {
      #expect(inPlace == nil)
      return nil
    }
    if let inPlace { #expect(try inPlace == target.encode().bytes) }
    let tree = target.tree
    let node = try #require(tree.node(atPath: path))
    let property = try #require(
      tree.properties(of: node).first { tree.names.string(tree.name(of: $0)) == name })
    return Array(tree.bytes(of: tree.value(of: property)))
  }

  @Test(arguments: [
    ("/fragment@0/__overlay__/n:ref:4", 4), ("/fragment@0/__overlay__/n:ref:8", 8),
    ("/fragment@0/__overlay__/n:ref:5", 5), ("/fragment@0/__overlay__/n:ref:04", 4),
    ("/fragment@0/__overlay__/n:ref: 4", 4), ("/fragment@0/__overlay__/n:ref:+4", 4),
    ("/fragment@0/__overlay__/n/:ref:4", 4), ("/fragment@0//__overlay__/n:ref:4", 4),
    ("/fragment/__overlay__/n:ref:4", 4),
  ])
  func places(fixup: String, offset: Int) throws {
    var bytes = Value.cells([1, 2, 3]).bytes
    bytes.replaceSubrange(offset..<offset + 4, with: [0, 0, 0, 5])
    #expect(try Self.merged(Self.overlay(fixups: .text(fixup)), "/a/n", "ref") == bytes)
  }

  @Test(arguments: [
    "", ":ref:4", "/:ref:4", "/fragment@0/__overlay__/n", "/fragment@0/__overlay__/n:ref",
    "/fragment@0/__overlay__/n:ref:", "/fragment@0/__overlay__/n::4", "/fragment@0/__overlay__/n:ref:0x4",
    "/fragment@0/__overlay__/n:ref:4a", "/fragment@0/__overlay__/n:ref:4:5",
    "/fragment@0/__overlay__/n:ref:9", "/fragment@0/__overlay__/n:ref:16777216",
    "/fragment@0/__overlay__/n:ref:4294967300", "/fragment@0/__overlay__/n:ref:18446744073709551620",
    "/fragment@0/__overlay__/n:re:4", "/fragment@0/__overlay__/n:refx:4", "/fragment@0/__overlay__/n:short:0",
    "/fragment@0/__overlay__/m:ref:4", "/fragment@0/__overlay__/n@1:ref:4", "fragment@0/__overlay__/n:ref:4",
    "xfragment@0/__overlay__/n:ref:4", "/fragment@/__overlay__/n:ref:4", "/fragment@00/__overlay__/n:ref:4",
    "/fragment@1/__overlay__/n:ref:4", "/fragment@2/__overlay__/n:ref:4",
    "/fragment@0000000/__overlay__/n:ref:4", "/fragment@00000000/__overlay__/n:ref:4",
    "/fragment@10000000/__overlay__/n:ref:4", "/fragment@0x/__overlay__/n:ref:4",
    "/fragment@0/__overlayx_/n:ref:4", "/fragment@0/__overlay__x/n:ref:4", "/fragment@0/x/n:ref:4",
    "/fragment@0:target:0", "/__overlay__:ref:0",
  ])
  func noPlace(fixup: String) throws {
    #expect(try Self.merged(Self.overlay(fixups: .text(fixup)), "/a/n", "ref") == nil)
  }

  @Test func unterminatedPlace() throws {
    let fixup = Value.bytes(Array("/fragment@0/__overlay__/n:ref:4".utf8))
    #expect(try Self.merged(Self.overlay(fixups: fixup), "/a/n", "ref") == nil)
  }

  /// References to the overlay's own nodes: the base's largest phandle, 5, is added.
  @Test(arguments: [
    ([0], [6, 1]), ([4], [1, 6]), ([0, 4], [6, 6]), ([], [1, 1]), ([5], nil), ([8], nil), ([0, 12], nil),
  ])
  func ownReferences(offsets: [UInt32], cells: [UInt32]?) throws {
    let overlay = Self.overlay([("/__local_fixups__/fragment@0/__overlay__/n", ["own": .cells(offsets)])])
    #expect(try Self.merged(overlay, "/a/n", "own") == cells.map { Value.cells($0).bytes })
  }

  /// The base's phandles are 2 and 5.
  @Test(arguments: [(2, "/a"), (5, "/soc"), (1, nil), (3, nil), (6, nil), (0x10_0000, nil), (.max, nil)])
  func targetsByPhandle(phandle: UInt32, path: String?) throws {
    let overlay = makeTree([("/f", ["target": .cells([phandle])]), ("/f/__overlay__", ["p": 7])])
    #expect(try Self.merged(overlay, path ?? "/", "p") == path.map { _ in [0, 0, 0, 7] })
  }

  @Test(arguments: [
    ("/fragment@0/__overlay__/n", "/a/n"), ("/fragment@0/__overlay__", "/a/"),
    ("/__symbols__/__overlay__/n", nil), ("/__fixups__/__overlay__", nil), ("/fragment@2/__overlay__/n", nil),
  ])
  func labels(path: String, merged: String?) throws {
    let overlay = Self.overlay([("/__symbols__", ["l": .text(path)])])
    #expect(try Self.merged(overlay, "/__symbols__", "l") == merged.map { Array($0.utf8) + [0] })
  }

  /// What has to be reported is left to the merge of trees.
  @Test func whatIsReportedIsNotMergedInPlace() throws {
    let blob = try BlobEncoder.encode(Self.base).bytes
    let plain = try BlobEncoder.encode(Self.overlay()).bytes
    #expect(InPlaceMerge.merged(blob, [plain]) != nil)
    #expect(InPlaceMerge.merged(blob + [0, 0, 0, 0], [plain]) == nil)
    for name in ["_a", "fragment@9", "other"] {
      let ignored = try BlobEncoder.encode(Self.overlay([("/\(name)", ["p": 1])])).bytes
      #expect(InPlaceMerge.merged(blob, [ignored]) == nil, "\(name)")
    }
    let empty = try BlobEncoder.encode(makeTree([("/__symbols__", [:])])).bytes
    #expect(InPlaceMerge.merged(blob, [empty]) == nil)
  }

  /// Whichever byte of a blob is damaged, a merge in place has the bytes of the merge of trees.
  @Test(arguments: [UInt8(1), 2, 4, 0x40, 0xFF])
  func anyDamagedByte(mask: UInt8) throws {
    let overlay = Self.overlay([
      ("/__symbols__", ["l": "/fragment@0/__overlay__/n"]),
      ("/__local_fixups__/fragment@0/__overlay__/n", ["own": [0, 4]]),
    ])
    let blobs = try [BlobEncoder.encode(Self.base).bytes, BlobEncoder.encode(overlay).bytes]
    for which in 0..<2 {
      for place in blobs[which].indices {
        var damaged = blobs
        damaged[which][place] ^= mask
        guard let merged = InPlaceMerge.merged(damaged[0], [damaged[1]]) else { continue }
        var target = OverlayTarget(try BlobDecoder.decode(damaged[0]))
        try target.apply(try BlobDecoder.decode(damaged[1]).tree, named: "")
        #expect(try merged == target.encode().bytes, "byte \(place) of blob \(which)")
      }
    }
  }
}
