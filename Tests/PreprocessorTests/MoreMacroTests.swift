import TestSupport
import Testing

/// More macros and their calls.
struct MoreMacroTests {
  static let cases: [TextCase] = [
    TextCase(
      "directives in arguments",
      """
      #define F(x) <x>
      F(
      #ifdef NO
      1
      #else
      2
      #endif
      #define A 3
      A)
      """,
      """
      <2 3>
      """),
    TextCase(
      "redefined in its own call",
      """
      #define F(x) <x>
      F(
      #undef F
      #define F(x) [x]
      1) F(2)
      """,
      """
      <1> [2]
      """),
    TextCase(
      "redefined in its own call: its name is not expanded in the body",
      """
      #define F(x) F(x) x
      F(
      #undef F
      #define F(x) [x]
      1) F(2)
      #define G() G H
      #define H G
      G(
      #undef G
      #define G 5 G
      ) G
      #undef F
      #define F(x) A x F
      #define A F(2)
      F(
      #undef F
      #define F(y) <y A>
      3) F(4)
      """,
      """
      F(1) 1 [2] G G 5 G F(2) 3 F <4 F(2)>
      """),
    TextCase(
      "redefined in its own call in another one",
      """
      #define F(x) F(1) x
      F(F(
      #undef F
      #define F(y) <y>
      3) F(4)) F(5)
      #undef F
      #define F(x) F x
      #pragma push_macro("F")
      #undef F
      #define F(x) <F(x)>
      F(
      #pragma pop_macro("F")
      3) F(4)
      """,
      """
      F(1) <3> <4> <5> <F(3)> F 4
      """),
    TextCase(
      "adjacency",
      """
      #define A x
      #define F(a) a
      #define E
      A@A-A,A a.A <A>A F(1)F(2) F(x)y z F(x) E-E F()- -F(-)- F( x )@1
      """,
      """
      x@x-x,x a.x <x>x 1 2 x y z x - - - - - x@1
      """),
    TextCase(
      "what would stick",
      """
      #define M -
      #define P +
      #define L <
      -M M-M -P+P L<L L= &F 1A
      """,
      """
      - - - - - -+ + + < < < < = &F 1A
      """),
    TextCase(
      "spaces around arguments",
      """
      #define F(x) [x] [ x ] -x- x
      F(1) F( 1 ) F() F( )
      """,
      """
      [1] [ 1 ] -1 - 1 [1] [ 1 ] -1 - 1 [] [ ] - - [] [ ] - -
      """),
    TextCase(
      "empty arguments",
      """
      #define F(x,y) <x|y>
      F(,) F( , ) F(1,) F(,2)
      """,
      """
      <|> <|> <1|> <|2>
      """),
    TextCase(
      "parameters named as macros",
      """
      #define a 1
      #define F(a) a+b
      #define b 2
      F(x) F(a)
      """,
      """
      x+2 1 +2
      """),
    TextCase(
      "a line amid arguments that begins with a hash and is no directive ends one of them",
      """
      #define F(a, ...) [a|__VA_ARGS__]
      #define G(a, b) [a|b]
      F(
      #)
      F(1
      # foo, 2
      b)
      F(
      # a, b)
      G((
      #x (1)
      )
      G(1
      #address-cells = <1>)
      F(1, (
      #
      ) 2)
      G(
      #define X
      1,
      X)
      """,
      """
      [|] [1|foo, 2 b] [|a, b] [(|x (1)] [1|address-cells = <1>] [1|( ) 2] [1|]
      """),
    TextCase(
      "strings are not searched",
      """
      #define A 1
      #define F(x) "x" 'x' x
      F(A) "A"
      """,
      """
      "x" 'x' 1 "A"
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
