import Testing

/// Errors in a statement: a brace, a semicolon, an angle bracket.
struct StatementErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "no version tag",
      """
      / { };
      """,
      """
      t.dts:1:1: error: expected '/dts-v1/;' before everything else, found '/'
          1 | / { };
            | ^
      """),
    ErrorCase(
      "only the tag",
      """
      /dts-v1/;
      """,
      """
      t.dts:1:10: error: the source has no root node '/ { … };'
          1 | /dts-v1/;
            |          ^
      """),
    ErrorCase(
      "tag without semicolon",
      """
      /dts-v1/
      / { };
      """,
      """
      t.dts:1:9: error: expected ';' after '/dts-v1/', found '/'
          1 | /dts-v1/
            |         ^
      """),
    ErrorCase(
      "late plugin",
      """
      /dts-v1/;
      / { };
      /plugin/;
      """,
      """
      t.dts:3:1: error: '/plugin/' is out of place here
          3 | /plugin/;
            | ^~~~~~~~
      help: '/plugin/;' belongs right after '/dts-v1/;', before memory reservations and nodes
      """),
    ErrorCase(
      "plugin tag twice differs",
      """
      /dts-v1/;
      /dts-v1/; /plugin/;
      / { };
      """,
      """
      t.dts:2:1: error: '/dts-v1/;' is given twice, once with '/plugin/;' and once without
          2 | /dts-v1/; /plugin/;
            | ^
      """),
    ErrorCase(
      "missing semicolon",
      """
      /dts-v1/;
      / {
        a = <1>
        b = <2>;
      };
      """,
      """
      t.dts:3:10: error: expected ';' after property 'a', found 'b'
          3 |   a = <1>
            |          ^
      """),
    ErrorCase(
      "missing semicolon, same line",
      """
      /dts-v1/;
      / {
        a = <1> b = <2>;
      };
      """,
      """
      t.dts:3:10: error: expected ';' after property 'a', found 'b'
          3 |   a = <1> b = <2>;
            |          ^
      """),
    ErrorCase(
      "missing semicolon before brace",
      """
      /dts-v1/;
      / {
        a = <1>
      };
      """,
      """
      t.dts:3:10: error: expected ';' after property 'a', found '}'
          3 |   a = <1>
            |          ^
      """),
    ErrorCase(
      "missing semicolon after node",
      """
      /dts-v1/;
      / {
        n { }
        m { };
      };
      """,
      """
      t.dts:3:8: error: expected ';' after the '}' of node 'n', found 'm'
          3 |   n { }
            |        ^
      """),
    ErrorCase(
      "missing semicolon at end",
      """
      /dts-v1/;
      / {
      }
      """,
      """
      t.dts:3:2: error: expected ';' after the '}' of node '/', found the end of the source
          3 | }
            |  ^
      """),
    ErrorCase(
      "missing semicolons behind blocks for nodes",
      """
      /dts-v1/;
      / { x: y { }; };
      &x { }
      &{/y} { }
      / { }
      """,
      """
      t.dts:3:7: error: expected ';' after the '}' of node '&x', found '&'
          3 | &x { }
            |       ^
      t.dts:4:10: error: expected ';' after the '}' of node '&{/y}', found '/'
          4 | &{/y} { }
            |          ^
      t.dts:5:6: error: expected ';' after the '}' of node '/', found the end of the source
          5 | / { }
            |      ^
      """),
    ErrorCase(
      "missing semicolons behind blocks whose names macros make",
      """
      /dts-v1/;
      #define C(a, b) a##b
      #define P(a) &{/a##1}
      / { l0: n1 { }; };
      &C(l, 0) { }
      P(n) { }
      """,
      """
      t.dts:5:13: error: expected ';' after the '}' of node '&l0', found '&'
          5 | &C(l, 0) { }
            |             ^
      t.dts:6:9: error: expected ';' after the '}' of node '&{/n1}', found the end of the source
          6 | P(n) { }
            |         ^
      """),
    ErrorCase(
      "missing closing brace",
      """
      /dts-v1/;
      / {
        soc {
          a = <1>;
      };
      """,
      """
      t.dts:5:3: error: node '/' is never closed by '};'
          5 | };
            |   ^
      note: it is opened here (t.dts:2:1)
      note: a '};' may be missing for 'soc' (t.dts:3:3)
      note: the '}' that closes it is further left (t.dts:5:1)
      """),
    ErrorCase(
      "one closing brace too many",
      """
      /dts-v1/;
      / {
        a = <1>;
        };
      };
      """,
      """
      t.dts:5:1: error: this '}' closes no node
          5 | };
            | ^
      note: this '}' may be one too many: it is further right than '/', which it closes (t.dts:4:3)
      """),
    ErrorCase(
      "missing open angle",
      """
      /dts-v1/;
      / {
        a = 1>;
      };
      """,
      """
      t.dts:3:7: error: expected a value of property 'a', found '1'
          3 |   a = 1>;
            |       ^
      help: cells go in angle brackets: <1 2>
      """),
    ErrorCase(
      "missing close angle",
      """
      /dts-v1/;
      / {
        a = <1;
        b;
      };
      """,
      """
      t.dts:3:9: error: expected a number, '(', '&label' or '>', found ';'
          3 |   a = <1;
            |         ^
      note: the '<' is here (t.dts:3:7)
      """),
    ErrorCase(
      "missing close angle, next line",
      """
      /dts-v1/;
      / {
        a = <1
        b = <2>;
      };
      """,
      """
      t.dts:3:9: error: expected '>' before 'b'
          3 |   a = <1
            |         ^
      note: the '<' is here (t.dts:3:7)
      """),
    ErrorCase(
      "missing value",
      """
      /dts-v1/;
      / {
        a = ;
      };
      """,
      """
      t.dts:3:7: error: expected a value of property 'a', found ';'
          3 |   a = ;
            |       ^
      """),
    ErrorCase(
      "trailing comma",
      """
      /dts-v1/;
      / {
        a = <1>, ;
      };
      """,
      """
      t.dts:3:12: error: expected a value of property 'a', found ';'
          3 |   a = <1>, ;
            |            ^
      """),
    ErrorCase(
      "missing comma",
      """
      /dts-v1/;
      / {
        a = "x" "y";
      };
      """,
      """
      t.dts:3:10: error: expected ',' or ';' after a value of property 'a', found "y"
          3 |   a = "x" "y";
            |          ^
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
