import Testing

/// Errors whose position is not simply a line of a file: in macros, and after line markers.
struct MacroPlaceErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "error in a macro",
      """
      /dts-v1/;
      #define BAD <1 FOO>
      / {
        a = BAD;
      };
      """,
      """
      t.dts:4:7: error: expected a cell, found 'FOO', which is not a defined macro
          4 |   a = BAD;
            |       ^~~
      note: in the expansion of macro 'BAD' (t.dts:2:9)
      """),
    ErrorCase(
      "error in a macro's argument",
      """
      /dts-v1/;
      #define CELL(x) <x>
      / {
        a = CELL(1) CELL(+);
      };
      """,
      """
      t.dts:4:7: error: expected ',' or ';' after a value of property 'a', found '<'
          4 |   a = CELL(1) CELL(+);
            |       ^~~~
      note: in the expansion of macro 'CELL' (t.dts:2:9)
      """),
    ErrorCase(
      "error in a macro in a macro",
      """
      /dts-v1/;
      #include "a.h"
      / {
        a = <OUTER(1)>;
      };
      """,
      files: [
        "a.h":
          """
        #define INNER(x) x +
        #define OUTER(x) INNER(x)
        """
      ],
      """
      t.dts:4:8: error: expected a number, '(', '&label' or '>', found '+'
          4 |   a = <OUTER(1)>;
            |        ^~~~~
      note: in the expansion of macro 'INNER' (a.h:1:9)
      note: in the expansion of macro 'OUTER' (a.h:2:9)
      help: an expression in cells needs parentheses: <(…)>
      """),
    ErrorCase(
      "missing semicolon in a macro",
      """
      /dts-v1/;
      #define NODE(n) n { }
      / {
        NODE(a);
        NODE(b)
      };
      """,
      """
      t.dts:5:3: error: expected ';' after the '}' of node 'b', found '}'
          5 |   NODE(b)
            |   ^~~~
      note: in the expansion of macro 'NODE' (t.dts:2:9)
      """),
    ErrorCase(
      "a macro in an argument that is pasted",
      """
      /dts-v1/;
      #define BAD 0x1g
      #define CELLS(x, y) <x y##u>
      / {
        a = CELLS(1,
          BAD + 1);
      };
      """,
      """
      t.dts:6:5: error: expected a cell, found 'g', which is not a defined macro
          6 |     BAD + 1);
            |     ^~~
      note: in the expansion of macro 'BAD' (t.dts:2:9)
      """),
    ErrorCase(
      "line marker",
      """
      # 10 "board.dts"
      /dts-v1/;
      / {
        a = FOO;
      };
      """,
      """
      board.dts:12:7: error: expected a value, found 'FOO', which is not a defined macro
         12 |   a = FOO;
            |       ^~~
      help: a string needs double quotes: "FOO"
      """),
    ErrorCase(
      "line directive",
      """
      #line 10 "board.dts"
      /dts-v1/;
      / {
        a = FOO;
      };
      """,
      """
      board.dts:12:7: error: expected a value, found 'FOO', which is not a defined macro
         12 |   a = FOO;
            |       ^~~
      help: a string needs double quotes: "FOO"
      """),
    ErrorCase(
      "a line directive that one of three inclusions meets",
      """
      /dts-v1/;
      #include "a.dtsi"
      #define M
      #include "a.dtsi"
      #undef M
      #include "a.dtsi"
      """,
      files: ["a.dtsi": "/ { a = X; };\n#ifdef M\n#line 90 \"a.in\"\n#endif\n/ { b = Y; };\n\n"],
      """
      a.dtsi:1:9: error: expected a value, found 'X', which is not a defined macro
          1 | / { a = X; };
            |         ^
      note: included from here (t.dts:2:10)
      help: a string needs double quotes: "X"
      a.dtsi:5:9: error: expected a value, found 'Y', which is not a defined macro
          5 | / { b = Y; };
            |         ^
      note: included from here (t.dts:2:10)
      help: a string needs double quotes: "Y"
      a.dtsi:1:9: error: expected a value, found 'X', which is not a defined macro
          1 | / { a = X; };
            |         ^
      note: included from here (t.dts:4:10)
      help: a string needs double quotes: "X"
      a.in:91:9: error: expected a value, found 'Y', which is not a defined macro
         91 | / { b = Y; };
            |         ^
      note: included from here (t.dts:4:10)
      help: a string needs double quotes: "Y"
      a.dtsi:1:9: error: expected a value, found 'X', which is not a defined macro
          1 | / { a = X; };
            |         ^
      note: included from here (t.dts:6:10)
      help: a string needs double quotes: "X"
      a.dtsi:5:9: error: expected a value, found 'Y', which is not a defined macro
          5 | / { b = Y; };
            |         ^
      note: included from here (t.dts:6:10)
      help: a string needs double quotes: "Y"
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
