import TestSupport
import Testing

/// References to nodes, and their values.
struct ReferenceTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "in cells",
      """
      /dts-v1/;
      / {
        a = <&l 1 &k>;
        b = <&l>;
        k: m { };
        l: n { };
      };
      """,
      """
      /
        a = <1 1 2>
        b = <1>
        m
          phandle = <2>
        n
          phandle = <1>
      """),
    TreeCase(
      "outside of cells",
      """
      /dts-v1/;
      / {
        a = &l, "x", &k;
        m { k: o { }; };
        l: n { };
      };
      """,
      """
      /
        a = "/n" "x" "/m/o"
        m
          o
        n
      """),
    TreeCase(
      "paths",
      """
      /dts-v1/;
      / {
        a = <&{/m/o}>, &{/m};
        m { o { }; };
      };
      """,
      """
      /
        a = [00 00 00 01 2f 6d 00]
        m
          o
            phandle = <1>
      """),
    TreeCase(
      "the root",
      """
      /dts-v1/;
      / {
        a = <&{/}>;
        b = &{/};
      };
      """,
      """
      /
        a = <1>
        b = "/"
        phandle = <1>
      """),
    TreeCase(
      "given phandles are left out",
      """
      /dts-v1/;
      / {
        a = <&l &k>;
        l: n { };
        k: m { };
        o { phandle = <1>; };
        p { linux,phandle = <3>; };
      };
      """,
      """
      /
        a = <2 4>
        n
          phandle = <2>
        m
          phandle = <4>
        o
          phandle = <1>
        p
          linux,phandle = <3>
      """),
    TreeCase(
      "a phandle of its own",
      """
      /dts-v1/;
      / {
        l: n { phandle = <&l>; };
      };
      """,
      """
      /
        n
          phandle = <1>
      """),
    TreeCase(
      "several labels",
      """
      /dts-v1/;
      / {
        a = <&l &k>;
        l: k: n { };
      };
      """,
      """
      /
        a = <1 1>
        n
          phandle = <1>
      """),
    TreeCase(
      "aliases",
      """
      /dts-v1/;
      / {
        aliases { serial0 = &u; };
        u: serial@10 { };
      };
      """,
      """
      /
        aliases
          serial0 = "/serial@10"
        serial@10
      """),
    TreeCase(
      "symbols", symbols: true,
      """
      /dts-v1/;
      / {
        l: n { k: o { }; };
        m: p { };
      };
      """,
      """
      /
        n
          phandle = <1>
          o
            phandle = <2>
        p
          phandle = <3>
        __symbols__
          l = "/n"
          k = "/n/o"
          m = "/p"
      """),
    TreeCase(
      "symbols without labels", symbols: true,
      """
      /dts-v1/;
      / {
        n { };
      };
      """,
      """
      /
        n
      """),
    TreeCase(
      "memory reservations",
      """
      /dts-v1/;
      /memreserve/ 0x1000 0x10;
      l: /memreserve/ (1 << 32) 2;
      / { };
      """,
      """
      reserve 4096 16
      reserve 4294967296 2
      /
      """),
    TreeCase(
      "name properties go",
      """
      /dts-v1/;
      / {
        n@1 { name = "n"; };
      };
      """,
      """
      /
        n@1
      """),
    TreeCase(
      "the boot CPU",
      """
      /dts-v1/;
      / {
        cpus { cpu@5 { reg = <5>; }; };
      };
      """,
      """
      /
        cpus
          cpu@5
            reg = <5>
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }
}
