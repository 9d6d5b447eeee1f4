import Foundation
import TestSupport
import Testing

/// A base and its merged blob differ in what the overlays write, and in nothing else.
struct MergedDiffTests {
  private func json(_ arguments: [String], in folder: TemporaryFolder) throws -> Any {
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status < 2, "\(result.errors)")
    return try JSONSerialization.jsonObject(with: Data(result.output))
  }

  /// Checks that the nodes and properties that differ between a base and the merged blob are those that
  /// `overlay explain` says the overlays change.
  private func check(base: String, overlays: [String], flags: [String]) throws {
    let folder = try TemporaryFolder()
    let program = Tool.swiftdt
    #expect(try program.run(["compile", "-@", "-o", "base.dtb"] + flags + [base], in: folder).status == 0)
    let apply = ["overlay", "apply", "-b", "base.dtb", "-o", "merged.dtb"] + flags + overlays
    #expect(try program.run(apply, in: folder).status == 0)
    var first: [String: String?] = [:]
    var last: [String: String] = [:]
    var expected: Set<String> = []
    let explained = try json(
      ["overlay", "explain", "--json", "-b", "base.dtb"] + flags + overlays, in: folder)
    for overlay in try #require(explained as? [[String: Any]]) {
      for fragment in try #require(overlay["fragments"] as? [[String: Any]]) {
        for path in try #require(fragment["addedNodes"] as? [String]) { expected.insert(path) }
        for write in try #require(fragment["writes"] as? [[String: Any]]) {
          let name = try #require(write["property"] as? String)
          if name == "phandle" { continue }
          let key = try #require(write["path"] as? String) + ":" + name
          let old = (write["old"] as? [String: String])?["hex"]
          if first[key] == nil { first[key] = .some(old) }
          last[key] = (write["new"] as? [String: String])?["hex"]
        }
      }
    }
    for (key, old) in first where old != last[key] { expected.insert(key) }
    for pair in [["base.dtb", "merged.dtb"], flags + [base, "merged.dtb"]] {
      let compared = try json(["diff", "--json"] + pair, in: folder)
      let changes = try #require((compared as? [String: Any])?["changes"] as? [[String: Any]])
      let found = changes.map { change in
        "\(change["path"] ?? "")" + (change["property"].map { ":\($0)" } ?? "")
      }
      #expect(Set(found) == expected)
      #expect(found.count == expected.count)
    }
    #expect(expected.count > 15)
  }

  @Test func embeddedBoard() throws {
    let board = PackageFolder.path + "/Fixtures/kvim1s"
    let overlays = [
      "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
    ].map { "\(board)/overlays/\($0).dts" }
    try check(base: board + "/kvim1s.dts", overlays: overlays, flags: ["-I", board + "/include"])
  }

  @Test(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there")) func vendorsBoard() throws {
    try check(
      base: KhadasTests.drivers + "/arch/arm64/boot/dts/amlogic/kvim1s.dts",
      overlays: (KhadasTests.vendor + KhadasTests.local).map(KhadasTests.source), flags: KhadasTests.flags)
  }

  /// With another label and a phandle that is taken, all phandles have other numbers, but nothing differs.
  @Test func renumbered() throws {
    let folder = try TemporaryFolder()
    let board = PackageFolder.path + "/Fixtures/kvim1s"
    try folder.write(
      Array("#include \"\(board)/kvim1s.dts\"\nextra: &{/cpus} { phandle = <1>; };\n".utf8), to: "extra.dts")
    for flags in [["-@"], []] {
      for (output, source) in [("a.dtb", board + "/kvim1s.dts"), ("b.dtb", "extra.dts")] {
        let arguments = ["compile", "-o", output, "-I", board + "/include"] + flags + [source]
        #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
      }
      let numbers = try Tool.swiftdt.run(["diff", "--phandles", "a.dtb", "b.dtb"], in: folder)
      #expect(numbers.text.split(separator: "\n").count > 200)
      let result = try Tool.swiftdt.run(["diff", "a.dtb", "b.dtb"], in: folder)
      #expect(result.text == "")
      #expect(result.status == 0)
    }
  }
}
