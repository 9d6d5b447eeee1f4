import Testing

/// Words where a value or a cell should be, and what they were probably meant to be.
struct UndefinedWordErrorTests {
  static let cases: [ErrorCase] = [
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
