import Testing

/// Common mistakes in nodes: the first message is the cause and offers a remedy, and no others follow.
@Suite struct NodeMistakeTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "deleted property after subnode",
      """
      /dts-v1/;
      / {
        n { };
        l: /delete-property/ a;
      };
      / {
        /delete-node/ n;
        /delete-property/ b;
      };
      """,
      """
      t.dts:4:6: error: '/delete-property/ a' follows a subnode of '/': properties must precede subnodes
          4 |   l: /delete-property/ a;
            |      ^
      t.dts:8:3: error: '/delete-property/ b' follows a subnode of '/': properties must precede subnodes
          8 |   /delete-property/ b;
            |   ^
      """),
    ErrorCase(
      "a comma missing before the next line",
      """
      /dts-v1/;
      / {
        a = <1>
          <2>;
        b = "x"
          "y";
      };
      """,
      """
      t.dts:3:10: error: expected ',' or ';' after a value of property 'a', found '<'
          3 |   a = <1>
            |          ^
      t.dts:5:10: error: expected ',' or ';' after a value of property 'b', found "y"
          5 |   b = "x"
            |          ^
      """),
    ErrorCase(
      "a comma instead of a semicolon",
      """
      /dts-v1/;
      / {
        a = <1>,
        b-c = "x";
        d { e = <1>,
        };
      };
      """,
      """
      t.dts:3:11: error: expected another value of property 'a' after ',', found 'b'
          3 |   a = <1>,
            |           ^
      t.dts:5:15: error: expected another value of property 'e' after ',', found '}'
          5 |   d { e = <1>,
            |               ^
      """),
    ErrorCase(
      "cells that are not closed before others",
      """
      /dts-v1/;
      / { a = <1, <2>; };
      """,
      """
      t.dts:2:11: error: expected '>' before ','
          2 | / { a = <1, <2>; };
            |           ^
      note: the '<' is here (t.dts:2:9)
      """),
    ErrorCase(
      "cells that are not closed before a property",
      """
      /dts-v1/;
      / {
        a = <1
        b-c = <1>;
        d = <1
        #e = <1>;
      };
      """,
      """
      t.dts:3:9: error: expected '>' before 'b'
          3 |   a = <1
            |         ^
      note: the '<' is here (t.dts:3:7)
      t.dts:5:9: error: expected '>' before '#'
          5 |   d = <1
            |         ^
      note: the '<' is here (t.dts:5:7)
      """),
    ErrorCase(
      "numbers with something behind them",
      """
      /dts-v1/;
      / { a = <5a>; b = <300k>; c = <0xfg>; };
      """,
      """
      t.dts:2:11: error: '5a' is not a number
          2 | / { a = <5a>; b = <300k>; c = <0xfg>; };
            |           ^
      help: did you mean 0x5a?
      t.dts:2:23: error: '300k' is not a number
          2 | / { a = <5a>; b = <300k>; c = <0xfg>; };
            |                       ^
      help: a cell is an integer without a unit
      t.dts:2:35: error: '0xfg' is not a number
          2 | / { a = <5a>; b = <300k>; c = <0xfg>; };
            |                                   ^
      help: a hexadecimal number has the digits 0 to 9 and a to f
      """),
    ErrorCase(
      "a word that needs quotes",
      """
      /dts-v1/;
      / { a = gpio-leds; };
      """,
      """
      t.dts:2:9: error: expected a value, found 'gpio', which is not a defined macro
          2 | / { a = gpio-leds; };
            |         ^~~~
      help: a string needs double quotes: "gpio-leds"
      """),
    ErrorCase(
      "quotes of another kind",
      """
      /dts-v1/;
      / { a = 'okay'; };
      """,
      """
      t.dts:2:9: error: expected a value of property 'a', found ''okay''
          2 | / { a = 'okay'; };
            |         ^~~~~~
      help: a string needs double quotes
      """),
    ErrorCase(
      "a colon for an equals sign",
      """
      /dts-v1/;
      / { reg: <1>; };
      """,
      """
      t.dts:2:10: error: expected a property or a node after label 'reg:', found '<'
          2 | / { reg: <1>; };
            |          ^
      help: a property's value follows '='
      """),
    ErrorCase(
      "two equals signs",
      """
      /dts-v1/;
      / { a == <1>; };
      """,
      """
      t.dts:2:7: error: expected '=', ';' or '{' after 'a', found '=='
          2 | / { a == <1>; };
            |       ^~
      help: a property's value follows a single '='
      """),
    ErrorCase(
      "a label with a dash",
      """
      /dts-v1/;
      / { l-1: a { }; };
      """,
      """
      t.dts:2:8: error: expected '=', ';' or '{' after 'l-1', found ':'
          2 | / { l-1: a { }; };
            |        ^
      help: a label has only letters, digits and '_'
      """),
    ErrorCase(
      "macros without a definition where statements begin",
      """
      /dts-v1/;
      / {
        cpus {
          CPU_MAP
          idle-states { a; };
        };
        OTHER(1)
        b {
          LAST
          /omit-if-no-ref/ c { };
        };
      };
      """,
      """
      t.dts:4:12: error: expected '=', ';' or '{' after 'CPU_MAP', found 'idle-states'
          4 |     CPU_MAP
            |            ^
      note: 'CPU_MAP' is not a defined macro
      t.dts:7:8: error: expected '=', ';' or '{' after 'OTHER', found '('
          7 |   OTHER(1)
            |        ^
      note: 'OTHER' is not a defined macro
      """),
    ErrorCase(
      "a comment of another kind",
      """
      /dts-v1/;
      / { a; # b c
      };
      """,
      """
      t.dts:2:10: error: expected '=', ';' or '{' after '#', found 'b'
          2 | / { a; # b c
            |          ^
      help: comments are '/* … */' or begin with '//'
      """),
    ErrorCase(
      "a macro's arguments never end",
      """
      /dts-v1/;
      #define A(x) x
      / { a = <A(1>;
      #b = <1>; };
      """,
      """
      t.dts:3:10: error: argument list of macro 'A' is never closed
          3 | / { a = <A(1>;
            |          ^
      note: macro 'A' is defined here (t.dts:2:9)
      """),
    ErrorCase(
      "a label that begins with a digit",
      """
      /dts-v1/;
      / { 2v5: reg { }; };
      """,
      """
      t.dts:2:8: error: expected '=', ';' or '{' after '2v5', found ':'
          2 | / { 2v5: reg { }; };
            |        ^
      help: a label begins with a letter or '_'
      """),
    ErrorCase(
      "each undefined name once",
      """
      /dts-v1/;
      / { a = <A B A>; b = <A>; c = <B>; };
      """,
      """
      t.dts:2:10: error: expected a cell, found 'A', which is not a defined macro
          2 | / { a = <A B A>; b = <A>; c = <B>; };
            |          ^
      t.dts:2:12: error: expected a cell, found 'B', which is not a defined macro
          2 | / { a = <A B A>; b = <A>; c = <B>; };
            |            ^
      """),
    ErrorCase(
      "a file is missing in a node",
      """
      /dts-v1/;
      / { a {
      #include "b.h"
      }; };
      """,
      """
      t.dts:3:10: error: included file 'b.h' was not found
          3 | #include "b.h"
            |          ^~~~~
      note: searched: '.'
      """),
    ErrorCase(
      "a node with an equals sign",
      """
      /dts-v1/;
      / { a = {1 2}; b = { c; }; };
      """,
      """
      t.dts:2:9: error: expected a value of property 'a', found '{'
          2 | / { a = {1 2}; b = { c; }; };
            |         ^
      help: cells go in angle brackets: <1 2>
      t.dts:2:20: error: expected a value of property 'b', found '{'
          2 | / { a = {1 2}; b = { c; }; };
            |                    ^
      help: a node has no '=' before its '{'
      """),
  ]

  @Test(arguments: cases) func isReported(_ error: ErrorCase) throws { try error.check() }
}
