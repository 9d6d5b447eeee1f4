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

  /// What it deletes of a node that was there before, and what it deletes before it has written it, never was in the
  /// tree; what it deletes of its own nodes was in its own.
  @Test(arguments: [
    (
      "/a/p",
      """
      /a (a): p
          <0x1>
              base.dts:2:12
        → <0x9>
              own.dts:6:32
              overlay own.dts, fragment@0

      """
    ),
    (
      "/a/t",
      """
      /a/t
          base.dts:2:21
          own.dts:6:41
            overlay own.dts, fragment@0
        q
          <0x2>
              base.dts:2:25
        → <0x6>
              own.dts:6:45
              overlay own.dts, fragment@0

      """
    ),
    (
      "/a/n/k/r",
      """
      /a/n/k: r
          <0x1>
              deleted later with its node
              own.dts:4:11
              overlay own.dts, fragment@0
        → <0x2>
              own.dts:7:11
              overlay own.dts, fragment@0

      """
    ),
  ])
  func deletedWithoutEffect(path: String, expected: String) throws {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ { a: a { p = <1>; t { q = <2>; }; }; };\n",
      "own.dts": """
      /dts-v1/;
      /plugin/;
      / { fragment@0 { target = <&a>; __overlay__ { /delete-property/ p; t { q = <5>; };
        n { k { r = <1>; }; }; }; }; };
      / { fragment@0 { __overlay__ { /delete-node/ t; n { /delete-node/ k; }; }; }; };
      / { fragment@0 { __overlay__ { p = <9>; t { q = <6>; };
        n { k { r = <2>; }; }; }; }; };

      """,
    ])
    let result = try Tool.swiftdt.run(["blame", "-q", "base.dts", path, "-O", "own.dts"], in: folder)
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
