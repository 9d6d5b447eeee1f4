import Testing

/// Errors in cells and their expressions.
struct NumberErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "undefined macro as a cell",
      """
      /dts-v1/;
      #define GPIO_ACTIVE_LOW 1
      / {
        gpios = <1 GPIO_ACTIVE_LO>;
      };
      """,
      """
      t.dts:4:14: error: expected a cell, found 'GPIO_ACTIVE_LO', which is not a defined macro
          4 |   gpios = <1 GPIO_ACTIVE_LO>;
            |              ^~~~~~~~~~~~~~
      help: did you mean 'GPIO_ACTIVE_LOW'? (t.dts:2:9)
      """),
    ErrorCase(
      "undefined macro as a value",
      """
      /dts-v1/;
      #define MODEL "x"
      / {
        model = MODLE;
      };
      """,
      """
      t.dts:4:11: error: expected a value, found 'MODLE', which is not a defined macro
          4 |   model = MODLE;
            |           ^~~~~
      help: did you mean 'MODEL'? (t.dts:2:9)
      """),
    ErrorCase(
      "undefined macro, nothing near",
      """
      /dts-v1/;
      / {
        a = <GIC_SPI 1>;
      };
      """,
      """
      t.dts:3:8: error: expected a cell, found 'GIC_SPI', which is not a defined macro
          3 |   a = <GIC_SPI 1>;
            |        ^~~~~~~
      """),
    ErrorCase(
      "undefined macro in an expression",
      """
      /dts-v1/;
      / {
        a = <(IRQ_BASE + 1)>;
      };
      """,
      """
      t.dts:3:9: error: expected a number, found 'IRQ_BASE', which is not a defined macro
          3 |   a = <(IRQ_BASE + 1)>;
            |         ^~~~~~~~
      """),
    ErrorCase(
      "undefined function macro",
      """
      /dts-v1/;
      / {
        a = <GPIO(3)>;
      };
      """,
      """
      t.dts:3:8: error: expected a cell, found 'GPIO', which is not a defined macro
          3 |   a = <GPIO(3)>;
            |        ^~~~
      """),
    ErrorCase(
      "function macro without call",
      """
      /dts-v1/;
      #define PIN(x) x
      / {
        a = <PIN>;
      };
      """,
      """
      t.dts:4:8: error: macro 'PIN' takes arguments, but none follow it
          4 |   a = <PIN>;
            |        ^~~
      note: macro 'PIN' is defined here (t.dts:2:9)
      """),
    ErrorCase(
      "bad octal",
      """
      /dts-v1/;
      / {
        a = <089>;
      };
      """,
      """
      t.dts:3:8: error: '089' begins with 0, so it is octal, but has the digit 8
          3 |   a = <089>;
            |        ^~~
      """),
    ErrorCase(
      "too large for 64 bits",
      """
      /dts-v1/;
      / {
        a = <0x1ffffffffffffffff>;
        b = <18446744073709551616>;
      };
      """,
      """
      t.dts:3:8: error: '0x1ffffffffffffffff' does not fit into 64 bits
          3 |   a = <0x1ffffffffffffffff>;
            |        ^~~~~~~~~~~~~~~~~~~
      t.dts:4:8: error: '18446744073709551616' does not fit into 64 bits
          4 |   b = <18446744073709551616>;
            |        ^~~~~~~~~~~~~~~~~~~~
      """),
    ErrorCase(
      "over-wide cell",
      """
      /dts-v1/;
      / {
        a = <0x100000000>;
        b = /bits/ 8 <256 (-1) (-129)>;
      };
      """,
      """
      t.dts:3:8: warning: value 0x0000000100000000 is truncated to 0x00000000
          3 |   a = <0x100000000>;
            |        ^~~~~~~~~~~
      t.dts:4:17: warning: value 0x0000000000000100 is truncated to 0x00
          4 |   b = /bits/ 8 <256 (-1) (-129)>;
            |                 ^~~
      """),
    ErrorCase(
      "hexadecimal without digits",
      """
      /dts-v1/;
      / {
        a = <0x>;
      };
      """,
      """
      t.dts:3:9: error: '0x' is not a number
          3 |   a = <0x>;
            |         ^
      help: a hexadecimal number has the digits 0 to 9 and a to f
      """),
    ErrorCase(
      "letters after digits",
      """
      /dts-v1/;
      / {
        a = <12ab>;
      };
      """,
      """
      t.dts:3:10: error: '12ab' is not a number
          3 |   a = <12ab>;
            |          ^~
      help: did you mean 0x12ab?
      """),
    ErrorCase(
      "a binary number",
      """
      /dts-v1/;
      / { a = <0b101>; };
      """,
      """
      t.dts:2:11: error: '0b101' is not a number
          2 | / { a = <0b101>; };
            |           ^~~~
      help: did you mean 5? There are no binary numbers
      """),
    ErrorCase(
      "numbers with exponents",
      """
      /dts-v1/;
      / {
        a = <1e6>;
        b = <24E06>;
        c = <1e30>;
        d = <1e10>;
      };
      """,
      """
      t.dts:3:9: error: '1e6' is not a number
          3 |   a = <1e6>;
            |         ^~
      help: did you mean 1000000, or 0x1e6 in hexadecimal?
      t.dts:4:10: error: '24E06' is not a number
          4 |   b = <24E06>;
            |          ^~~
      help: did you mean 24000000, or 0x24E06 in hexadecimal?
      t.dts:5:9: error: '1e30' is not a number
          5 |   c = <1e30>;
            |         ^~~
      help: did you mean 0x1e30?
      t.dts:6:9: error: '1e10' is not a number
          6 |   d = <1e10>;
            |         ^~~
      help: numbers have no exponents; in hexadecimal it is 0x1e10
      """),
    ErrorCase(
      "division by zero",
      """
      /dts-v1/;
      / {
        a = <(5 / (1 - 1))>;
        b = <(5 % 0)>;
      };
      """,
      """
      t.dts:3:9: error: division by zero
          3 |   a = <(5 / (1 - 1))>;
            |         ^~~~~~~~~~~
      t.dts:4:9: error: division by zero
          4 |   b = <(5 % 0)>;
            |         ^~~~~
      """),
    ErrorCase(
      "negative number without parentheses",
      """
      /dts-v1/;
      / {
        a = <-1>;
      };
      """,
      """
      t.dts:3:8: error: expected a number, '(', '&label' or '>', found '-'
          3 |   a = <-1>;
            |        ^
      help: an expression in cells needs parentheses: <(…)>
      """),
    ErrorCase(
      "operator outside of parentheses",
      """
      /dts-v1/;
      / {
        a = <1 + 2>;
      };
      """,
      """
      t.dts:3:10: error: expected a number, '(', '&label' or '>', found '+'
          3 |   a = <1 + 2>;
            |          ^
      help: an expression in cells needs parentheses: <(…)>
      """),
    ErrorCase(
      "parenthesis not closed",
      """
      /dts-v1/;
      / {
        a = <(1 + 2>;
      };
      """,
      """
      t.dts:3:15: error: expected a number or '(', found ';'
          3 |   a = <(1 + 2>;
            |               ^
      note: the last '(' is here (t.dts:3:8)
      """),
    ErrorCase(
      "operand missing",
      """
      /dts-v1/;
      / {
        a = <(1 + )>;
      };
      """,
      """
      t.dts:3:13: error: expected a number or '(', found ')'
          3 |   a = <(1 + )>;
            |             ^
      note: the last '(' is here (t.dts:3:8)
      """),
    ErrorCase(
      "ternary without colon",
      """
      /dts-v1/;
      / {
        a = <(1 ? 2)>;
      };
      """,
      """
      t.dts:3:14: error: expected ':' after '?', found ')'
          3 |   a = <(1 ? 2)>;
            |              ^
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
