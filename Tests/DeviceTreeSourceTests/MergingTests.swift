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
      "delete a property",
      """
      /dts-v1/;
      / {
        a;
        b;
        c;
      };
      / {
        /delete-property/ b;
      };
      """,
      """
      /
        a
        c
      """),
    TreeCase(
      "delete a node by name",
      """
      /dts-v1/;
      / {
        a { };
        b { };
      };
      / {
        /delete-node/ a;
      };
      """,
      """
      /
        b
      """),
    TreeCase(
      "delete a node by label",
      """
      /dts-v1/;
      / {
        a { l: x { }; };
      };
      /delete-node/ &l;
      """,
      """
      /
        a
      """),
    TreeCase(
      "delete a node by path",
      """
      /dts-v1/;
      / {
        a { x { }; };
      };
      /delete-node/ &{/a/x};
      """,
      """
      /
        a
      """),
    TreeCase(
      "delete what is not there",
      """
      /dts-v1/;
      / { };
      / {
        /delete-property/ a;
        /delete-node/ n;
      };
      """,
      """
      /
      """),
    TreeCase(
      "delete what the same block merges into an earlier one",
      """
      /dts-v1/;
      / {
        l: n { a; m { }; };
        o { };
      };
      / {
        n { b; m { c; }; };
        /delete-node/ n;
        o { m { }; };
      };
      """,
      """
      /
        o
          m
      """),
    TreeCase(
      "make what the same block deletes first",
      """
      /dts-v1/;
      / {
        /delete-property/ a;
        a = <&{/n}>, <&m>;
        b = &{/n}, &{/n/o};
        /delete-node/ n;
        n { /delete-node/ o; o { }; };
        m: m { /delete-property/ phandle; phandle = <7>; };
      };
      """,
      """
      /
        a = <1 7>
        b = "/n" "/n/o"
        n
          phandle = <1>
          o
        m
          phandle = <7>
      """),
    TreeCase(
      "what comes back keeps its place",
      """
      /dts-v1/;
      / {
        a;
        b;
        n { x; };
        m { };
      };
      / {
        /delete-property/ a;
        /delete-node/ n;
      };
      / {
        c;
        a = <1>;
        n { y; };
      };
      """,
      """
      /
        a = <1>
        b
        c
        n
          y
        m
      """),
    TreeCase(
      "deleted and made again in one block",
      """
      /dts-v1/;
      / {
        n { a; };
      };
      / {
        /delete-node/ n;
        n { b; };
      };
      """,
      """
      /
        n
          b
      """),
    TreeCase(
      "deleted behind what its block says of it",
      """
      /dts-v1/;
      / {
        n { a; };
        m { a; s { b; }; };
        o { };
      };
      / {
        n { b; };
        p { };
        m { d; s { c; }; /delete-node/ s; };
        /delete-node/ n;
        /delete-node/ m;
        m { e; };
        o { };
        /delete-node/ o;
        /delete-node/ o;
        /delete-node/ p;
      };
      """,
      """
      /
        m
          e
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

  /// In the order of its node's labels, too, if it was not found among its namesakes any more.
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
}
