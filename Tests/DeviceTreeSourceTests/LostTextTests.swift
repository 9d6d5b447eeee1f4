import Testing

/// An error that swallows the rest of a file is the last one: nothing that follows from it is reported.
struct LostTextTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "unterminated comment in an included file",
      """
      /dts-v1/;
      / {
        #include "a.dtsi"
      };
      &l { b = <C>; };
      """,
      files: ["a.dtsi": "a = <D>; /* not closed\nl: n { };\n"],
      """
      a.dtsi:1:10: error: comment is never closed
          1 | a = <D>; /* not closed
            |          ^~
      note: included from here (t.dts:3:12)
      a.dtsi:1:6: error: expected a cell, found 'D', which is not a defined macro
          1 | a = <D>; /* not closed
            |      ^
      note: included from here (t.dts:3:12)
      """),
    ErrorCase(
      "unterminated comment in a file that dtc would include",
      """
      /dts-v1/;
      /include/ "a.dtsi"
      &l { b = <C>; };
      """,
      files: ["a.dtsi": "/* not closed\n/ { l: n { }; };\n"],
      """
      a.dtsi:1:1: error: comment is never closed
          1 | /* not closed
            | ^~
      note: included from here (t.dts:2:11)
      """),
    ErrorCase(
      "unterminated conditional whose last branch is not taken",
      """
      /dts-v1/;
      / {
      #if 0
        a;
      };
      """,
      """
      t.dts:3:2: error: conditional is never closed by #endif
          3 | #if 0
            |  ^~
      """),
    ErrorCase(
      "unterminated conditional in an included file",
      """
      /dts-v1/;
      #include "a.dtsi"
      &l { b = <C>; };
      """,
      files: ["a.dtsi": "#if A\n/ { l: n { }; };\n"],
      """
      a.dtsi:1:2: error: conditional is never closed by #endif
          1 | #if A
            |  ^~
      note: included from here (t.dts:2:10)
      """),
    ErrorCase(
      "unterminated conditional in an included file, whose last branch is taken",
      """
      /dts-v1/;
      #include "a.dtsi"
      &m { };
      """,
      files: ["a.dtsi": "#if 1\n/ { l: n { }; };\n"],
      """
      a.dtsi:1:2: error: conditional is never closed by #endif
          1 | #if 1
            |  ^~
      note: included from here (t.dts:2:10)
      t.dts:3:1: error: no node has the label 'm'
          3 | &m { };
            | ^~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
