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
  /// So is what it deletes of its own, nodes too; each block about a node counts.
  @Test(arguments: [
    (
      "/a/p",
      """
      /a (a): p
          <0x1>
              base.dts:2:12
          <0x7>
              own.dts:3:6
              overlay own.dts, fragment@0
          (deleted)
              own.dts:4:32
              overlay own.dts, fragment@0
        → <0x9>
              own.dts:5:32
              overlay own.dts, fragment@0

      """
    ),
    (
      "/a/n/m",
      """
      /a/n/m
          own.dts:3:22
            overlay own.dts, fragment@0
          deleted at own.dts:6:6
            overlay own.dts, fragment@0
          own.dts:7:6
            overlay own.dts, fragment@0

      """
    ),
  ])
  func deletedWithinAnOverlay(path: String, expected: String) throws {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ { a: a { p = <1>; }; };\n",
      "own.dts": """
      /dts-v1/;
      /plugin/;
      &a { p = <7>; n: n { m { }; }; };
      / { fragment@0 { __overlay__ { /delete-property/ p; }; }; };
      / { fragment@0 { __overlay__ { p = <9>; }; }; };
      &n { /delete-node/ m; };
      &n { m { }; };

      """,
    ])
    let result = try Tool.swiftdt.run(["blame", "base.dts", path, "-O", "own.dts"], in: folder)
    #expect(result.text == expected)
    #expect(result.status == 0)
  }

  /// It is not why a node of the base is gone.
  @Test func goneBefore() throws {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ { a: a { t { b { }; }; }; };\n/ { a { t { /delete-node/ b; }; }; };\n",
      "own.dts": """
      /dts-v1/;
      /plugin/;
      &a { t { }; };
      / { fragment@0 { __overlay__ { /delete-node/ t; }; }; };
      / { fragment@0 { __overlay__ { t { }; }; }; };

      """,
    ])
    let result = try Tool.swiftdt.run(["blame", "base.dts", "/a/t/b", "-O", "own.dts"], in: folder)
    #expect(result.text == "/a/t/b\n    base.dts:2:16\n    deleted at base.dts:3:13\n")
  }
}
