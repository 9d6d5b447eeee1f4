import TestSupport
import Testing

/// What later blocks do to earlier ones.
struct MergingTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "blocks are merged",
      """
      /dts-v1/;
      / {
        a = <1>;
        n { x; };
      };
      / {
        a = <2>;
        b;
        n { y; };
        m { };
      };
      """,
      """
      /
        a = <2>
        b
        n
          x
          y
        m
      """),
    TreeCase(
      "by label",
      """
      /dts-v1/;
      / {
        l: n { a = <1>; };
      };
      &l {
        a = <2>;
        c { };
      };
      """,
      """
      /
        n
          a = <2>
          c
      """),
    TreeCase(
      "labels that blocks repeat",
      """
      /dts-v1/;
      / {
        l: m: n { };
      };
      / {
        l: n { a; };
      };
      / {
        k: l: n { };
        l: o: p { };
      };
      / {
        /delete-node/ p;
        m: l: n { };
      };
      &l { b = <&m>; c = &k; };
      &k { d; };
      &m { e; };
      """,
      """
      /
        n
          a
          b = <1>
          c = "/n"
          d
          e
          phandle = <1>
      """),
    TreeCase(
      "by path",
      """
      /dts-v1/;
      / {
        n { c { a; }; };
      };
      &{/n/c} {
        b;
      };
      """,
      """
      /
        n
          c
            a
            b
      """),
    TreeCase(
      "by label and path", isNewer: true,
      """
      /dts-v1/;
      / {
        l: n { c { a; }; };
      };
      &{l/c} {
        b = <&{l/c}>;
      };
      """,
      """
      /
        n
          c
            a
            b = <1>
            phandle = <1>
      """),
    TreeCase(
      "a new label", symbols: true,
      """
      /dts-v1/;
      / {
        l: n { };
      };
      k: &l { a; };
      &k { b; };
      """,
      """
      /
        n
          a
          b
          phandle = <1>
        __symbols__
          k = "/n"
          l = "/n"
      """),
    TreeCase(
      "a label moves",
      """
      /dts-v1/;
      / {
        r = <&l>;
        l: n { };
      };
      /delete-node/ &l;
      / {
        l: m { };
      };
      """,
      """
      /
        r = <1>
        m
          phandle = <1>
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }

  /// It takes its place in the order of its node's labels, even if it was no longer found by its name.
  @Test(arguments: ["", "/ { a: o { }; };\n&a { };\n/delete-node/ &a;\n"])
  func aLabelThatComesBack(between: String) throws {
    let compiled = try compile(
      "/dts-v1/;\n/ { a: b: n { }; };\n/delete-node/ &a;\n\(between)/ { c: n { }; };\n/ { a: n { }; };\n&a { x; };\n"
    )
    #expect(compiled.messages == "")
    let tree = try #require(compiled.tree)
    let node = try #require(tree.node(atPath: "/n"))
    #expect(tree.labels(of: node).map { tree.names.string($0) } == ["c", "a"])
    #expect(tree.property(of: node, named: "x") != nil)
  }

  /// The labels of a deleted property are free, and do not come back with it.
  @Test func labelsOfADeletedProperty() throws {
    let compiled = try compile(
      "/dts-v1/;\n/ { l: a; };\n/ { /delete-property/ a; };\n/ { a; l: b; };\n")
    #expect(compiled.messages == "")
    let tree = try #require(compiled.tree)
    let labels = tree.properties(of: .root).map { tree.labels(of: $0).map { tree.names.string($0) } }
    #expect(labels == [[], ["l"]])
  }
}
