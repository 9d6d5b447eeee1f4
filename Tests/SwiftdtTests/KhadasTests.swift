import Foundation
import TestSupport
import Testing

/// The vendor's board, built by the program, against the digests of what dtc and fdtoverlay 1.8.1 make.
@Suite(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there"))
struct KhadasTests {
  static let tree = PackageFolder.khadas
  static let vendor = [
    "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
  ]
  static let local = ["disable-optee", "console-stdout", "ethernet-inphy"]
  static let drivers = tree + "/common_drivers"
  static let flags = [
    "linux/include", "linux/include/dt-bindings", "common_drivers/include",
    "common_drivers/arch/arm64/boot/dts",
  ].flatMap { ["-I", "\(tree)/\($0)"] }

  static func source(_ name: String) -> String {
    vendor.contains(name)
      ? "\(tree)/dt-overlays/overlays/vim1s/5.4/\(name).dts" : "\(tree)/local-overlays/\(name).dts"
  }

  /// The digests that `expected/SHA256` lists, by name.
  static func digests() throws -> [Substring: Substring] {
    let lines = try String(contentsOfFile: tree + "/expected/SHA256", encoding: .utf8).split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { ($0.split(separator: " ")[1], $0.split(separator: " ")[0]) })
  }

  @Test(.enabled(if: Tool(named: "sha256sum") != nil, "the system has no sha256sum"))
  func allDigests() throws {
    let folder = try TemporaryFolder()
    func run(_ arguments: [String]) throws {
      let result = try Tool.swiftdt.run(arguments, in: folder)
      #expect(result.status == 0, "\(arguments)\n\(result.errors)")
    }
    func apply(_ output: String, _ overlays: [String], _ more: [String] = []) throws {
      try run(["overlay", "apply", "-b", "kvim1s.dtb", "-o", output] + more + overlays)
    }
    let board = Self.drivers + "/arch/arm64/boot/dts/amlogic/kvim1s.dts"
    try run(["compile", "-@", "-b", "0", "-o", "kvim1s.dtb"] + Self.flags + [board])
    for name in Self.vendor + Self.local {
      try run(["compile", "-@", "-o", name + ".dtbo"] + Self.flags + [Self.source(name)])
      try apply("one.\(name).dtbo.dtb", [name + ".dtbo"])
    }
    for (name, overlays) in [
      ("vendor", Self.vendor), ("local", Self.local), ("all", Self.vendor + Self.local),
    ] {
      try apply("merged-\(name).dtb", overlays.map { $0 + ".dtbo" })
      try apply("merged-\(name).padded.dtb", overlays.map { $0 + ".dtbo" }, ["-p", "0x20000"])
      // Overlays from sources take another path to the same bytes.
      try apply("sources.dtb", overlays.map(Self.source), Self.flags)
      let isSame = try folder.read("sources.dtb") == folder.read("merged-\(name).dtb")
      #expect(isSame, "\(name): sources against blobs")
    }
    let digests = try Self.digests()
    let sums = try #require(Tool(named: "sha256sum")).run(digests.keys.map(String.init).sorted(), in: folder)
    let found = Dictionary(
      uniqueKeysWithValues: sums.text.split(separator: "\n").map {
        ($0.split(separator: " ")[1], $0.split(separator: " ")[0])
      })
    #expect(digests.count == 31)
    #expect(found == digests, "\(sums.errors)")
  }

  @Test func crossCheck() throws {
    let folder = try TemporaryFolder()
    let expected = Self.tree + "/expected/"
    for overlays in [Self.local, Self.vendor.filter { $0 != "i2s" }] {
      let result = try Tool.swiftdt.run(
        ["overlay", "apply", "-b", expected + "kvim1s.dtb", "-o", "o.dtb", "--cross-check"]
          + overlays.map { expected + $0 + ".dtbo" }, in: folder)
      #expect(result.status == 0)
      #expect(result.errors == "")
    }
  }

  /// Debian's libfdt 1.6.1 has the fault, and later ones do not; either way the merge succeeds.
  @Test func theKnownFaultOfLibfdt() throws {
    let folder = try TemporaryFolder()
    let expected = Self.tree + "/expected/"
    let result = try Tool.swiftdt.run(
      [
        "overlay", "apply", "-b", expected + "kvim1s.dtb", "-o", "o.dtb", "--cross-check",
        expected + "i2s.dtbo",
      ],
      in: folder)
    #expect(result.status == 0)
    let isOld = Tool.dtc.flatMap { try? $0.run(["--version"], in: folder).text.contains(" 1.6.") } ?? false
    #expect(
      result.errors
        == (isOld
          ? """
          cross-check: note: libfdt's result differs only by a known bug before 1.7: it overwrote the \
          phandles of /auge_sound/aml-audio-card,dai-link@0/codec, \
          /auge_sound/aml-audio-card,dai-link@2/cpu, /auge_sound/aml-audio-card,dai-link@2/codec, \
          /auge_sound/aml-audio-card,dai-link@3/codec
          note: the base's references to them dangle in libfdt's result; swiftdt keeps the base's phandles, \
          as libfdt 1.7 and later do

          """ : ""))
    let isSame =
      try folder.read("o.dtb") == Array(Data(contentsOf: URL(filePath: expected + "one.i2s.dtbo.dtb")))
    #expect(isSame)
  }
}
