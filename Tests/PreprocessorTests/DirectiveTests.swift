import TestSupport
import Testing

/// Lines that begin with #.
struct DirectiveTests {
  static let cases: [TextCase] = [
    TextCase(
      "lines that are no directives",
      """
      / {
      #address-cells = <1>;
        #size-cells = <0>;
      #interrupt-cells
      # gpio
      #!x
      # 1
      };
      """,
      """
      / { #address-cells = <1>; #size-cells = <0>; #interrupt-cells # gpio #!x # 1 };
      """),
    TextCase(
      "the null directive",
      """
      #
      a
       # 
      b
      #/**/
      c
      """,
      """
      a b c
      """),
    TextCase(
      "spaces around the mark",
      """
        #  define A 1
      /* c */ # /* d */ undef B
      A
      """,
      """
      1
      """),
    TextCase(
      "not at a line's start",
      """
      a #define A 1
      A
      """,
      """
      a #define A 1 A
      """),
    TextCase(
      "macros are no directives",
      """
      #define H #
      #define D define
      H define A 1
      #D B 2
      A B
      """,
      """
      # define A 1 #define B 2 A B
      """),
    TextCase(
      "line",
      """
      #line 10 "x.dts"
      __LINE__ __FILE__
      #line 20
      __LINE__
      """,
      """
      10 "x.dts" 20
      """),
    TextCase(
      "pragmas pass",
      """
      #pragma x y
      a
      #pragma GCC z
      """,
      """
      a
      """),
    TextCase(
      "ident and others",
      """
      #ident "x"
      #assert a(b)
      x
      """,
      """
      x
      """),
    TextCase(
      "undef",
      """
      #define A 1
      A
      #undef A
      A
      #undef B
      """,
      """
      1 A
      """),
    TextCase(
      "redefined alike",
      """
      #define A  1 +  2
      #define A 1 + 2 /* c */
      #define F(x)  x + 1
      #define F(x) x  + 1
      A F(3)
      """,
      """
      1 + 2 3 + 1
      """),
    TextCase(
      "no space before the body",
      """
      #define A+1
      #define B"x"
      A B
      """,
      """
      +1 "x"
      """),
    TextCase(
      "options", options: ["-DA", "-DB=x y", "-DC", "-UC"],
      """
      A B C
      """,
      """
      1 x y C
      """),
    TextCase(
      "a function from an option", options: ["-DF(x)=x+x"],
      """
      F(1)
      """,
      """
      1 +1
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
