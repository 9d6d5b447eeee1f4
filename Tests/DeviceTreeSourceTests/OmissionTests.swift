import TestSupport
import Testing

/// Nodes that are omitted if nothing refers to them.
struct OmissionTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "omitted without reference",
      """
      /dts-v1/;
      / {
        r = <&used>;
        /omit-if-no-ref/ used: a { };
        /omit-if-no-ref/ unused: b { };
        late: c { };
      };
      /omit-if-no-ref/ &late;
      """,
      """
      /
        r = <1>
        a
          phandle = <1>
      """),
    TreeCase(
      "omitted, but labelled and with symbols", symbols: true,
      """
      /dts-v1/;
      / {
        /omit-if-no-ref/ l: a { };
        /omit-if-no-ref/ b { };
      };
      """,
      """
      /
        a
          phandle = <1>
        __symbols__
          l = "/a"
      """),
    TreeCase(
      "the phandle of an omitted node is given again", symbols: true,
      """
      /dts-v1/;
      / {
        /omit-if-no-ref/ a { l: b { r = <&l>; }; };
        k: c { };
      };
      """,
      """
      /
        c
          phandle = <1>
        __symbols__
          k = "/c"
      """),
    TreeCase(
      "the phandle that an omitted node gave itself is free", symbols: true,
      """
      /dts-v1/;
      / {
        /omit-if-no-ref/ a { phandle = <1>; };
        k: c { };
      };
      """,
      """
      /
        c
          phandle = <1>
        __symbols__
          k = "/c"
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }
}
