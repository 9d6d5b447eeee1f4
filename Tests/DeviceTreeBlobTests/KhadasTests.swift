import DeviceTreeBlob
import TestSupport
import Testing

/// Real blobs, compared with what dtc 1.8.1 makes of them.
@Suite(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there"))
struct KhadasTests {
  @Test(arguments: [
    ("kvim1s.dtb", "kvim1s.dtb", BlobOptions()),
    ("kvim1s.dtb", "formats/kvim1s.V16Odtb", BlobOptions(version: .v16)),
    ("formats/kvim1s.V1Odtb", "formats/kvim1s.V1Odtb", BlobOptions(version: .v1)),
    ("formats/kvim1s.V2Odtb", "formats/kvim1s.V2Odtb", BlobOptions(version: .v2)),
    ("formats/kvim1s.V3Odtb", "formats/kvim1s.V3Odtb", BlobOptions(version: .v3)),
    ("kvim1s.dtb", "formats/kvim1s.S0x40000Odtb", BlobOptions(minimumSize: 0x40000)),
    ("kvim1s.dtb", "formats/kvim1s.a4096Odtb", BlobOptions(alignment: 4096)),
    ("kvim1s.dtb", "formats/kvim1s.R8Odtb", BlobOptions(extraReservations: 8)),
    ("merged-vendor.dtb", "merged-vendor.padded.dtb", BlobOptions(padding: 0x20000)),
    ("merged-local.dtb", "merged-local.padded.dtb", BlobOptions(padding: 0x20000)),
    ("merged-all.dtb", "merged-all.padded.dtb", BlobOptions(padding: 0x20000)),
    ("i2s.dtbo", "i2s.dtbo", BlobOptions()),
    ("board-kvim1s.dtb", "board-kvim1s.dtb", BlobOptions()),
  ])
  func asDTC(input: String, expected: String, options: BlobOptions) throws {
    let decoded = try BlobDecoder.decode(PackageFolder.expected(input))
    #expect(try BlobEncoder.encode(decoded.tree, options).bytes == PackageFolder.expected(expected))
  }

  @Test(arguments: [
    "kvim1s.dtb", "merged-all.dtb", "merged-vendor.dtb", "one.i2s.dtbo.dtb", "board-kvim1s-nixos.dtb",
  ])
  func unchangedBlobsStayAsTheyAre(name: String) throws {
    let bytes = try PackageFolder.expected(name)
    let decoded = try BlobDecoder.decode(bytes)
    #expect(try BlobEncoder.encode(decoded.tree, keeping: decoded.layout).bytes == bytes)
    #expect(try EditedBlob(decoded).encode().bytes == bytes)
  }
}
