import TestSupport
import Testing

/// dtc's checks that neighbours have different unit addresses, for an overlay whose base is known: they find
/// what they find in the merged tree, where this comes from the overlay and both are enabled. An overlay cannot
/// delete what it replaces, only disable it.
@Suite struct TargetNamesakeTests {
  static let board = """
    /dts-v1/;
    / { compatible = "x"; model = "x"; #address-cells = <1>; #size-cells = <1>;
      i2c: i2c@10 { reg = <0x10 1>; #address-cells = <1>; #size-cells = <0>;
        rtc: rtc@51 { reg = <0x51>; };
        off: off@52 { reg = <0x52>; status = "disabled"; };
        on: on@52 { reg = <0x52>; };
      };
      plain: plain@20 { reg = <0x20 1>; a@1 { }; };
    };

    """

  /// Findings are given by place in the overlay, the neighbour, and whether it is found of enabled nodes, too.
  static let cases: [(body: String, findings: [(place: String, other: String, areEnabled: Bool)])] = [
    ("&i2c { a@53 { reg = <0x53>; }; rtc@51 { x; }; };", []),
    ("&i2c { a@51 { reg = <0x51>; }; };", [("/fragment@0/__overlay__/a@51", "/i2c@10/rtc@51", true)]),
    (
      "&i2c { a@51 { reg = <0x51>; status = \"disabled\"; }; };",
      [("/fragment@0/__overlay__/a@51", "/i2c@10/rtc@51", false)]
    ),
    (
      "&i2c { a@51 { reg = <0x51>; }; }; &rtc { status = \"disabled\"; };",
      [("/fragment@0/__overlay__/a@51", "/i2c@10/rtc@51", false)]
    ),
    // The last one comes first in the merged tree.
    (
      "&i2c { a@53 { reg = <0x53>; }; }; &i2c { b@53 { reg = <0x53>; }; };",
      [("/fragment@1/__overlay__/b@53", "/i2c@10/a@53", true)]
    ),
    (
      "&{/} { i2c { a@52 { reg = <0x52>; }; }; };",
      [
        ("/fragment@0/__overlay__/i2c/a@52", "/i2c@10/off@52", false),
        ("/fragment@0/__overlay__/i2c/a@52", "/i2c@10/on@52", true),
      ]
    ),
    (
      "&i2c { mux { #address-cells = <1>; #size-cells = <0>; a@1 { reg = <1>; }; }; }; "
        + "&{/i2c@10/mux} { b@1 { reg = <1>; }; };",
      [("/fragment@1/__overlay__/b@1", "/i2c@10/mux/a@1", true)]
    ),
    // What the base itself has is not the overlay's, unless it enables it.
    ("&on { x; }; &off { y; };", []),
    ("&off { status = \"okay\"; }; &on { status = \"disabled\"; };", []),
    // Without numbers of cells, unit addresses need not differ.
    ("&plain { b@1 { }; };", []),
    (
      "&plain { #address-cells = <1>; #size-cells = <0>; b@1 { reg = <1>; }; };",
      [("/fragment@0/__overlay__/b@1", "/plain@20/a@1", true)]
    ),
  ]

  private func run(_ body: String, _ warnings: String...) throws -> (overlay: [String], merged: [String]) {
    let program = try BuiltProgram()
    try program.write(Array(Self.board.utf8), to: "board.dts")
    try program.write(Array("/dts-v1/; /plugin/;\n\(body)\n".utf8), to: "a.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "b.dtb", "board.dts").status == 0)
    let flags = warnings.flatMap { ["-W", $0] } + ["-W", "all"]
    let outcome = try program.run(["overlay", "apply"] + flags + ["-b", "b.dtb", "-o", "m.dtb", "a.dts"])
    #expect(outcome.status == 0)
    func merged(_ blob: String) throws -> [String] {
      let words = warnings.map { "-W" + $0 } + ["-I", "dtb", "-O", "dtb", "-o", "out", blob]
      return try program.run(words, as: "dtc").errors.split(separator: "\n").map(String.init)
        .filter { $0.contains("duplicate unit-address") }
    }
    let found = outcome.errors.split(separator: "\n").filter { $0.contains("duplicate unit-address") }
    let before = try merged("b.dtb")
    return (
      found.map { String($0.split(separator: ": warning: ")[1]) },
      try merged("m.dtb").filter { !before.contains($0) }
    )
  }

  @Test(arguments: cases.indices) func findings(index: Int) throws {
    let (body, expected) = Self.cases[index]
    let all = try run(body)
    #expect(
      all.overlay
        == expected.filter(\.areEnabled).map {
          "\($0.place): duplicate unit-address (also used in node \($0.other)) [unique_unit_address]"
        })
    #expect(all.merged.count == expected.count)
    let enabled = try run(body, "no-unique_unit_address", "unique_unit_address_if_enabled")
    #expect(
      enabled.overlay
        == expected.filter(\.areEnabled).map {
          "\($0.place): duplicate unit-address (also used in node \($0.other)) [unique_unit_address_if_enabled]"
        })
    #expect(enabled.merged.count == enabled.overlay.count)
  }

  /// Of two devices of the base, an overlay may enable the second.
  @Test func enabledNodes() throws {
    let found = try run(
      "&off { status = \"okay\"; };", "no-unique_unit_address", "unique_unit_address_if_enabled")
    #expect(
      found.overlay == [
        "/fragment@0/__overlay__: duplicate unit-address (also used in node /i2c@10/on@52) [unique_unit_address_if_enabled]"
      ])
    #expect(found.merged.count == 1)
  }

  /// Each finding names the other node by its path. In a deep base, those of a few overlay lines would fill the
  /// memory, so no more are kept than a megabyte of paths allows.
  @Test func deepBase() throws {
    let program = try BuiltProgram()
    let depth = 2000
    let base =
      "/dts-v1/;\n/ {" + String(repeating: "n{", count: depth)
      + "deep: x { #address-cells = <1>; #size-cells = <0>; };" + String(repeating: "};", count: depth)
      + "};\n"
    let overlay = (0..<40).map { "&deep { n\($0)@1 { reg = <1>; }; };\n" }.joined()
    try program.write(Array(base.utf8), to: "deep.dts")
    try program.write(Array("/dts-v1/;\n/plugin/;\n\(overlay)".utf8), to: "many.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "deep.dtb", "deep.dts").status == 0)
    let outcome = try program.run("overlay", "apply", "-b", "deep.dtb", "-o", "m.dtb", "many.dts")
    #expect(outcome.status == 0)
    // Of 780 pairs.
    #expect(outcome.errors.hasSuffix("note: 261 more of 'unique_unit_address'; -W all shows every one\n"))
  }
}
