import DeviceTree
import DeviceTreeBlob
import SourceText
import TestSupport
import Testing

@Suite struct BlobErrorTests {
  static let blob: [UInt8] = {
    let tree = makeTree([("/", ["model": "m"]), ("/a", ["x": 1])])
    return (try? BlobEncoder.encode(tree).bytes) ?? []
  }()

  /// The blob with cells replaced, by byte offset.
  static func changed(_ cells: KeyValuePairs<Int, UInt32>) -> [UInt8] {
    var bytes = blob
    for (offset, cell) in cells {
      for i in 0..<4 { bytes[offset + i] = UInt8(cell >> (24 - i * 8) & 0xFF) }
    }
    return bytes
  }

  static let cases: [(bytes: [UInt8], libfdtName: String, message: String)] = [
    ([], "FDT_ERR_TRUNCATED", "the file is empty"),
    (
      [0xD0, 0x0D], "FDT_ERR_TRUNCATED",
      "not a device tree blob: the file has 2 bytes, a header needs 28"
    ),
    (
      Array(blob.prefix(20)), "FDT_ERR_TRUNCATED",
      "not a device tree blob: the file has 20 bytes, a header needs 28"
    ),
    (
      [UInt8](repeating: 0, count: 64), "FDT_ERR_BADMAGIC",
      "not a device tree blob: the magic is 0x00000000, expected 0xd00dfeed"
    ),
    (
      changed([20: 0]), "FDT_ERR_BADVERSION",
      "the blob has version 0 (compatible down to 16); known versions are 1, 2, 3, 16 and 17"
    ),
    (
      changed([20: 19, 24: 18]), "FDT_ERR_BADVERSION",
      "the blob has version 19 (compatible down to 18); known versions are 1, 2, 3, 16 and 17"
    ),
    (changed([4: 39]), "FDT_ERR_TRUNCATED", "the blob says it has 39 bytes, which is impossible"),
    (
      changed([4: 0xFFFF_FFFF]), "FDT_ERR_TRUNCATED",
      "the blob says it has 4294967295 bytes, which is impossible"
    ),
    (
      changed([4: 91219]), "FDT_ERR_TRUNCATED", "the blob says it has 91219 bytes but the file has 124"
    ),
    (
      changed([8: 200]), "FDT_ERR_TRUNCATED",
      "the structure block (offset 200, 60 bytes) does not lie inside the blob of 124 bytes"
    ),
    (
      changed([12: 0xFFFF_FFFF]), "FDT_ERR_TRUNCATED",
      "the strings block (offset 4294967295, 8 bytes) does not lie inside the blob of 124 bytes"
    ),
    (
      changed([16: 8]), "FDT_ERR_TRUNCATED",
      "the memory reservation block (offset 8, 0 bytes) does not lie inside the blob of 124 bytes"
    ),
    (changed([16: 116]), "FDT_ERR_TRUNCATED", "the memory reservation block is not terminated"),
    (
      changed([36: 56]), "FDT_ERR_TRUNCATED",
      "the structure block ends at byte 112 without an end tag"
    ),
    (
      changed([56: 9]), "FDT_ERR_BADSTRUCTURE",
      "the structure block begins with 0x00000009 instead of a node's tag"
    ),
    (changed([64: 5]), "FDT_ERR_BADSTRUCTURE", "unknown tag 0x00000005 (byte 64)"),
    (
      changed([68: 0x7FFF_FFFF]), "FDT_ERR_BADSTRUCTURE",
      "a property's value of 2147483647 bytes does not fit into the structure block (byte 64)"
    ),
    (
      changed([72: 8]), "FDT_ERR_BADOFFSET",
      "a property's name is at offset 8 in a strings block of 8 bytes (byte 64)"
    ),
    (
      changed([32: 7]), "FDT_ERR_TRUNCATED",
      "the property name at offset 6 in the strings block is not terminated (byte 88)"
    ),
    (changed([56: 4, 60: 4]), "FDT_ERR_BADSTRUCTURE", "a property is outside of any node (byte 64)"),
    (
      changed([108: 9]), "FDT_ERR_BADSTRUCTURE",
      "the structure block ends while 1 node is open (byte 108)"
    ),
    (
      changed([104: 9]), "FDT_ERR_BADSTRUCTURE",
      "the structure block ends while 2 nodes are open (byte 104)"
    ),
    (
      changed([64: 4, 68: 4, 72: 4, 76: 2]), "FDT_ERR_BADSTRUCTURE",
      "after the root node there is 0x00000001 instead of the end tag (byte 80)"
    ),
    (
      changed([20: 16, 24: 17]), "FDT_ERR_BADVERSION",
      "the blob has version 16 (compatible down to 17); known versions are 1, 2, 3, 16 and 17"
    ),
    (
      changed([112: 2]), "FDT_ERR_BADSTRUCTURE",
      "after the root node there is 0x00000002 instead of the end tag (byte 112)"
    ),
  ]

  @Test(arguments: cases.indices)
  func message(_ index: Int) {
    let (bytes, libfdtName, message) = Self.cases[index]
    do throws(BlobError) {
      _ = try BlobDecoder.decode(bytes)
      Issue.record("decoded; expected: \(message)")
    } catch {
      #expect(error.message == message)
      #expect(error.libfdtName == libfdtName)
    }
  }

  /// Before version 16, a node's name is its full path, which continues its parent's.
  @Test(arguments: ["/axyc", "/a", "/abxc", "/ab"]) func pathsOutsideTheParent(path: String) throws {
    let tree = makeTree([("/ab/c", ["x": 1])])
    var bytes = try BlobEncoder.encode(tree, BlobOptions(version: .v3)).bytes
    let range = try #require(bytes.firstRange(of: Array("/ab/c".utf8)))
    bytes.replaceSubrange(range, with: Array(path.utf8) + [UInt8](repeating: 0, count: 5 - path.utf8.count))
    #expect(throws: BlobError(.pathOutsideParent, at: range.lowerBound - 4)) { try BlobDecoder.decode(bytes) }
  }

  @Test func diagnostic() {
    let diagnostic = BlobError(.empty).diagnostic(for: "x.dtb")
    #expect(
      DiagnosticRenderer(files: SourceFiles()).render(diagnostic)
        == "x.dtb: error: the file is empty\nnote: FDT_ERR_TRUNCATED in libfdt\n")
  }

  @Test func everyTruncationIsAnError() {
    for count in 0..<Self.blob.count {
      #expect(throws: BlobError.self) { try BlobDecoder.decode(Array(Self.blob.prefix(count))) }
    }
  }

  /// A wrong byte makes an error or a different tree, and never a crash.
  @Test(arguments: BlobVersion.allCases)
  func noFlippedByteCrashes(version: BlobVersion) throws {
    var random = SeededGenerator(seed: 42)
    var tree = makeTree([
      ("/", ["compatible": "a,b", "phandle": 1]), ("/soc/uart@1", ["reg": [1, 2], "s": .bytes([1])]),
      ("/__symbols__", ["u": "/soc/uart@1"]),
    ])
    tree.reservations = [MemoryReservation(address: 1, size: 2)]
    let blob = try BlobEncoder.encode(tree, BlobOptions(version: version, padding: 8)).bytes
    var readable = 0
    for position in blob.indices {
      for _ in 0..<16 {
        var bytes = blob
        bytes[position] = UInt8.random(in: 0...255, using: &random)
        guard let decoded = try? BlobDecoder.decode(bytes) else { continue }
        readable += 1
        _ = try? BlobEncoder.encode(decoded.tree, keeping: decoded.layout)
        let again = try BlobEncoder.encode(decoded.tree, BlobOptions(version: .v1)).bytes
        #expect(throws: Never.self) { try BlobDecoder.decode(again) }
      }
    }
    #expect(readable > blob.count && readable < blob.count * 15)
  }

  @Test func namesThatOverlapWithoutEnd() {
    // 20,000 properties whose names begin at each byte of one long name.
    let count = 20_000
    var bytes = [UInt8](repeating: 0, count: 56)
    func append(_ cell: UInt32) { for i in 0..<4 { bytes.append(UInt8(cell >> (24 - i * 8) & 0xFF)) } }
    append(1)
    append(0)
    for i in 0..<count {
      append(3)
      append(0)
      append(UInt32(i))
    }
    append(2)
    append(9)
    let strings = bytes.count
    bytes += [UInt8](repeating: 0x61, count: count) + [0]
    let header: [UInt32] = [
      0xd00d_feed, UInt32(bytes.count), 56, UInt32(strings), 40, 17, 16, 0, UInt32(count + 1),
      UInt32(strings - 56),
    ]
    for (field, cell) in header.enumerated() {
      for i in 0..<4 { bytes[field * 4 + i] = UInt8(cell >> (24 - i * 8) & 0xFF) }
    }
    do throws(BlobError) {
      _ = try BlobDecoder.decode(bytes)
      Issue.record("decoded")
    } catch {
      #expect(error.kind == .namesTooLong)
      // libfdt has no error for it.
      let notes = error.diagnostic(for: "x.dtb").notes.map(\.message)
      #expect(notes.count == 1 && notes[0].hasPrefix("libfdt, which copies no names, reads it; "))
    }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], "it is compressed (gzip); unpack it first"),
      ([0x28, 0xB5, 0x2F, 0xFD], "it is compressed (zstd); unpack it first"),
      ([0x42, 0x5A, 0x68, 0x39], "it is compressed (bzip2); unpack it first"),
      (
        [0x27, 0x05, 0x19, 0x56],
        "it is a U-Boot legacy image (mkimage), which may have blobs in it"
      ),
      (Array("ANDR".utf8), "it is an Android boot image, which may have blobs in it"),
      (
        Array("AML_".utf8),
        "it is an Amlogic multi-DTB image, which may have blobs in it"
      ),
      (
        [0x4D, 0x5A, 0x40, 0xFA],
        "it is a kernel or another program, which may have blobs in it"
      ),
      ([0xED, 0xFE, 0x0D, 0xD0], "its cells are little-endian; something has byte-swapped them"),
      (Array("/dts".utf8), "it looks like text, perhaps a source that has not been compiled"),
      (Array("\r\n#i".utf8), "it looks like text, perhaps a source that has not been compiled"),
      ([0x2F, 0x64, 0x74, 0xFF], nil), ([0, 0, 0, 0], nil), ([0xD0, 0x0D, 0xFE, 0xEE], nil),
    ] as [([UInt8], String?)])
  func foreignFiles(start: [UInt8], help: String?) {
    #expect(throws: BlobError.self) { try BlobDecoder.decode(start + [UInt8](repeating: 0, count: 60)) }
    do throws(BlobError) {
      _ = try BlobDecoder.decode(start + [UInt8](repeating: 0, count: 60))
    } catch {
      #expect(error.help?.message == help)
      #expect(error.isOfText == (help?.hasPrefix("it looks like text") ?? false))
      #expect(error.diagnostic(for: "x").help.map(\.message) == (help.map { [$0] } ?? []))
    }
  }
}
