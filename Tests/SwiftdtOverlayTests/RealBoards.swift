import DeviceTreeBlob
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// A real base with its overlays, as blobs.
struct RealBoard: CustomTestStringConvertible, Sendable {
  let name: String
  let base: [UInt8]
  /// The overlays' blobs, in order.
  let overlays: [(name: String, blob: [UInt8])]

  var testDescription: String { name }

  func overlay(_ name: String) -> [UInt8] { overlays.first { $0.name == name }?.blob ?? [] }

  static let names = [
    "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
  ]

  /// The board of `Fixtures`, and the vendor's if it is available.
  static let all: [RealBoard] = {
    do {
      return try [fixture()] + (PackageFolder.hasKhadas ? [vendor()] : [])
    } catch {
      fatalError("\(error)")
    }
  }()

  private static func fixture() throws -> RealBoard {
    let folder = PackageFolder.path + "/Fixtures/kvim1s"
    var reader = TreeReader(SourceReading(includeFolders: [folder + "/include"], macros: []))
    let base = try BlobEncoder.encode(reader.base(folder + "/kvim1s.dts").tree).bytes
    let overlays = try names.map { name in
      let path = "\(folder)/overlays/\(name).dts"
      let tree = try reader.overlay(reader.open(path), path).tree
      return (name, try BlobEncoder.encode(tree).bytes)
    }
    return RealBoard(name: "Fixtures", base: base, overlays: overlays)
  }

  private static func vendor() throws -> RealBoard {
    let names = names + ["disable-optee", "console-stdout", "ethernet-inphy"]
    return try RealBoard(
      name: "vendor", base: PackageFolder.expected("kvim1s.dtb"),
      overlays: names.map { ($0, try PackageFolder.expected($0 + ".dtbo")) })
  }
}
