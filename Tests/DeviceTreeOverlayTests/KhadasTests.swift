import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

/// Real merges, compared with the bytes of fdtoverlay 1.8.1.
@Suite(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there"))
struct KhadasTests {
  static let vendor = [
    "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
  ]
  static let local = ["disable-optee", "console-stdout", "ethernet-inphy"]

  @Test(arguments: [
    (vendor, "merged-vendor.dtb"), (local, "merged-local.dtb"), (vendor + local, "merged-all.dtb"),
    (["i2s"], "one.i2s.dtbo.dtb"),
  ])
  func asFDTOverlay(overlays: [String], expected: String) throws {
    var target = OverlayTarget(try BlobDecoder.decode(PackageFolder.expected("kvim1s.dtb")))
    for name in overlays {
      let overlay = try BlobDecoder.decode(PackageFolder.expected(name + ".dtbo")).tree
      try target.apply(overlay, named: name)
    }
    #expect(try target.encode().bytes == PackageFolder.expected(expected))
  }

  /// The vendor's pipeline lays out the merged tree anew with `dtc -p`.
  @Test func paddedAsDTC() throws {
    var target = OverlayTarget(try BlobDecoder.decode(PackageFolder.expected("kvim1s.dtb")))
    for name in Self.vendor + Self.local {
      try target.apply(BlobDecoder.decode(PackageFolder.expected(name + ".dtbo")).tree, named: name)
    }
    let padded = try BlobEncoder.encode(target.tree, BlobOptions(padding: 0x20000)).bytes
    #expect(try padded == PackageFolder.expected("merged-all.padded.dtb"))
  }
}
