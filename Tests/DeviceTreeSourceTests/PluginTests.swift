import TestSupport
import Testing

/// Overlays in dtc's syntax.
struct PluginTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "fragments",
      """
      /dts-v1/;
      /plugin/;
      / {
        fragment@0 {
          target = <&uart>;
          __overlay__ { status = "okay"; };
        };
      };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            status = "okay"
        __fixups__
          uart = "/fragment@0:target:0"
      """),
    TreeCase(
      "target by label",
      """
      /dts-v1/;
      /plugin/;
      &uart {
        status = "okay";
        child { };
      };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            status = "okay"
            child
        __fixups__
          uart = "/fragment@0:target:0"
      """),
    TreeCase(
      "target by path",
      """
      /dts-v1/;
      /plugin/;
      &{/soc/uart} {
        status = "okay";
      };
      """,
      """
      /
        fragment@0
          target-path = "/soc/uart"
          __overlay__
            status = "okay"
      """),
    TreeCase(
      "several targets",
      """
      /dts-v1/;
      /plugin/;
      &a { x; };
      &b { y; };
      &{/c} { z; };
      &a { w; };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            x
        fragment@1
          target = <0xffffffff>
          __overlay__
            y
        fragment@2
          target-path = "/c"
          __overlay__
            z
        fragment@3
          target = <0xffffffff>
          __overlay__
            w
        __fixups__
          a = "/fragment@0:target:0" "/fragment@3:target:0"
          b = "/fragment@1:target:0"
      """),
    TreeCase(
      "a local label", symbols: true,
      """
      /dts-v1/;
      /plugin/;
      &soc {
        l: n { };
        m { r = <&l>; };
      };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            n
              phandle = <1>
            m
              r = <1>
        __symbols__
          l = "/fragment@0/__overlay__/n"
        __fixups__
          soc = "/fragment@0:target:0"
        __local_fixups__
          fragment@0
            __overlay__
              m
                r = <0>
      """),
    TreeCase(
      "a block for a local label", symbols: true,
      """
      /dts-v1/;
      /plugin/;
      &soc {
        l: n { };
      };
      &l { a; };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            n
              a
              phandle = <1>
        __symbols__
          l = "/fragment@0/__overlay__/n"
        __fixups__
          soc = "/fragment@0:target:0"
      """),
    TreeCase(
      "fixups",
      """
      /dts-v1/;
      /plugin/;
      &soc {
        r = <1 &outside 2 &outside>;
        n { s = <&other>, "x", <&outside>; };
      };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            r = <1 0xffffffff 2 0xffffffff>
            n
              s = [ff ff ff ff 78 00 ff ff ff ff]
        __fixups__
          soc = "/fragment@0:target:0"
          outside = "/fragment@0/__overlay__:r:4" "/fragment@0/__overlay__:r:12" "/fragment@0/__overlay__/n:s:6"
          other = "/fragment@0/__overlay__/n:s:0"
      """),
    TreeCase(
      "local fixups",
      """
      /dts-v1/;
      /plugin/;
      &soc {
        l: n { r = <0 &l>; };
        m { s = <&l &l>; };
      };
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
            n
              r = <0 1>
              phandle = <1>
            m
              s = <1 1>
        __fixups__
          soc = "/fragment@0:target:0"
        __local_fixups__
          fragment@0
            __overlay__
              n
                r = <4>
              m
                s = <0 4>
      """),
    TreeCase(
      "a label on the overlay itself", symbols: true,
      """
      /dts-v1/;
      /plugin/;
      / {
        fragment@0 {
          target-path = "/";
          l: __overlay__ { r = <&l>; };
        };
      };
      """,
      """
      /
        fragment@0
          target-path = "/"
          __overlay__
            r = <1>
            phandle = <1>
        __symbols__
          l = "/fragment@0/__overlay__"
        __local_fixups__
          fragment@0
            __overlay__
              r = <0>
      """),
    TreeCase(
      "a plugin without references", symbols: true,
      """
      /dts-v1/;
      /plugin/;
      / {
        n { };
      };
      """,
      """
      /
        n
      """),
    TreeCase(
      "deletions",
      """
      /dts-v1/;
      /plugin/;
      / {
        fragment@0 { target = <&a>; __overlay__ { }; };
        n { l: m { }; };
      };
      /delete-node/ &l;
      """,
      """
      /
        fragment@0
          target = <0xffffffff>
          __overlay__
        n
        __fixups__
          a = "/fragment@0:target:0"
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }
}
