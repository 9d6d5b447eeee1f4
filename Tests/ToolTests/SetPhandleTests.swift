import TestSupport
import Testing

@testable import swiftdt

/// Warnings about properties that refer to a phandle which a node no longer has, or two nodes have.
@Suite struct SetPhandleTests {
  private static let source = """
    /dts-v1/;
    / {
      vreg: reg { sub: sub { }; };
      clk: clk { #clock-cells = <1>; };
      free { phandle = <9>; };
      u1 { vin-supply = <&vreg>; };
      u2 { clocks = <&clk 1>, <&clk 2>; };
      u3 { clocks = <&clk 3>; };
      u4 { clocks = <&clk 1>; x = <2>; };
      u5 { clocks = <&clk 4>; };
      u6 { pinctrl-0 = <&sub>; };
    };

    """

  /// Edits, and the lines of the warnings without `x.dtb: warning: `.
  @Test(
    arguments: [
      (
        ["remove /reg"],
        [
          "/reg is removed, but 2 properties still refer to it",
          "note: 'vin-supply' of /u1, 'pinctrl-0' of /u6",
        ]
      ),
      (["remove /reg/sub"], ["/reg/sub is removed, but 'pinctrl-0' of /u6 still refers to it"]),
      (
        ["remove /clk"],
        [
          "/clk is removed, but 4 properties still refer to it",
          "note: 'clocks' of /u2, 'clocks' of /u3, 'clocks' of /u4, …",
        ]
      ),
      // Only the final tree counts.
      (["remove /reg", "remove /u1", "delete /u6 pinctrl-0"], []),
      (["remove /reg/sub", "set /u6 pinctrl-0 9"], []),
      (["remove /reg/sub", "set /free phandle <3>"], []),
      (["delete /clk phandle", "set /free phandle <2>"], []),
      (["delete /free phandle"], []), (["set /free phandle <10>"], []),
      (
        ["delete /reg phandle"],
        ["/reg no longer has the phandle 0x1, but 'vin-supply' of /u1 still refers to it"]
      ),
      (
        ["set /reg phandle <77>"],
        ["/reg no longer has the phandle 0x1, but 'vin-supply' of /u1 still refers to it"]
      ),
      (
        ["set /free phandle <2>"],
        [
          "/clk and /free have the same phandle 0x2, to which 4 properties refer",
          "note: 'clocks' of /u2, 'clocks' of /u3, 'clocks' of /u4, …",
        ]
      ),
      (
        ["create /new", "set /new phandle <9>"], ["/new and /free have the same phandle 0x9"]
      ),
      (["set /u1 vin-supply &sub", "remove /free"], []),
    ] as [([String], [String])])
  func warnings(edits: [String], expected: [String]) throws {
    let bench = try Workbench(["x.dts": Self.source])
    let result = try bench.run(
      "swiftdt", ["set", "x.dtb", "-e", "remove /__symbols__"] + edits.flatMap { ["-e", $0] })
    #expect(result.status == 0)
    #expect(
      result.errors
        == expected.map { ($0.hasPrefix("note") ? "" : "x.dtb: warning: ") + $0 + "\n" }.joined())
  }

  /// The plainest command line says so, too.
  @Test func plainly() throws {
    let bench = try Workbench(["x.dts": Self.source])
    let result = try bench.run("swiftdt", "set", "x.dtb", "/u1", "phandle", "9")
    #expect(result.errors == "x.dtb: warning: /free and /u1 have the same phandle 0x9\n")
    let changed = try bench.run("swiftdt", "set", "x.dtb", "/free", "phandle", "10")
    #expect(changed.errors == "")
  }
}

/// Words that look like several changes and are the value of one property.
@Suite struct SetSeveralTests {
  @Test(
    arguments: [
      (
        ["&uart_c", "status", "okay", "&uart_a", "status", "okay"],
        "'&uart_a status' looks like another change, but would be part of the value of 'status'"
      ),
      (
        ["/soc", "label", "x", "/chosen", "label", "y"],
        "'/chosen label' looks like another change, but would be part of the value of 'label'"
      ),
      (
        ["/soc", "label", "x", "&uart_a", "reg", "1"],
        "'&uart_a reg' looks like another change, but would be part of the value of 'label'"
      ),
      (
        ["/soc", "p", "x", "&uart_c", "mac", "1", "2"],
        "'&uart_c mac' looks like another change, but would be part of the value of 'p'"
      ),
      (
        ["/soc", "p", "1", "&uart_c", "q", "2"],
        "'&uart_c q' looks like another change, but would be part of the value of 'p'"
      ),
      (
        ["/soc", "clocks", "&clkc", "3", "&uart_c", "q", "2"],
        "'&uart_c q' looks like another change, but would be part of the value of 'clocks'"
      ),
      (["&uart_c", "status", "okay", "disabled"], "'status' is a single string, but there are 2 words"),
    ] as [([String], String)])
  func refused(words: [String], message: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let before = try bench.folder.read("x.dtb")
    let result = try bench.run("swiftdt", ["set", "x.dtb"] + words)
    #expect(result.status == 1)
    let lines = result.errors.split(separator: "\n").filter { !$0.hasPrefix("note") }
    #expect(
      lines == [
        "x.dtb: error: \(message)",
        "help: further changes need options of their own: -e 'set NODE PROPERTY VALUE'",
        "help: a list of strings and paths may be written as in a source: '\"a\", &b'",
      ])
    #expect(try bench.folder.read("x.dtb") == before)
  }

  @Test func lines() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run(
      "swiftdt", "set", "x.dtb", "-e", "set &uart_c status okay &uart_a status okay")
    #expect(result.errors.contains("\nhelp: a further change needs a line of its own\n"), "\(result.errors)")
  }

  @Test(arguments: [
    ["/soc", "p", "a", "&uart_a"], ["/soc", "p", "&uart_a", "b", "c"], ["/soc", "p", "/a", "/b", "/c"],
    ["/soc", "p", "&uart_a", "1", "&uart_c", "2"], ["-t", "string", "/soc", "status", "a", "/b", "status"],
    ["/soc", "vendor,list", "a", "&uart_a", "hello", "there"], ["/soc", "p", "a", "&uart_a", "mac", "x"],
  ]) func accepted(words: [String]) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("swiftdt", ["set", "x.dtb"] + words)
    #expect(result.status == 0 && result.errors == "")
  }
}
