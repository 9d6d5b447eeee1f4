import Testing

@testable import BlobChecks

/// What is checked in an overlay of nodes that may be merged into the base's: nothing that depends on what only
/// the base knows.
@Suite struct MergedNodeTests {
  @Test(arguments: [
    // The target's parent gives the cells for its own properties.
    "&logo { reg = <0 0x7f000000 0 0x800000>; };",
    "&soc { ranges = <0 0 0 0xfe000000 0 0x480000>; };",
    "&fpga { #address-cells = <1>; #size-cells = <1>; ranges = <0 1 2>, <3 4 5>; };",
    "&soc { ranges; #address-cells = <1>; #size-cells = <1>; };",
    // Nodes below the target may be the base's.
    "&{/} { reserved-memory { ranges; dsp@60000000 { reg = <0 0x60000000 0 0x100000>; }; }; };",
    "&{/} { cpus { cpu@4 { reg = <0 4>; }; }; };",
    "&{/} { soc { apb4@fe000000 { ranges = <0 0 0 0xfe000000 0 0x480000>; i2c@6e000 { rtc@51 { reg = <0x51>; }; }; }; }; };",
    // Its interrupt cells, and the other ends'.
    "&pcie { interrupt-map = <0 0 0 0 &gic 0 0x8f 4>; };",
    "&{/} { pcie { #interrupt-cells = <1>; interrupt-map = <0 0 0 0 &gic 0 0x8f 4>; }; };",
    "&pcie { #address-cells = <3>; #interrupt-cells = <1>; interrupt-map = <0 0 0 0 &new 0 0x8f 4>; }; &{/} { new: gic { }; };",
    "&{/} { new: gpio { }; led { compatible = \"l\"; gpios = <&new 1 0>; }; };",
    "/ { f { target-path = \"/gpio\"; new: __overlay__ { x; }; }; }; &{/} { led { gpios = <&new 1 0>; clocks = <&new 3>; }; };",
  ])
  func unknown(_ body: String) throws {
    #expect(lines(BlobCheckRun.examine(try blob("/dts-v1/; /plugin/; \(body)")).findings) == [])
  }

  @Test(arguments: [
    (
      "&soc { #address-cells = <2>; #size-cells = <1>; dev@1 { reg = <0 1>; }; };",
      "error /fragment@0/__overlay__/dev@1: 'reg' has 8 bytes, not a multiple of 12: addresses below /fragment@0/__overlay__ have 2 cells, sizes 1 cell"
    ),
    (
      "&soc { bus@1 { compatible = \"acme,bus\"; dev@1 { reg = <1>; }; }; };",
      "error /fragment@0/__overlay__/bus@1/dev@1: 'reg' has 4 bytes, not a multiple of 12: addresses below /fragment@0/__overlay__/bus@1 have 2 cells, sizes 1 cell"
    ),
    ("&soc { reg = <>; };", "warning /fragment@0/__overlay__: 'reg' is empty"),
    (
      "&soc { new: clk { compatible = \"acme,clk\"; }; dev { clocks = <&new 1>; }; };",
      "error /fragment@0/__overlay__/dev: 'clocks' refers to /fragment@0/__overlay__/clk, which has no '#clock-cells'"
    ),
    (
      "&soc { pci { compatible = \"acme,pci\"; interrupt-map = <0 0 0 0 &gic 0>; }; };",
      "error /fragment@0/__overlay__/pci: a node with 'interrupt-map' needs '#interrupt-cells'"
    ),
  ])
  func known(_ body: String, _ line: String) throws {
    #expect(lines(BlobCheckRun.examine(try blob("/dts-v1/; /plugin/; \(body)")).findings) == [line])
  }

  /// The names in `__symbols__` are labels.
  @Test func labels() throws {
    let source = "/ { ranges: a { }; reg: b { }; };"
    let found = BlobCheckRun.examine(try blob(source, symbols: true)).findings
    #expect(lines(found.filter { $0.path == "/__symbols__" }) == [])
  }
}
