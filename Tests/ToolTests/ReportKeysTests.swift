import Foundation
import TestSupport
import Testing

/// `Docs/json.md` describes the JSON that commands write: each of its sections has all of the keys, and no others.
@Suite struct ReportKeysTests {
  struct Report: CustomTestStringConvertible {
    /// The section that describes it.
    let section: String
    /// Other sections that it refers to.
    var others: [String] = []
    /// Commands that together write all of its keys.
    let commands: [String]

    var testDescription: String { section }
  }

  @Test(arguments: [
    Report(
      section: "get",
      commands: ["get --json base.dtb /serial@1000", "get --json -t x base.dtb /serial@1000 reg"]),
    Report(
      section: "blame",
      commands: [
        "blame --json -O o.dts base.dts &u", "blame --json base.dtb /clock", "blame --json macros.dts",
        "blame --json macros.dts /c", "blame --json macros.dts /d/e",
      ]),
    Report(
      section: "diff",
      commands: ["diff --json --bytes base.dtb other.dtb", "diff --json --labels base.dts other.dts"]),
    Report(
      section: "dump --scan",
      commands: [
        "dump --scan --json base.dtb", "dump --scan --json inside.dtb", "dump --scan --json dtbo.img",
      ]),
    Report(
      section: "overlay explain",
      commands: [
        "overlay explain --json -b base.dtb o.dts late.dts fails.dts foreign.dts shared.dts own.dts symbols.dtb",
        "overlay explain --json -b plain.dtb o.dtb",
      ]),
    Report(
      section: "overlay conflicts", others: ["overlay explain"],
      commands: [
        "overlay conflicts --json -b base.dtb o.dts off.dts late.dts other-x.dts",
        "overlay conflicts --json -b base.dtb foreign.dts o.dts",
        "overlay conflicts --json -b base.dtb fails.dts",
        "overlay conflicts --json -b base.dtb hides.dts y.dts",
        "overlay conflicts --json -b base.dtb ring-1.dts ring-2.dts",
        "overlay conflicts --json -b base.dtb line-1.dts line-2.dts",
        "overlay conflicts --json -b base.dtb pins-1.dts pins-2.dts",
      ]),
    Report(
      section: "overlay bisect", others: ["overlay explain"],
      commands: ["first", "single", "minimal", "maximal", "properties --within o.dts"].map {
        "overlay bisect --json --strategy \($0) -b base.dtb off.dts o.dts late.dts -- ./is-off {}"
      } + ["overlay bisect status --json"]),
    Report(section: "check", commands: ["check --json faults.dts", "check --json faults.dtb missing.dtb"]),
  ]) func everyKeyIsDescribed(_ report: Report) throws {
    let folder = try Self.inputs()
    var keys: Set<String> = []
    for command in report.commands {
      let result = try Tool.swiftdt.run(command.split(separator: " ").map(String.init), in: folder)
      let json = try JSONSerialization.jsonObject(with: Data(result.output), options: .fragmentsAllowed)
      let found = Self.keys(in: json)
      #expect(!found.isEmpty, "\(command): \(result.errors)")
      keys.formUnion(found)
    }
    let own = try Self.section(report.section)
    let others = try report.others.map(Self.section).joined(separator: "\n")
    #expect(keys.subtracting(Self.words(in: own + others)).sorted() == [], "not described")
    let described = own.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .flatMap { Self.words(in: $0.split(separator: "|")[0]) }
    #expect(Set(described).subtracting(keys).sorted() == [], "described, but not written")
  }

  /// Returns all keys of objects, but not the names of the properties that `get` uses as keys.
  private static func keys(in json: Any) -> Set<String> {
    if let list = json as? [Any] { return list.reduce(into: []) { $0.formUnion(keys(in: $1)) } }
    guard let object = json as? [String: Any] else { return [] }
    return object.reduce(into: []) { found, member in
      found.insert(member.key)
      let isNamed = member.key == "properties" && member.value is [String: Any]
      found.formUnion(
        keys(in: isNamed ? Array((member.value as? [String: Any] ?? [:]).values) : member.value))
    }
  }

  /// Returns the text below a heading.
  private static func section(_ heading: String) throws -> String {
    let text = try String(contentsOfFile: PackageFolder.path + "/Docs/json.md", encoding: .utf8)
    let rest = try #require(text.range(of: "\n## \(heading)\n"), "no section '\(heading)'")
    return String(text[rest.upperBound...].split(separator: "\n## ")[0])
  }

  /// Returns what is between backquotes.
  private static func words(in text: some StringProtocol) -> Set<String> {
    Set(
      text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) })
  }

  // MARK: Inputs

  private static func inputs() throws -> TemporaryFolder {
    let overlay = "/dts-v1/; /plugin/; "
    let folder = try TemporaryFolder([
      "base.dts": """
      /dts-v1/;
      /memreserve/ 0x1000 0x100;
      / {
        model = "Acme";
        compatible = "acme,board";
        #address-cells = <1>;
        #size-cells = <1>;
        clkc: clock { #clock-cells = <1>; };
        u: serial@1000 { reg = <0x1000 0x10>; status = "disabled"; clocks = <&clkc 1>; };
        v: spi@2000 { reg = <0x2000 0x10>; };
        led { y: y { }; };
        gpio: gpio { gpio-controller; #gpio-cells = <2>; };
        a: a { cs-gpios = <&gpio 1 0>; status = "disabled"; };
        b: b { sda-gpios = <&gpio 1 0>; status = "disabled"; };
        pins {
          compatible = "acme,pins";
          tx: tx { pins = "p1"; function = "uart"; };
          clk: clk { pins = "p1"; function = "spi"; };
        };
      };
      """,
      "other.dts": """
      /dts-v1/;
      / {
        compatible = "acme,board";
        #address-cells = <1>;
        #size-cells = <1>;
        bus { v: spi@2000 { reg = <0x2000 0x10>; }; };
        clkc: clock { #clock-cells = <2>; };
        w: serial@1000 { reg = <0x1000 0x10>; status = "okay"; clocks = <&clkc 1>; };
      };
      """,
      "o.dts": overlay + #"&u { status = "okay"; x: device { clocks = <&clkc 2>; }; };"#,
      "off.dts": overlay + #"&u { status = "disabled"; };"#,
      "own.dts": overlay + "/ { f { target = <&own>; __overlay__ { }; }; own: n { }; };",
      "late.dts": overlay + "&x { a; };",
      "other-x.dts": overlay + "&v { x: device { }; };",
      "fails.dts": overlay + "&u_1 { };",
      "foreign.dts": overlay
        + #"/ { compatible = "acme,other"; f { target-path = "/clock"; __overlay__ { clkc: q { }; }; }; };"#,
      "shared.dts": overlay
        + #"/ { compatible = "acme,board"; f { target = <1>; __overlay__ { #clock-cells = <1>; }; }; };"#,
      "symbols.dts": overlay
        + #"/ { f { target-path = "/clock"; __overlay__ { p { }; }; }; __symbols__ { "#
        + #"gone = "/f/__overlay__/r"; mute = "/f/__overlay__/p"; }; };"#,
      "hides.dts": overlay + "&{/} { led@1 { }; };",
      "y.dts": overlay + #"&y { status = "okay"; };"#,
      "ring-1.dts": overlay + "&v { r1: a { }; }; &r2 { };",
      "ring-2.dts": overlay + "&v { r2: b { }; }; &r1 { };",
      "line-1.dts": overlay + #"&a { status = "okay"; };"#,
      "line-2.dts": overlay + #"&b { status = "okay"; };"#,
      "pins-1.dts": overlay
        + #"&{/} { c { compatible = "c"; pinctrl-names = "default"; pinctrl-0 = <&tx>; }; };"#,
      "pins-2.dts": overlay
        + #"&{/} { d { compatible = "d"; pinctrl-names = "default"; pinctrl-0 = <&clk>; }; };"#,
      "macros.dts": """
      /dts-v1/;
      #define ONE a = <1>;
      #include "macros.dtsi"
      / { ONE /delete-property/ c; d { e; }; };
      / { /delete-node/ d; };
      """,
      "macros.dtsi": "/ { b = <2>; c; };",
      "faults.dts": "/dts-v1/; / { a { clocks = <9>; reg = <1>; }; };",
      "inside.dts": #"/dts-v1/; / { blob = /incbin/("base.dtb"); };"#,
      "is-off": """
      #!/bin/sh
      ! '\(Tool.swiftdt.path)' get "$1" /serial@1000 status | grep -q okay
      """,
    ])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder["is-off"])
    for words in [
      ["compile", "-@", "-q", "-o", "base.dtb", "base.dts"],
      ["compile", "-@", "-q", "-o", "other.dtb", "other.dts"],
      ["compile", "-@", "-q", "-o", "o.dtb", "o.dts"], ["compile", "-q", "-o", "plain.dtb", "base.dts"],
      ["compile", "-q", "-o", "symbols.dtb", "symbols.dts"],
      ["compile", "-q", "-o", "faults.dtb", "faults.dts"],
      ["compile", "-q", "-o", "inside.dtb", "inside.dts"],
      ["overlay", "bisect", "start", "-b", "base.dtb", "-o", "try.dtb", "o.dts", "off.dts"],
    ] {
      let result = try Tool.swiftdt.run(words, in: folder)
      #expect(result.status == 0, "\(words): \(result.errors)")
    }
    try folder.write(androidTable(around: folder.read("base.dtb")), to: "dtbo.img")
    return folder
  }

  /// Returns an Android table with a blob in it.
  private static func androidTable(around blob: [UInt8]) -> [UInt8] {
    let size = UInt32(blob.count)
    let head: [UInt32] = [0xD7B7_AB1E, 64 + size, 32, 32, 1, 32, 2048, 0, size, 64, 7, 1, 0, 0, 0, 0]
    return head.flatMap { cell in (0..<4).map { UInt8(truncatingIfNeeded: cell >> (24 - 8 * $0)) } } + blob
  }
}
