import Testing

/// Errors in values other than cells.
struct ValueErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "string in cells",
      """
      /dts-v1/;
      / {
        a = <"x">;
      };
      """,
      """
      t.dts:3:8: error: expected a number, '(', '&label' or '>', found "x"
          3 |   a = <"x">;
            |        ^~~
      help: a string goes outside of '<' and '>'
      """),
    ErrorCase(
      "unterminated string",
      """
      /dts-v1/;
      / {
        a = "x;
        b = <1>;
      };
      """,
      """
      t.dts:3:7: error: string is not closed on its line
          3 |   a = "x;
            |       ^~~
      """),
    ErrorCase(
      "unterminated string with a label behind",
      """
      /dts-v1/;
      / {
        a = "one", "two;
      };
      """,
      """
      t.dts:3:14: error: string is not closed on its line
          3 |   a = "one", "two;
            |              ^~~~~
      """),
    ErrorCase(
      "bytes, odd",
      """
      /dts-v1/;
      / {
        a = [012];
      };
      """,
      """
      t.dts:3:8: error: '012' is not a sequence of bytes: each has two hexadecimal digits
          3 |   a = [012];
            |        ^~~
      """),
    ErrorCase(
      "bytes, no hexadecimal",
      """
      /dts-v1/;
      / {
        a = [01 0g];
      };
      """,
      """
      t.dts:3:11: error: '0g' is not a sequence of bytes: each has two hexadecimal digits
          3 |   a = [01 0g];
            |           ^~
      """),
    ErrorCase(
      "bytes with 0x",
      """
      /dts-v1/;
      / {
        mac = [0x01 0x02];
      };
      """,
      """
      t.dts:3:10: error: '0x01' is not a sequence of bytes: each has two hexadecimal digits
          3 |   mac = [0x01 0x02];
            |          ^~~~
      help: bytes are written without 0x: [01 ff]
      """),
    ErrorCase(
      "bytes with commas",
      """
      /dts-v1/;
      / {
        mac = [01, 02];
      };
      """,
      """
      t.dts:3:12: error: expected two hexadecimal digits or ']', found ','
          3 |   mac = [01, 02];
            |            ^
      """),
    ErrorCase(
      "bytes not closed",
      """
      /dts-v1/;
      / {
        a = [01 02;
      };
      """,
      """
      t.dts:3:13: error: expected two hexadecimal digits or ']', found ';'
          3 |   a = [01 02;
            |             ^
      note: the '[' is here (t.dts:3:7)
      """),
    ErrorCase(
      "bits of another size",
      """
      /dts-v1/;
      / {
        a = /bits/ 12 <1>;
      };
      """,
      """
      t.dts:3:14: error: array elements have 8, 16, 32 or 64 bits, not 12
          3 |   a = /bits/ 12 <1>;
            |              ^~
      """),
    ErrorCase(
      "bits without cells",
      """
      /dts-v1/;
      / {
        a = /bits/ 8 "x";
      };
      """,
      """
      t.dts:3:16: error: expected '<' after '/bits/ 8', found "x"
          3 |   a = /bits/ 8 "x";
            |                ^~~
      """),
    ErrorCase(
      "bits without number",
      """
      /dts-v1/;
      / {
        a = /bits/ <1>;
      };
      """,
      """
      t.dts:3:14: error: expected 8, 16, 32 or 64 after '/bits/'
          3 |   a = /bits/ <1>;
            |              ^
      """),
    ErrorCase(
      "reference in narrow cells",
      """
      /dts-v1/;
      / {
        l: n { };
        m { a = /bits/ 64 <&l>; };
      };
      """,
      """
      t.dts:4:22: error: a reference is a phandle of 32 bits and cannot be in an array of 64-bit elements
          4 |   m { a = /bits/ 64 <&l>; };
            |                      ^
      """),
    ErrorCase(
      "empty character",
      """
      /dts-v1/;
      / {
        a = <''>;
      };
      """,
      """
      t.dts:3:8: error: empty character constant
          3 |   a = <''>;
            |        ^~
      """),
    ErrorCase(
      "long character",
      """
      /dts-v1/;
      / {
        a = <'ab'>;
      };
      """,
      """
      t.dts:3:8: error: ''ab'' is more than one character
          3 |   a = <'ab'>;
            |        ^~~~
      """),
    ErrorCase(
      "unterminated character",
      """
      /dts-v1/;
      / {
        a = <'a>;
      };
      """,
      """
      t.dts:3:8: error: character is not closed on its line
          3 |   a = <'a>;
            |        ^~~~
      """),
    ErrorCase(
      "escape without digits",
      #"""
      /dts-v1/;
      / {
        a = "\xg";
      };
      """#,
      #"""
      t.dts:3:7: error: '\x' needs hexadecimal digits
          3 |   a = "\xg";
            |       ^~~~~
      """#),
    ErrorCase(
      "references and cells without what makes them such",
      """
      /dts-v1/;
      / { c: clock { }; };
      / {
        a = c;
        b = <c 1>;
        d = &c 1;
        e = <1> 2;
        f = (1 + 2);
      };
      """,
      """
      t.dts:4:7: error: expected a value, found 'c', which is not a defined macro
          4 |   a = c;
            |       ^
      help: a reference to the node with this label is written '&c'
      t.dts:5:8: error: expected a cell, found 'c', which is not a defined macro
          5 |   b = <c 1>;
            |        ^
      help: a reference to the node with this label is written '&c'
      t.dts:6:9: error: expected ';' after property 'd', found '1'
          6 |   d = &c 1;
            |         ^
      help: cells go in angle brackets: <1 2>
      t.dts:7:10: error: expected ';' after property 'e', found '2'
          7 |   e = <1> 2;
            |          ^
      help: cells go in angle brackets: <1 2>
      t.dts:8:7: error: expected a value of property 'f', found '('
          8 |   f = (1 + 2);
            |       ^
      help: cells go in angle brackets: <1 2>
      """),
    ErrorCase(
      "typographic quotes",
      """
      /dts-v1/;
      / {
        a = “x”;
      };
      """,
      """
      t.dts:3:7: error: expected a value of property 'a', found '“'
          3 |   a = “x”;
            |       ^
      """),
    ErrorCase(
      "no ASCII in a name",
      """
      /dts-v1/;
      / {
        né { };
      };
      """,
      """
      t.dts:3:4: error: expected '=', ';' or '{' after 'n', found 'é'
          3 |   né { };
            |    ^
      """),
    ErrorCase(
      "boolean as 1",
      """
      /dts-v1/;
      / {
        a = true;
      };
      """,
      """
      t.dts:3:7: error: expected a value, found 'true', which is not a defined macro
          3 |   a = true;
            |       ^~~~
      help: a boolean property is true if it is present, and false if it is absent
      """),
    ErrorCase(
      "an option that is off",
      """
      #define CONFIG_K3_ATF_LOAD_ADDR 1
      /dts-v1/;
      / {
        a = <CONFIG_K3_OPTEE_LOAD_ADDR>;
      };
      """,
      """
      t.dts:4:8: error: expected a cell, found 'CONFIG_K3_OPTEE_LOAD_ADDR', which is not a defined macro
          4 |   a = <CONFIG_K3_OPTEE_LOAD_ADDR>;
            |        ^~~~~~~~~~~~~~~~~~~~~~~~~
      help: is the option disabled, or the generated 'autoconf.h' not included?
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
