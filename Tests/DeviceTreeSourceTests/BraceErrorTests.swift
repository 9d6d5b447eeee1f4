import Testing

/// Missing and superfluous braces: where they are noticed, and where the lines' indentation shows them to be.
@Suite struct BraceErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "missing in a block that is empty, at the end",
      """
      /dts-v1/;
      / {
      \tl: n { };
      };
      &l {

      """,
      """
      t.dts:5:5: error: node '&l' is never closed by '};'
          5 | &l {
            |     ^
      note: it is opened here (t.dts:5:2)
      """),
    ErrorCase(
      "missing before another block",
      """
      /dts-v1/;
      / {
      \tsoc {
      \t\tuart: serial@1 {
      \t\t\treg = <1>;
      \t};
      };
      &uart {
      \tstatus = "okay";
      };
      / { a = ; };
      """,
      """
      t.dts:8:1: error: node '/' is not closed by '};' before this block
          8 | &uart {
            | ^
      note: it is opened here (t.dts:2:1)
      note: a '};' may be missing for 'uart: serial@1' (t.dts:4:3)
      note: the '}' that closes it is further left (t.dts:6:2)
      t.dts:11:9: error: expected a value of property 'a', found ';'
         11 | / { a = ; };
            |         ^
      """),
    ErrorCase(
      "missing before the root, behind braces that are none",
      """
      /dts-v1/;
      #define BRACES a = <1>; \\
        }; };
      / {
        l: a {
          b = "}; \\"", "{"; /* };
      }; */ c = <'}' '\\''>; // };
          };
        d
        {
        #cells = <1>; e { f;
      };
      / { };
      """,
      """
      t.dts:13:1: error: node 'd' is not closed by '};' before this block
         13 | / { };
            | ^
      note: it is opened here (t.dts:9:3)
      note: a '};' may be missing for '#cells = <1>; e' (t.dts:11:3)
      note: the '}' that closes it is further left (t.dts:12:1)
      """),
    ErrorCase(
      "missing at the end, and nothing says where",
      "/dts-v1/;\n/ { a { b { }; };\n",
      """
      t.dts:2:18: error: node '/' is never closed by '};'
          2 | / { a { b { }; };
            |                  ^
      note: it is opened here (t.dts:2:1)
      """),
    ErrorCase(
      "one too many, noticed at the end",
      """
      /dts-v1/;
      / {
        a {
          b {
          };
          };
        };
      };
      """,
      """
      t.dts:8:1: error: this '}' closes no node
          8 | };
            | ^
      note: this '}' may be one too many: it is further right than 'a', which it closes (t.dts:6:5)
      """),
    ErrorCase(
      "one too many, noticed at a node",
      """
      /dts-v1/;
      / {
      };
      &{/} {
        b {
      \t};
        };
        c { };
      };
      """,
      """
      t.dts:8:3: error: expected '/ {', '&label {' or the end of the source, found 'c'
          8 |   c { };
            |   ^
      note: this '}' may be one too many: it is further right than 'b', which it closes (t.dts:6:2)
      """),
    ErrorCase(
      "missing before a deletion, and before a label",
      """
      /dts-v1/;
      / {
        l: a {
      };
      /delete-node/ &l;
      m: &l { };
      """,
      """
      t.dts:5:15: error: node '/' is not closed by '};' before this block
          5 | /delete-node/ &l;
            |               ^
      note: it is opened here (t.dts:2:1)
      note: a '};' may be missing for 'l: a' (t.dts:3:3)
      note: the '}' that closes it is further left (t.dts:4:1)
      t.dts:6:4: error: no node has the label 'l'
          6 | m: &l { };
            |    ^~
      note: the node with this label is deleted here (t.dts:5:15)
      """),
    ErrorCase(
      "missing in a file that is included before",
      "/dts-v1/;\n#include \"a.dtsi\"\n&l { };\n", files: ["a.dtsi": "/ {\n\tl: a {\n};\n"],
      """
      t.dts:3:1: error: node '/' is not closed by '};' before this block
          3 | &l { };
            | ^
      note: it is opened here (a.dtsi:1:1)
      note: a '};' may be missing for 'l: a' (a.dtsi:2:2)
      note: the '}' that closes it is further left (a.dtsi:3:1)
      """),
    ErrorCase(
      "a block in a file that is included in a node",
      "/dts-v1/;\n/ {\n\tl: a {\n#include \"a.dtsi\"\n\t};\n\tb { };\n};\n", files: ["a.dtsi": "&l { };\n"],
      """
      a.dtsi:1:1: error: expected a property, a node or '}', found '&'
          1 | &l { };
            | ^
      note: included from here (t.dts:4:10)
      help: a block '&label { … };' belongs outside of all nodes
      """),
    ErrorCase(
      "a block in a node",
      """
      /dts-v1/;
      / {
        l: a { };
        &l { };
      };
      """,
      """
      t.dts:4:3: error: expected a property, a node or '}', found '&'
          4 |   &l { };
            |   ^
      help: a block '&label { … };' belongs outside of all nodes
      """),
  ]

  @Test(arguments: cases) func isReported(_ error: ErrorCase) throws { try error.check() }
}
