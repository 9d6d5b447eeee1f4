import BlobChecks
import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The command `check`: its findings, reports, maps and usage.
struct BlobCheckTests {
  static let source = """
    /dts-v1/;
    / { model = "m"; compatible = "c,b", "c"; #address-cells = <1>; #size-cells = <1>;
      chosen { };
      clk: clk { #clock-cells = <1>; };
      dev@1 { reg = <1 1>; clocks = <&clk>; ref = <&clk>; cells = <1 2>; bytes = [01 02]; status = "disabled"; };
      memory@0 { device_type = "memory"; reg = <0 0x1000>; };
    };
    """

  static func folder(_ files: [String: String] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(files.merging(["t.dts": Self.source]) { $1 })
    let compiled = try Tool.swiftdt.run(["compile", "-q", "-@", "-o", "t.dtb", "t.dts"], in: folder)
    #expect(compiled.status == 0)
    return folder
  }

  @Test func blobsAndSources() throws {
    let folder = try Self.folder()
    let blob = try Tool.swiftdt.run(["check", "t.dtb"], in: folder)
    #expect(blob.status == 1)
    #expect(
      blob.errors == """
        t.dtb:/dev@1: error: 'clocks' has 0 cells after its reference to /clk, which requires 1 [reference-cells]
        t.dtb: 1 error (final)

        """)
    let source = try Tool.swiftdt.run(["check", "t.dts"], in: folder)
    #expect(
      source.errors == """
        t.dts:5:34: error: /dev@1: 'clocks' has 0 cells after its reference to /clk, which requires 1 [reference-cells]
            5 |   dev@1 { reg = <1 1>; clocks = <&clk>; ref = <&clk>; cells = <1 2>; bytes = [01 02]; status = "disabled"; };
              |                                  ^~~~
        t.dts: 1 error (final)

        """)
    #expect(try Tool.swiftdt.run(["check", "-Eno-reference-cells", "t.dtb"], in: folder).status == 0)
    let strict = ["check", "-Eno-reference-cells", "--warnings-as-errors", "t.dtb"]
    #expect(try Tool.swiftdt.run(strict, in: folder).status == 1)
    let both = try Tool.swiftdt.run(["check", "-q", "t.dtb", "t.dts", "none.dtb"], in: folder)
    #expect(both.errors.hasSuffix("3 files checked: 3 with errors, 0 with warnings only\n"))
    let dtc = try Tool.swiftdt.run(["check", "-Wdtc", "-Wno-reference-cells", "t.dtb"], in: folder)
    #expect(
      dtc.errors.split(separator: "\n").first
        == "t.dtb:/dev@1:clocks: warning: property size (4) too small for cell size 1 [clocks_property]")
  }

  /// However much one of dtc's checks finds, the findings of the others are still shown.
  @Test func manyOfOneCheck() throws {
    let nodes = (0..<1001).map { "n\($0)@\($0) { };" }.joined(separator: "\n")
    let folder = try TemporaryFolder([
      "m.dts": "/dts-v1/;\n/ {\n\(nodes)\nc { clocks = <0x99 1>; }; };\n"
    ])
    let checks = ["-W", "unit_address_vs_reg", "-E", "clocks_property", "-W", "no-reference-unresolved"]
    let result = try Tool.swiftdt.run(["check"] + checks + ["m.dts"], in: folder)
    #expect(result.status == 1)
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.filter { $0.contains("[clocks_property]") } == [
        "m.dts:1004:5: error: /c:clocks: cell 0 is not a phandle reference [clocks_property]",
        "m.dts:1004:5: error: /c:clocks: Could not get phandle node for (cell 0) [clocks_property]",
      ])
    #expect(
      lines.suffix(4) == [
        "m.dts: note: there is no memory: no node below the root has device_type \"memory\" [memory-missing]",
        "help: this is right only if the boot loader adds it",
        "m.dts: note: more findings of this check are not shown [unit_address_vs_reg]",
        "m.dts: 2 errors, 1002 warnings, 2 notes (final)",
      ])
  }

  /// The plainest command line takes a path of its own, with the same results.
  @Test(arguments: [
    "t.dtb", "good.dtb", "cut.dtb", "zeros.dtb", "empty.dtb", "none.dtb", "t.dts", ".", "blob",
  ])
  func plainly(_ name: String) throws {
    let folder = try Self.folder([
      "good.dts": "/dts-v1/; / { model = \"m\"; compatible = \"c\"; };", "empty.dtb": "",
    ])
    let compiled = try Tool.swiftdt.run(["compile", "-q", "-o", "good.dtb", "good.dts"], in: folder)
    #expect(compiled.status == 0)
    try folder.write(folder.read("t.dtb"), to: "blob")
    try folder.write(Array(folder.read("t.dtb").prefix(100)), to: "cut.dtb")
    try folder.write([UInt8](repeating: 0, count: 100), to: "zeros.dtb")
    let plain = try Tool.swiftdt.run(["check", name], in: folder)
    let usual = try Tool.swiftdt.run(["check", "-j1", name], in: folder)
    #expect(plain.status == usual.status && plain.status == (name == "good.dtb" ? 0 : 1))
    #expect(plain.errors == usual.errors && !plain.errors.isEmpty)
    #expect(plain.output == usual.output)
  }

  /// Names that would turn a terminal's text red, or reverse its direction.
  @Test func harmfulNames() throws {
    let folder = try Self.folder()
    let blob = try folder.read("t.dtb")
    // dtc's check shows one byte, which may be half a character.
    for (name, shown, byte) in [
      ("a\u{1B}[3@1", "a?[3@1", "?"), ("a\u{9B}3@1", "a?3@1", "\\xc2"), ("\u{202E}bb", "?bb", "\\xe2"),
      ("\u{E9}a\u{E9}1", "\u{E9}a\u{E9}1", "\\xc3"),
    ] {
      // Padded to the length of `memory`.
      let bytes = Array((name + String(repeating: "x", count: 6 - name.utf8.count) + "@0\0").utf8)
      try folder.write(blob.replacing(Array("memory@0\0".utf8), with: bytes), to: "x.dtb")
      let result = try Tool.swiftdt.run(["check", "-Wnode_name_chars", "x.dtb"], in: folder)
      let padded = shown + String(repeating: "x", count: 6 - name.utf8.count) + "@0"
      #expect(
        result.errors.split(separator: "\n").filter { $0.hasPrefix("x.dtb:/\(padded)") } == [
          "x.dtb:/\(padded): error: the name has characters that are not allowed in a node's name [node-name]",
          "x.dtb:/\(padded): warning: Bad character '\(byte)' in node name [node_name_chars]",
        ])
      #expect(!result.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" })
    }
  }

  // MARK: Reports

  @Test func json() throws {
    let folder = try Self.folder()
    let result = try Tool.swiftdt.run(["check", "--format", "json", "t.dtb"], in: folder)
    // As in other commands.
    #expect(try Tool.swiftdt.run(["check", "--json", "t.dtb"], in: folder).text == result.text)
    let root = try #require(JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    let blob = try #require((root["blobs"] as? [[String: Any]])?.first)
    #expect(blob["errors"] as? Int == 1)
    let finding = try #require((blob["findings"] as? [[String: Any]])?.first)
    #expect(finding["check"] as? String == "reference-cells")
    #expect(finding["node"] as? String == "/dev@1")
    #expect(finding["property"] as? String == "clocks")
    #expect(finding["offset"] is Int)
  }

  @Test func sarif() throws {
    let folder = try Self.folder()
    let arguments = ["check", "--format", "sarif", "-o", "r.sarif", "t.dtb", "t.dts", "none.dtb"]
    #expect(try Tool.swiftdt.run(arguments, in: folder).status == 1)
    let root = try #require(
      JSONSerialization.jsonObject(with: Data(folder.read("r.sarif"))) as? [String: Any])
    #expect(root["version"] as? String == "2.1.0")
    let run = try #require((root["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 2)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect(result["level"] as? String == "error")
    }
    let places = results.compactMap {
      ($0["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    }
    #expect((places.last?["region"] as? [String: Int])?["startLine"] == 5)
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false)
  }

  @Test func junit() throws {
    let folder = try Self.folder()
    let result = try Tool.swiftdt.run(["check", "--format", "junit", "t.dtb", "none.dtb"], in: folder)
    let text = result.text
    #expect(
      text.contains(
        """
            <testcase classname="t.dtb" name="reference-cells">
              <failure type="reference-cells" message="error: /dev@1: 'clocks' has 0 cells after its reference to /clk, which requires 1">
        """))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines[1...2] == [
        "<testsuites name=\"swiftdt check\" tests=\"64\" failures=\"1\" errors=\"1\">",
        "  <testsuite name=\"t.dtb\" tests=\"63\" failures=\"1\" errors=\"0\">",
      ])
    #expect(
      lines.suffix(7) == [
        "  </testsuite>", "  <testsuite name=\"none.dtb\" tests=\"1\" failures=\"0\" errors=\"1\">",
        "    <testcase classname=\"none.dtb\" name=\"read\">",
        "      <error message=\"cannot read 'none.dtb': No such file or directory\"/>", "    </testcase>",
        "  </testsuite>", "</testsuites>",
      ])
    #expect(MarkupText.escaped("<a> & \"b\"\u{1}\n") == "&lt;a&gt; &amp; &quot;b&quot;\u{FFFD}&#10;")
  }

  /// Each check that ran has a test case, whether or not it found anything.
  @Test func junitOfWhatRan() throws {
    let folder = try Self.folder([
      "e.json5": "{ model: 'm' }", "o.dts": "/dts-v1/; /plugin/; &{/chosen} { a = <1>; };",
      "fit.dts": "/dts-v1/; / { images { }; configurations { }; };",
    ])
    try folder.write(Array(folder.read("t.dtb").prefix(100)), to: "cut.dtb")
    func tests(_ arguments: String...) throws -> [String] {
      try Tool.swiftdt.run(["check", "--format", "junit"] + arguments, in: folder).text
        .split(separator: "\n").filter { $0.contains("<testcase ") }
        .map { String($0.split(separator: "\"")[3]) }
    }
    let plain = try tests("t.dtb")
    // Checks that are off in this profile, or were not asked for.
    let others = [
      "name-length", "reference-disabled", "alias-disabled", "headroom", "symbols-missing", "load-address",
      "chosen-missing", "console-missing", "shadowed-header", "source-warning", "source-error",
      "expectation", "expected-path", "allowed-unused",
    ]
    let all = BlobCheckID.allCases.map(\.rawValue)
    #expect(plain == all.filter { !others.contains($0) && !$0.hasPrefix("boot-") })
    #expect(
      try tests("-Wno-reg-size", "-Wheadroom", "t.dtb")
        == plain.filter { $0 != "reg-size" }
        .flatMap { $0 == "blob-size" ? ["headroom", $0] : [$0] })
    #expect(
      try tests("--at", "0", "t.dtb") == all.filter { plain.contains($0) || $0 == "load-address" })
    #expect(try tests("--expect", "e.json5", "t.dtb").suffix(2) == ["expectation", "expected-path"])
    #expect(try tests("cut.dtb") == ["unreadable"])
    // Only the format of a FIT image is checked.
    let format = try tests("fit.dts")
    #expect(format == plain.filter { name in BlobCheckID(rawValue: name)?.topic == .format })
    // Memory, reservations and the root's properties are the base's.
    let overlay = try tests("--profile", "final", "o.dts")
    #expect(
      overlay
        == plain.filter { !$0.hasPrefix("memory-") && !$0.hasPrefix("reserved-") && $0 != "root-properties" })
  }

  @Test func wrongUsage() throws {
    let folder = try Self.folder()
    for (arguments, message) in [
      (["check"], "no blob given"),
      (["check", "-", "t.dtb", "-"], "only one of the files can be standard input"),
      (["check", "-o", "x", "t.dtb"], "-o requires --format json, sarif or junit"),
      (
        ["check", "--map", "-", "--format", "json", "-o", "-", "t.dtb"],
        "--map - and --format both go to standard output"
      ),
      (
        ["check", "--at", "0x+1000", "t.dtb"], "the value '0x+1000' is invalid for '--at <address>'"
      ),
      (["check", "--at", "+8", "t.dtb"], "the value '+8' is invalid for '--at <address>'"),
      (["check", "--map", "x.png", "t.dtb"], "--map needs a file that ends in .svg, or -"),
      (
        ["check", "-W", "headrom", "t.dtb"],
        "the value 'headrom' is invalid for '-W <check>': unknown check 'headrom'; did you mean 'headroom'?"
      ),
      (
        ["check", "-Eno-reg-format", "t.dtb"],
        "the value 'no-reg-format' is invalid for '-E <check>': unknown check 'reg-format'; "
          + "did you mean 'reg_format'?"
      ),
      (
        ["check", "--explain", "nothing_of_it"],
        "the value 'nothing_of_it' is invalid for '--explain <check>': unknown check 'nothing_of_it'; "
          + "swiftdt check --list lists them all"
      ),
    ] {
      let result = try Tool.swiftdt.run(arguments, in: folder)
      #expect(result.status == 2)
      #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
    }
    let list = try Tool.swiftdt.run(["check", "--list"], in: folder).text.split(separator: "\n")
    #expect(list.first == "check                                               what it finds")
    #expect(list.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) } == CheckNames.all)
    let text = try Tool.swiftdt.run(["check", "--explain", "reserved-ranges"], in: folder).text
    #expect(
      text == """
        reserved-ranges: /reserved-memory has no ranges
        base error, overlay error, final error, uboot error, nixos error

        An empty `ranges` is required (Devicetree Specification 3.5); Linux ignores all
        regions without it.

        """)
    #expect(
      try Tool.swiftdt.run(["check", "--explain", "unit_address_vs_reg"], in: folder).text == """
        unit_address_vs_reg: one of dtc's checks; off by default

        A node has a unit address after @ if and only if it has `reg` or a non-empty
        `ranges`.

        """)
  }
}
