import TestSupport
import Testing

/// Paths, patterns and headers that do not exist, and the suggestions for them.
struct NearestPathTests {
  static let cases: [(arguments: [String], errors: String)] = [
    (
      ["compile", "-o", "o.dtb", "into.dts"],
      """
      into.dts:3:1: error: there is no node '/soc/uart@2'
          3 | &{/soc/uart@2} { };
            | ^~~~~~~~~~~~~~
      help: did you mean '/soc/uart@1'?
      """
    ),
    (
      ["compile", "-o", "o.dtb", "refer.dts"],
      """
      refer.dts:4:9: error: there is no node '/sco/i2c@5'
          4 |   a = < &{/sco/i2c@5} &{/nothing/like/it} >;
            |         ^~~~~~~~~~~~~
      help: did you mean '/soc/i2c@5'?
      refer.dts:4:23: error: there is no node '/nothing/like/it'
          4 |   a = < &{/sco/i2c@5} &{/nothing/like/it} >;
            |                       ^~~~~~~~~~~~~~~~~~~
      """
    ),
    (
      ["overlay", "apply", "-q", "-b", "base.dts", "-o", "o.dtb", "target.dts"],
      """
      target.dts:5:5: error: overlay 'target.dts': fragment@0 targets '/soc/uart@2', which the base does not have
          5 |     target-path = "/soc/uart@2";
            |     ^
      note: fragment@0: property 'target-path' (FDT_ERR_NOTFOUND in libfdt)
      help: did you mean '/soc/uart@1'?
      """
    ),
    (
      ["compile", "-Iinc", "-o", "o.dtb", "header.dts"],
      """
      header.dts:2:10: error: included file 'dt-bindings/gpio/mesn-s4-gpio.h' was not found
          2 | #include <dt-bindings/gpio/mesn-s4-gpio.h>
            |          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
      note: searched: 'inc'
      help: did you mean 'dt-bindings/gpio/meson-s4-gpio.h'?
      """
    ),
    (
      ["get", "base.dts", "/soc/urat@*"],
      "base.dts: error: no node matches '/soc/urat@*'\nhelp: did you mean '/soc/uart@*'?"
    ),
    (
      ["get", "base.dts", "/sox/*"], "base.dts: error: no node matches '/sox/*'\nhelp: did you mean '/soc/*'?"
    ),
    (
      ["blame", "base.dts", "/soc/*/statsu"],
      "base.dts: error: no node or property matches '/soc/*/statsu'\nhelp: did you mean '/soc/*/status'?"
    ),
    (["get", "base.dts", "/soc/uart@9*"], "base.dts: error: no node matches '/soc/uart@9*'"),
    (["get", "base.dts", "/**/urat@1"], "base.dts: error: no node matches '/**/urat@1'"),
    (
      ["get", "base.dts", "/soc", "ranges", "/soc/uart@1", "status"],
      """
      base.dts: error: /soc has no property '/soc/uart@1'
      help: only one node at a time: the words after it are its properties
      """
    ),
  ]

  @Test(arguments: cases)
  func messages(arguments: [String], errors: String) throws {
    let nodes = """
        soc {
          #address-cells = <1>;
          #size-cells = <0>;
          ranges;
          uart@1 { reg = <1>; status = "okay"; };
          i2c@5 { reg = <5>; };
        };
      };

      """
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ {\n" + nodes, "nodes.dtsi": "/ {\n" + nodes,
      "into.dts": "/dts-v1/;\n/include/ \"nodes.dtsi\"\n&{/soc/uart@2} { };\n",
      "refer.dts": """
      /dts-v1/;
      /include/ "nodes.dtsi"
      / {
        a = < &{/sco/i2c@5} &{/nothing/like/it} >;
      };

      """,
      "target.dts": """
      /dts-v1/;
      /plugin/;
      / {
        fragment@0 {
          target-path = "/soc/uart@2";
          __overlay__ { };
        };
      };

      """,
      "header.dts": "/dts-v1/;\n#include <dt-bindings/gpio/mesn-s4-gpio.h>\n/ { };\n",
      "inc/dt-bindings/gpio/meson-s4-gpio.h": "", "inc/dt-bindings/gpio/other.h": "",
    ])
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status == 1)
    #expect(result.errors == errors + "\n")
  }
}
