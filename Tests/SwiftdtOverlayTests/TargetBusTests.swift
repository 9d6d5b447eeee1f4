import TestSupport
import Testing

@testable import swiftdt

/// dtc's checks of addresses in an overlay whose base is known: they find what they would find in the merged
/// tree.
@Suite struct TargetBusTests {
  static let board = """
    /dts-v1/;
    / { #address-cells = <2>; #size-cells = <2>;
      logo: logo@1000 { reg = <0 0x1000 0 0x1000>; };
      soc: soc { compatible = "acme,soc", "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges = <0 0 0 0x1000>;
        i2c: i2c@10 { reg = <0x10 1>; #address-cells = <1>; #size-cells = <0>; rtc@51 { reg = <0x51>; }; };
        split: i2c@20 { reg = <0x20 1>; i2c-bus { #address-cells = <1>; #size-cells = <0>; }; };
        spi: spi@30 { reg = <0x30 1>; #address-cells = <1>; #size-cells = <0>; };
        slave: spi@40 { reg = <0x40 1>; spi-slave; #address-cells = <0>; #size-cells = <0>; };
        plain: plain@50 { reg = <0x50 1>; };
      };
    };

    """

  static let cases: [(body: String, findings: [String])] = [
    // The target's own properties are measured by its parent's cells.
    ("&logo { reg = <0 0x2000 0 0x1000>; };", []),
    ("&i2c { reg = <0x10 2>; };", []),
    ("&soc { ranges = <0 0 0 0x2000>; reg = <0 1 0 1>; };", []),
    ("&{/} { soc { i2c@10 { reg = <0x10 2>; }; }; };", []),
    (
      "&i2c { reg = <0 0x10 2>; };",
      [
        "/fragment@0/__overlay__:reg: property has invalid length (12 bytes) (#address-cells == 1, #size-cells == 1) [reg_format]"
      ]
    ),
    (
      "&soc { ranges = <0 0 0x2000>; };",
      [
        #"/fragment@0/__overlay__:ranges: "ranges" property has invalid length (12 bytes) (parent #address-cells == 2, child #address-cells == 1, #size-cells == 1) [ranges_format]"#
      ]
    ),
    // An overlay may change the cells of what an earlier fragment's target is in.
    ("&{/} { #size-cells = <1>; }; &logo { reg = <0 0x2000 0x1000>; };", []),
    ("&soc { new@60 { reg = <0x60 1>; }; }; &{/soc/new@60} { reg = <0x60 2>; };", []),
    // Devices on the base's buses.
    ("&i2c { a@52 { reg = <0x52>; }; rtc@51 { x; }; };", []),
    (
      "&i2c { a@52 { reg = <0x53>; }; b@1ff { reg = <0x1ff>; }; c { }; };",
      [
        #"/fragment@0/__overlay__/a@52: I2C bus unit address format error, expected "53" [i2c_bus_reg]"#,
        #"/fragment@0/__overlay__/b@1ff:reg: I2C address must be less than 7-bits, got "0x1ff". Set I2C_TEN_BIT_ADDRESS for 10 bit addresses or fix the property [i2c_bus_reg]"#,
        "/fragment@0/__overlay__/c: missing or empty reg property [i2c_bus_reg]",
      ]
    ),
    ("&split { c { }; };", []),
    (
      "&spi { a@1 { reg = <2>; spi-max-frequency = <1>; }; };",
      [#"/fragment@0/__overlay__/a@1: SPI bus unit address format error, expected "2" [spi_bus_reg]"#]
    ),
    ("&spi { reg = <0x30 2>; a@1 { reg = <1>; spi-max-frequency = <1>; }; };", []),
    ("&slave { slave { }; };", []),
    (
      "&soc { a@60 { reg = <0x61 1>; }; b { }; i2c@10 { x; }; };",
      [
        #"/fragment@0/__overlay__/a@60: simple-bus unit address format error, expected "61" [simple_bus_reg]"#,
        "/fragment@0/__overlay__/b: missing or empty reg/ranges property [simple_bus_reg]",
      ]
    ),
    (#"&soc { compatible = "acme,soc"; b { }; };"#, []),
    ("&plain { b { }; }; &{/} { b { }; };", []),
  ]

  @Test(arguments: cases) func findings(_ body: String, _ expected: [String]) throws {
    let program = try BuiltProgram()
    try program.write(Array(Self.board.utf8), to: "board.dts")
    try program.write(Array("/dts-v1/; /plugin/;\n\(body)\n".utf8), to: "a.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "b.dtb", "board.dts").status == 0)
    let outcome = try program.run(
      "overlay", "apply", "-W", "all", "-b", "b.dtb", "-o", "m.dtb", "a.dts")
    #expect(outcome.status == 0)
    // Not that further checks cannot run.
    let found = outcome.errors.split(separator: "\n").filter {
      $0.hasPrefix("a.dts:") && $0.contains("warning: ")
    }
    #expect(found.map { String($0.split(separator: ": warning: ")[1]) } == expected)
  }
}
