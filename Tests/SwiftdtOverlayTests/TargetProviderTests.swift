import TestSupport
import Testing

/// dtc's checks of references and interrupts, for an overlay whose base is known: the base's nodes say how many
/// cells belong to them. They find what they find in the merged tree, at its place in the overlay.
@Suite struct TargetProviderTests {
  static let board = """
    /dts-v1/;
    / { compatible = "x"; model = "x"; #address-cells = <1>; #size-cells = <1>; interrupt-parent = <&gic>;
      gic: gic { interrupt-controller; #interrupt-cells = <3>; };
      clk: clk { #clock-cells = <1>; };
      osc: osc { #clock-cells = <0>; };
      gpio: gpio { gpio-controller; #gpio-cells = <2>; interrupt-controller; #interrupt-cells = <2>; };
      dev: dev { };
      bus: bus { interrupt-parent = <&gpio>; sub { }; };
      plain: plain { };
    };

    """

  static let cases: [(body: String, findings: [String])] = [
    ("&dev { clocks = <&clk 1>, <&osc>, <0>; reset-gpios = <&gpio 1 0>; };", []),
    (
      "&dev { clocks = <&clk>; };",
      [":clocks: property size (4) too small for cell size 1 (#clock-cells of /clk) [clocks_property]"]
    ),
    (
      "&dev { clocks = <&clk>, <&clk 0x99>; };",
      [":clocks: cell 2 is not a phandle reference [clocks_property]"]
    ),
    (
      "&dev { reset-gpios = <&gpio 1>; };",
      [":reset-gpios: property size (8) too small for cell size 2 (#gpio-cells of /gpio) [gpios_property]"]
    ),
    (
      "&dev { clocks = <&plain 1>; };",
      [
        ": Missing property '#clock-cells' in node /plain or bad phandle (referred from clocks[0]) [clocks_property]"
      ]
    ),
    // The overlay may add to the base's node.
    (
      "&dev { clocks = <&plain 1>; }; &plain { #clock-cells = <2>; };",
      [":clocks: property size (8) too small for cell size 2 (#clock-cells of /plain) [clocks_property]"]
    ),
    (
      "&dev { clocks = <&own>; }; &{/} { own: clk { }; };",
      [":clocks: property size (4) too small for cell size 1 (#clock-cells of /clk) [clocks_property]"]
    ),
    (
      "&dev { interrupts = <1 2>; };",
      [":interrupts: size is (8), expected multiple of 12 (#interrupt-cells of /gic) [interrupts_property]"]
    ),
    (
      "&dev { interrupt-parent = <&gpio>; interrupts = <1 2>; n { interrupts = <1>; }; };",
      ["/n:interrupts: size is (4), expected multiple of 8 (#interrupt-cells of /gpio) [interrupts_property]"]
    ),
    (
      "&bus { sub { interrupts = <1 2 3>; }; n { interrupts = <1 2>; }; };",
      [
        "/sub:interrupts: size is (12), expected multiple of 8 (#interrupt-cells of /gpio) [interrupts_property]"
      ]
    ),
    // A controller's own interrupts go to the next one.
    ("&gpio { interrupts = <1 2 3>; };", []),
    (
      "&gpio { n { interrupts = <1 2 3>; }; };",
      [
        "/n:interrupts: size is (12), expected multiple of 8 (#interrupt-cells of /gpio) [interrupts_property]"
      ]
    ),
    (
      "&{/} { ic: ic { interrupt-controller; #interrupt-cells = <1>; }; m { interrupt-parent = <&ic>; }; }; "
        + "&dev { interrupt-parent = <&ic>; interrupts = <1>; };",
      []
    ),
  ]

  @Test(arguments: cases.indices) func findings(index: Int) throws {
    let (body, expected) = Self.cases[index]
    let program = try BuiltProgram()
    try program.write(Array(Self.board.utf8), to: "board.dts")
    try program.write(Array("/dts-v1/; /plugin/;\n\(body)\n".utf8), to: "a.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "b.dtb", "board.dts").status == 0)
    func findings(_ text: String) -> [String] {
      text.split(separator: "\n").filter { $0.contains("_property") && !$0.contains("/__symbols__") }
        .map(String.init)
    }
    let start = "/fragment@0/__overlay__"
    for command in [["explain"], ["apply", "-o", "m.dtb"], ["conflicts"]] {
      let outcome = try program.run(["overlay"] + command + ["-W", "all", "-b", "b.dtb", "a.dts"])
      #expect(outcome.status == 0)
      #expect(
        findings(outcome.errors).map { String($0.split(separator: ": warning: ")[1]) }
          == expected.map { start + $0 })
      #expect(findings(outcome.errors).allSatisfy { $0.hasPrefix("a.dts:2:") })
      let strict = ["-W", "all", "-E", "all", "-b", "b.dtb", "a.dts"]
      #expect(try program.run(["overlay"] + command + strict).status == (expected.isEmpty ? 0 : 1))
    }
    // dtc finds as much in the merged tree.
    let merged = try program.run(["-I", "dtb", "-O", "dtb", "-o", "out", "m.dtb"], as: "dtc")
    #expect(findings(merged.errors).count == expected.count, "\(merged.errors)")
  }
}
