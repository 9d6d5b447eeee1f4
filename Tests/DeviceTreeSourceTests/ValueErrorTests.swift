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
    // As in dtc, the prefix is a word of its own.
    ErrorCase(
      "wide literals",
      """
      /dts-v1/;
      / {
        a = L"x";
        b = <L'c'>;
      };
      """,
      """
      t.dts:3:7: error: expected a value, found 'L', which is not a defined macro
          3 |   a = L"x";
            |       ^
      help: a string needs double quotes: "L"
      t.dts:4:8: error: expected a cell, found 'L', which is not a defined macro
          4 |   b = <L'c'>;
            |        ^
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
      "backslash as a character",
      #"""
      /dts-v1/;
      / {
        a = <'\'>;
        b = <'\\' '\''>;
      };
      """#,
      #"""
      t.dts:3:8: error: character is not closed on its line
          3 |   a = <'\'>;
            |        ^~~~~
      help: '\\' is a backslash, and '\'' is a quote
      """#),
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
      help: a string needs straight double quotes: "…"
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
