import TestSupport
import Testing

/// `swiftdt blame` of a property that an overlay's source sets more than once.
struct BlameOverrideTests {
  /// What an overlay's own source overrides does not reach the base, but is shown.
  @Test func overridesWithinAnOverlay() throws {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ { a: a { p = <1>; }; };\n",
      "twice.dts": """
      /dts-v1/;
      /plugin/;
      &a { p = <7>; };
      / { fragment@0 { __overlay__ { p = <9>; }; }; };

      """,
    ])
    let result = try Tool.swiftdt.run(["blame", "base.dts", "/a/p", "-O", "twice.dts"], in: folder)
    #expect(
      result.text == """
        /a (a): p
            <0x1>
                base.dts:2:12
            <0x7>
                twice.dts:3:6
                overlay twice.dts, fragment@0
          → <0x9>
                twice.dts:4:32
                overlay twice.dts, fragment@0

        """)
    #expect(result.status == 0)
  }
}
