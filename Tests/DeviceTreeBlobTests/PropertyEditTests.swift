import DeviceTree
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeBlob

/// A single change without a tree leaves the bytes that it leaves in a tree.
@Suite struct PropertyEditTests {
  private static let paths = ["", "soc", "soc/uart@1", "soc/uart@2", "chosen", "soc/uart@1/a"]
  private static let names = ["reg", "status", "tus", "model", "x", "new-name", "name", "s"]

  private static func base(_ random: inout SeededGenerator) throws -> [UInt8] {
    let tree = makeTree([
      ("/", ["model": "board", "empty": .bytes([])]),
      ("/soc/uart@1", ["reg": [1, 2], "status": "disabled"]),
      ("/soc/uart@1/a", ["x": .bytes([7])]), ("/soc/uart@2", ["status": "okay"]),
      ("/chosen", ["bootargs": "quiet"]),
    ])
    let padding = random.below(3) * 20
    var bytes = try BlobEncoder.encode(tree, BlobOptions(padding: padding)).bytes
    // What is in the headroom may end up behind a value.
    for at in bytes.count - padding..<bytes.count { bytes[at] = UInt8(random.below(256)) }
    return bytes
  }

  /// Makes the change in a tree, and keeps the headroom.
  private static func edited(
    _ bytes: [UInt8], _ path: String, _ name: String, _ value: [UInt8]
  ) throws -> [UInt8] {
    var blob = EditedBlob(try BlobDecoder.decode(bytes))
    let node = try #require(blob.tree.node(atPath: "/" + path))
    let stored = blob.tree.makeValue(value.span)
    try blob.setProperty(blob.tree.names.intern(name), stored, of: node)
    let headroom = bytes.count - (try BlobView(bytes)).strings.upperBound
    return try blob.encode(BlobOptions(padding: headroom)).bytes
  }

  private static func parts(_ path: String) -> [ArraySlice<UInt8>] { Array(path.utf8).split(separator: 0x2F) }

  @Test(arguments: 0..<200) func bytesOfATree(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var bytes = try Self.base(&random)
    for _ in 0..<8 {
      let path = Self.paths[random.below(Self.paths.count)]
      let name = Self.names[random.below(Self.names.count)]
      let value = (0..<random.below(24)).map { _ in UInt8(random.below(256)) }
      let edit = try #require(PropertyEdit(bytes, path: Self.parts(path), property: Array(name.utf8)))
      let result = edit.setting(value)
      #expect(try result == Self.edited(bytes, path, name, value), "\(path) \(name) \(value)")
      bytes = try #require(result)
    }
  }

  /// Whatever a decoder refuses is refused here, too.
  @Test func brokenBlobs() throws {
    var compared = 0
    for seed in 0..<300 {
      var random = SeededGenerator(seed: seed)
      var bytes = try Self.base(&random)
      for _ in 0..<1 + random.below(2) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
      for path in Self.paths {
        guard let edit = PropertyEdit(bytes, path: Self.parts(path), property: Array("status".utf8)) else {
          continue
        }
        compared += 1
        #expect(
          try edit.setting([1, 2, 3]) == Self.edited(bytes, path, "status", [1, 2, 3]), "seed \(seed)")
      }
    }
    // Most of the 300 blobs are refused: a wrong byte in the header or the structure is enough.
    #expect(compared > 300)
  }

  @Test func whatTakesATree() throws {
    let tree = makeTree([("/a/b", ["x": 1])])
    let bytes = try BlobEncoder.encode(tree).bytes
    for path in ["b", "a/c", "a/b/x", "a@1"] {
      #expect(PropertyEdit(bytes, path: Self.parts(path), property: [0x78]) == nil, "\(path)")
    }
    #expect(PropertyEdit(bytes + [0], path: [], property: [0x78]) == nil)
    let old = try BlobEncoder.encode(tree, BlobOptions(version: .v16)).bytes
    #expect(PropertyEdit(old, path: [], property: [0x78]) == nil)
  }
}
