import Testing

/// Labels, nodes, properties and phandles that are given twice, and bad names.
struct UniquenessErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "unknown label outside in a plugin",
      """
      /dts-v1/;
      /plugin/;
      / {
        a = &uart;
      };
      """,
      """
      t.dts:4:7: error: no node has the label 'uart'
          4 |   a = &uart;
            |       ^~~~~
      help: an overlay can refer to a label of its base only in cells: <&uart>; a path must be written out: "/…"
      """),
    ErrorCase(
      "deletion of a node of the same block; namesakes elsewhere",
      """
      /dts-v1/;
      / {
        a { a { }; };
        /delete-node/ a;
        b { a { }; };
      };
      """,
      """
      t.dts:4:3: error: '/delete-node/' of 'a', which the same block defines
          4 |   /delete-node/ a;
            |   ^
      note: the node (t.dts:3:3)
      """),
    ErrorCase(
      "deletion of a node of the same block, which deletes it before",
      """
      /dts-v1/;
      / {
        /delete-node/ a;
        a { };
        /delete-node/ a;
      };
      """,
      """
      t.dts:5:3: error: '/delete-node/' of 'a', which the same block defines
          5 |   /delete-node/ a;
            |   ^
      note: the node (t.dts:4:3)
      """),
    ErrorCase(
      "a node twice, which the same block deletes before",
      """
      /dts-v1/;
      / {
        /delete-node/ a;
        a { };
        a { };
      };
      """,
      """
      t.dts:5:3: error: node '/a' is defined twice in one block
          5 |   a { };
            |   ^
      note: the first one (t.dts:4:3)
      """),
    ErrorCase(
      "a node twice, of which the second is deleted by its label",
      """
      /dts-v1/;
      / {
        a { };
        l: a { };
        m: a { };
      };
      /delete-node/ &l;
      """,
      """
      t.dts:4:6: error: node '/a' is defined twice in one block
          4 |   l: a { };
            |      ^
      note: the first one (t.dts:3:3)
      note: deleting it later does not help
      t.dts:5:6: error: node '/a' is defined twice in one block
          5 |   m: a { };
            |      ^
      note: the first one (t.dts:3:3)
      """),
    ErrorCase(
      "two fragments of one name",
      """
      /dts-v1/;
      /plugin/;
      / {
        fragment@0 { target = <&a>; __overlay__ { }; };
        fragment@0 { target = <&b>; __overlay__ { }; };
      };
      """,
      """
      t.dts:5:3: error: node '/fragment@0' is defined twice in one block
          5 |   fragment@0 { target = <&b>; __overlay__ { }; };
            |   ^
      note: the first one (t.dts:4:3)
      help: give each fragment a name of its own: 'fragment@0', 'fragment@1', …
      """),
    ErrorCase(
      "a fragment that a block becomes, too",
      """
      /dts-v1/;
      /plugin/;
      / { fragment@0 { target-path = "/"; __overlay__ { }; }; };
      &{/chosen} { };
      """,
      """
      t.dts:4:1: error: node '/fragment@0' is defined twice in one block
          4 | &{/chosen} { };
            | ^
      note: the first one (t.dts:3:5)
      note: '&{/chosen} { … };' becomes 'fragment@0': such blocks are numbered from 0
      """),
    ErrorCase(
      "a node twice, both deleted and the first made anew",
      """
      /dts-v1/;
      / {
        l: n {
          a { };
          a { };
        };
      };
      /delete-node/ &l;
      / { n { a { }; }; };
      """,
      """
      t.dts:5:5: error: node '/n/a' is defined twice in one block
          5 |     a { };
            |     ^
      note: the first one (t.dts:4:5)
      note: deleting it later does not help
      """),
    ErrorCase(
      "duplicate label",
      """
      /dts-v1/;
      / {
        l: a { };
        l: b { };
      };
      """,
      """
      t.dts:4:6: error: label 'l' is defined twice
          4 |   l: b { };
            |      ^
      note: it is also defined here (t.dts:3:6)
      """),
    ErrorCase(
      "duplicate label on property and value",
      """
      /dts-v1/;
      / {
        l: a = <1>;
        b = l: <1>;
      };
      """,
      """
      t.dts:4:7: error: label 'l' is defined twice
          4 |   b = l: <1>;
            |       ^
      note: it is also defined here (t.dts:3:6)
      """),
    ErrorCase(
      "duplicate node",
      """
      /dts-v1/;
      / {
        n@1 { };
        n@1 { };
      };
      """,
      """
      t.dts:4:3: error: node '/n@1' is defined twice in one block
          4 |   n@1 { };
            |   ^
      note: the first one (t.dts:3:3)
      """),
    ErrorCase(
      "duplicate property",
      """
      /dts-v1/;
      / {
        n {
          a = <1>;
          a = <2>;
        };
      };
      """,
      """
      t.dts:5:5: error: property 'a' of '/n' is defined twice in one block
          5 |     a = <2>;
            |     ^
      note: the first one (t.dts:4:5)
      """),
    ErrorCase(
      "duplicate phandle",
      """
      /dts-v1/;
      / {
        a { phandle = <1>; };
        b { phandle = <1>; };
      };
      """,
      """
      t.dts:4:7: error: /b has the phandle 0x1, which /a already has
          4 |   b { phandle = <1>; };
            |       ^
      note: the other one (t.dts:3:3)
      """),
    ErrorCase(
      "phandle of two cells",
      """
      /dts-v1/;
      / {
        a { phandle = <1 2>; };
      };
      """,
      """
      t.dts:3:7: error: 'phandle' of /a has 8 bytes instead of 4
          3 |   a { phandle = <1 2>; };
            |       ^
      """),
    ErrorCase(
      "phandle zero",
      """
      /dts-v1/;
      / {
        a { phandle = <0>; };
      };
      """,
      """
      t.dts:3:7: error: 0x0 cannot be the phandle of /a: 0 and 0xffffffff are reserved
          3 |   a { phandle = <0>; };
            |       ^
      """),
    ErrorCase(
      "phandle mismatch",
      """
      /dts-v1/;
      / {
        a { phandle = <1>; linux,phandle = <2>; };
      };
      """,
      """
      t.dts:3:3: error: 'phandle' and 'linux,phandle' of /a differ
          3 |   a { phandle = <1>; linux,phandle = <2>; };
            |   ^
      """),
    ErrorCase(
      "phandle of another node",
      """
      /dts-v1/;
      / {
        l: a { };
        b { phandle = <&l>; };
      };
      """,
      """
      t.dts:4:7: error: the phandle of /b is a reference to another node
          4 |   b { phandle = <&l>; };
            |       ^
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
