import TestSupport
import Testing

/// What is deleted, and what comes back afterwards.
struct DeletionTests {
  static let cases: [TreeCase] = [
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
      "the second of two namesakes, once the first one is gone",
      """
      /dts-v1/;
      / {
        n { a; };
        n { b; m { }; };
        t { l: n { }; n { m { }; }; };
        u { n { a; }; n { b; }; n { c; }; };
        v { n { }; };
        v { n { b; }; };
        w { n { a; }; n { b; }; };
      };
      /delete-node/ &{/n};
      &{/n/m} { c; };
      /delete-node/ &l;
      /delete-node/ &{/u/n};
      /delete-node/ &{/u/n};
      /delete-node/ &{/v};
      / {
        w { /delete-node/ n; };
        aliases { t = &{/t/n/m}; };
        x { y = <&{/u/n} &{/v/n}>; };
      };
      &{/w/n} { c; };
      """,
      """
      /
        n
          b
          m
            c
        t
          n
            m
        u
          n
            c
            phandle = <1>
        v
          n
            b
            phandle = <2>
        w
          n
            b
            c
        aliases
          t = "/t/n/m"
        x
          y = <1 2>
      """),
    TreeCase(
      "the second of two properties of a name, among many",
      """
      /dts-v1/;
      / {
        n: n {
          phandle = <7>; a0; a1; a2; a3; a4; a5; a6; a7; a8; a9; a10; a11; phandle = <8>;
        };
        m { p = <&n>; };
      };
      / { n { /delete-property/ phandle; }; };
      """,
      """
      /
        n
          a0
          a1
          a2
          a3
          a4
          a5
          a6
          a7
          a8
          a9
          a10
          a11
          phandle = <8>
        m
          p = <8>
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }
}
