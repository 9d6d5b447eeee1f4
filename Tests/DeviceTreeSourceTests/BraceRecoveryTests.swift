import Testing

/// What is reported about braces where indentation tells more; parsing goes on as if they had been right.
@Suite struct BraceRecoveryTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "a property behind a subnode, indented as if it were its",
      """
      /dts-v1/;
      / {
        n {
          a;
          };
          b = <1>;
        m { };
        o { };
      };
      """,
      """
      t.dts:6:5: error: property 'b' follows a subnode of '/': properties must precede subnodes
          6 |     b = <1>;
            |     ^
      note: this '}' may be one too many: it is further right than 'n', which it closes (t.dts:5:5)
      """),
    ErrorCase(
      "missing, as the neighbour shows",
      """
      /dts-v1/;
      / {
      \ta {
      \t\tx;

      \tb {
      \t};
      };
      &{/a} {
      };
      """,
      """
      t.dts:9:1: error: node '/' is not closed by '};' before this block
          9 | &{/a} {
            | ^
      note: it is opened here (t.dts:2:1)
      note: a '};' may be missing for 'a' (t.dts:3:2)
      note: what begins here is read as part of it, but is not indented further (t.dts:6:2)
      """),
    ErrorCase(
      "missing, in a file that is indented badly before and behind",
      """
      /dts-v1/;
      / {
      \tm {
      \t\tn {
      \t\to;
      \t};

      \tp { };
      \t};
      \ta {
      \t\tx;
      \tb {
      \t\tc {
      \t\td;
      \t};
      \t\te { };
      \t};
      };
      / { };
      """,
      """
      t.dts:19:1: error: node '/' is not closed by '};' before this block
         19 | / { };
            | ^
      note: it is opened here (t.dts:2:1)
      note: a '};' may be missing for 'a' (t.dts:10:2)
      note: what begins here is read as part of it, but is not indented further (t.dts:12:2)
      """),
    ErrorCase(
      "a comment takes the brace with it",
      """
      /dts-v1/;
      / {
      \ta {
      \t\tx; /* is it?
      \t};
      \tb { }; /* no */
      };
      / { };
      """,
      """
      t.dts:8:1: error: node '/' is not closed by '};' before this block
          8 | / { };
            | ^
      note: it is opened here (t.dts:2:1)
      note: a '*/' may be missing for this comment, which extends to the end of the next one (t.dts:4:6)
      """),
    ErrorCase(
      "one too many amid properties",
      """
      /dts-v1/;
      / {
      \ta {
      \t\tx;
      \t};
      \t\ty;
      \t};
      \tb { };
      \tc { };
      };
      &{/a} { z = <&b>; };
      """,
      """
      t.dts:6:3: error: property 'y' follows a subnode of '/': properties must precede subnodes
          6 |         y;
            |         ^
      note: this '}' may be one too many: what follows is indented as if it were still in 'a' (t.dts:5:2)
      """),
    ErrorCase(
      "one too many before a subnode",
      """
      /dts-v1/;
      / {
      \ta {
      \t\tx;
      \t};
      \t\tc {
      \t\t};
      \t};
      \tl: d { };
      \te { };
      };
      &l { y; };
      """,
      """
      t.dts:9:5: error: expected '/ {', '&label {' or the end of the source, found 'd'
          9 |     l: d { };
            |        ^
      note: this '}' may be one too many: what follows is indented as if it were still in 'a' (t.dts:5:2)
      """),
    ErrorCase(
      "one too many closes the block",
      """
      /dts-v1/;
      / {
      \tl: a { };
      };
      &l {
      \tx;
      };
      \tb {
      \t};
      \tm: c {
      \t};
      };
      &m { y; };
      """,
      """
      t.dts:8:2: error: expected '/ {', '&label {' or the end of the source, found 'b'
          8 |     b {
            |     ^
      note: this '}' may be one too many: what follows is indented as if it were still in '&l' (t.dts:7:1)
      """),
    ErrorCase(
      "missing behind a node's name",
      """
      /dts-v1/;
      / {
      \tl: a
      \t\tx;
      \t\ty { };
      \t};
      \tb { };
      };
      &l { z; };
      """,
      """
      t.dts:3:6: error: expected '=', ';' or '{' after 'a', found 'x'
          3 |     l: a
            |         ^
      """),
    ErrorCase(
      "missing behind a reference",
      """
      /dts-v1/;
      / { l: a { }; };
      &l
      \tx;
      \tb { };
      };
      &l { y; };
      """,
      """
      t.dts:3:3: error: expected '{', found 'x'
          3 | &l
            |   ^
      """),
    ErrorCase(
      "the semicolon is missing, and not the brace",
      """
      /dts-v1/;
      / {
      \ta {
      \t\tx
      \t\ty;
      \t\tz
      \t};
      };
      """,
      """
      t.dts:4:4: error: expected '=', ';' or '{' after 'x', found 'y'
          4 |         x
            |          ^
      t.dts:6:4: error: expected '=', ';' or '{' after 'z', found '}'
          6 |         z
            |          ^
      """),
    ErrorCase(
      "the ampersand is missing, and no brace",
      """
      /dts-v1/;
      / {
      \ta {
      \t\tb {
      \t\tx;
      \t\t};
      \t\t\t};
      \tl: d { };
      };
      l {
      };
      """,
      """
      t.dts:10:1: error: expected '/ {', '&label {' or the end of the source, found 'l'
         10 | l {
            | ^
      help: did you mean '&l {'?
      """),
    ErrorCase(
      "before a file that has blocks",
      """
      /dts-v1/;
      / {
      \tl: a {
      \t};
      #include "a.dtsi"
      / { };
      """, files: ["a.dtsi": "&l {\n};"],
      """
      a.dtsi:1:1: error: node '/' is not closed by '};' before this block
          1 | &l {
            | ^
      note: it is opened here (t.dts:2:1)
      note: included from here (t.dts:5:10)
      """),
  ]

  @Test(arguments: cases) func isReported(_ error: ErrorCase) throws { try error.check() }
}
