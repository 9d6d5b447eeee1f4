import TestSupport
import Testing

@testable import swiftdt

/// `check` of a source knows which cells are references, where a blob has only numbers.
struct SourceReferenceTests {
  private static func run(_ nodes: String, _ flags: String...) throws -> [String] {
    let folder = try TemporaryFolder([
      "t.dts": """
      /dts-v1/;
      / { model = "m"; compatible = "c"; #address-cells = <1>; #size-cells = <1>;
        memory@0 { device_type = "memory"; reg = <0 0x1000>; };
        pins: pins { phandle = <5>; };
        xtal: xtal { phandle = <7>; #clock-cells = <0>; };
      \(nodes)
      };

      """
    ])
    return try Tool.swiftdt.run(["check"] + flags + ["t.dts"], in: folder).errors.split(separator: "\n")
      .map(String.init)
  }

  @Test(
    arguments: [
      (
        2, "<&c 1>, <&c 5>, <&c 7>",
        ["7:17: error: /dev: 'clocks' has 1 cell after its reference to /clk, which requires 2"]
      ),
      (
        1, "<&c>, <&xtal>, <&c 1>",
        ["7:17: error: /dev: 'clocks' has 0 cells after its reference to /clk, which requires 1"]
      ),
      (
        1, "<&c 1>, <&c>, <&xtal>",
        ["7:25: error: /dev: 'clocks' has 0 cells after its reference to /clk (cell 2), which requires 1"]
      ),
      (
        1, "<&c 1 5>, <&c 3>",
        ["7:17: error: /dev: 'clocks' has 2 cells after its reference to /clk, which requires 1"]
      ),
      (1, "<&c 1>, <0>, <&c 3>", []), (1, "<&c 1>, <&xtal>, <&c 3>", []), (1, "<7>, <&c 1>", []),
      // An argument may itself be a reference, to something else.
      (1, "<&c &pins>, <&c 3>", []),
      // As in a decompiled source to which something was added.
      (
        1, "<&c 1 7>",
        [
          "7:17: warning: /dev: 'clocks' has 2 cells after its reference to /clk, which requires 1",
          "note: 0x7 (cell 2) is the phandle of /xtal, but not written as a reference",
        ]
      ),
    ] as [(Int, String, [String])]
  )
  func lists(cells: Int, clocks: String, expected: [String]) throws {
    let lines = try Self.run("  c: clk { #clock-cells = <\(cells)>; };\ndev { clocks = \(clocks); };")
    let findings = lines.filter { $0.contains("[reference-cells]") || $0.hasPrefix("note") }
    #expect(
      findings == expected.map { $0.hasPrefix("note") ? $0 : "t.dts:" + $0 + " [reference-cells]" })
  }

  /// If the provider is at fault, its users say so once.
  @Test func cause() throws {
    let lines = try Self.run(
      """
        c: clk { #clock-cells = <2>; #phy-cells = <1>; };
        a { clocks = <&c 1>; }; b { clocks = <&c 2>, <&c 3>; }; d { clocks = <&c 1>; phys = <&c>; };
      """)
    #expect(
      lines.filter { !$0.hasPrefix(" ") } == [
        "t.dts:7:17: error: /a: 'clocks' has 1 cell after its reference to /clk, which requires 2 [reference-cells]",
        "note: '#clock-cells' is set here (t.dts:6:12)",
        "note: '#clock-cells' of /clk is 2, but 3 properties give 1 cell",
        "t.dts:7:41: error: /b: 'clocks' has 1 cell after its reference to /clk, which requires 2 [reference-cells]",
        "t.dts:7:73: error: /d: 'clocks' has 1 cell after its reference to /clk, which requires 2 [reference-cells]",
        "t.dts:7:88: error: /d: 'phys' has 0 cells after its reference to /clk, which requires 1 [reference-cells]",
        "t.dts: 4 errors (final)",
      ])
  }

  @Test func interruptMap() throws {
    let lines = try Self.run(
      """
        i: ic { interrupt-controller; #interrupt-cells = <3>; #address-cells = <0>; };
        m { #address-cells = <0>; #interrupt-cells = <1>; interrupt-map = <1 &i 1 2>, <5 &i 3 4>, <6 &i 5 6>; };
      """)
    #expect(
      lines.filter { $0.contains("[interrupt-map]") } == [
        "t.dts:7:72: error: /m: 'interrupt-map' has 2 cells after its reference to /ic, which requires 3 [interrupt-map]"
      ])
    // A plain number, in a map that has references elsewhere.
    let other = try Self.run(
      """
        i: ic { interrupt-controller; #interrupt-cells = <1>; };
        m { #address-cells = <1>; #interrupt-cells = <1>; interrupt-map = <0 0 5 1>, <1 0 &i 1>; };
      """)
    #expect(
      other.filter { $0.contains("[interrupt-map]") } == [
        "t.dts:7:53: error: /m: 'interrupt-map' has 0x5 where the phandle of a parent belongs (cell 2) [interrupt-map]"
      ])
  }

  /// dtc's checks see references and labels as dtc does, and nothing that was added to the source.
  @Test func dtcChecks() throws {
    let lines = try Self.run(
      """
        c: clk { #clock-cells = <2>; }; gpio: gpio { }; interrupts: i { };
        dev { clocks = <&c 1>, <&c 5>, <&c 7>; };
      """, "-W", "dtc", "-W", "gpios_property")
    #expect(
      lines.filter { $0.contains("/__symbols__") || $0.contains("[clocks_property]") } == [
        "t.dts:7:9: warning: /dev:clocks: cell 3 is not a phandle reference [clocks_property]",
        "t.dts:7:3: warning: /dev: Missing property '#clock-cells' in node /pins or bad phandle (referred from clocks[3]) [clocks_property]",
      ])
  }
}
