import TestSupport
import Testing

/// Macros and their calls.
struct MacroTests {
  static let cases: [TextCase] = [
    TextCase(
      "objects",
      """
      #define A 1
      #define B A A
      #define E
      A,B;E x A@A 1A AA
      """,
      """
      1,1 1; x 1@1 1A AA
      """),
    TextCase(
      "functions",
      """
      #define F(x, y) x-y
      #define G() g
      F(1,2) F (3 , 4) F(,) F((1,2),[3]) G() G( ) F
      """,
      """
      1 -2 3 -4 - (1,2)-[3] g g F
      """),
    TextCase(
      "a name without a call",
      """
      #define F(x) <x>
      F F;F
      F
      (1) F
      """,
      """
      F F;F <1> F
      """),
    TextCase(
      "over lines",
      """
      #define F(x,y) x|y
      F(1
      +2,

      3) z
      """,
      """
      1 +2|3 z
      """),
    TextCase(
      "recursion",
      """
      #define A A B
      #define B A
      #define F(x) F(x+1)
      A B F(F(1))
      """,
      """
      A A A B F(F(1 +1)+1)
      """),
    TextCase(
      "mutual recursion",
      """
      #define A B
      #define B C
      #define C A
      A B C
      """,
      """
      A B C
      """),
    TextCase(
      "calls from parts",
      """
      #define F(x) [x]
      #define G F
      #define H F(
      #define O (
      G(1) H 2) F O 3)
      """,
      """
      [1] [2] F ( 3)
      """),
    TextCase(
      "rescanned with what follows",
      """
      #define F(x) x F
      F(1)(2)(3)
      """,
      """
      1 F(2)(3)
      """),
    TextCase(
      "the example of the standard",
      """
      #define x 3
      #define f(a) f(x * (a))
      #undef x
      #define x 2
      #define g f
      #define z z[0]
      #define h g(~
      #define m(a) a(w)
      #define w 0,1
      #define t(a) a
      #define p() int
      #define q(x) x
      #define r(x,y) x ## y
      #define str(x) # x
      f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);
      g(x+(3,4)-w) | h 5) & m
      (f)^m(m);
      p() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };
      char c[2][6] = { str(hello), str() };
      """,
      """
      f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1); f(2 * (2 +(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1); int i[] = { 1, 23, 4, 5, }; char c[2][6] = { "hello", "" };
      """),
    TextCase(
      "arguments are expanded on their own",
      """
      #define A 1,2
      #define F(x) G(x)
      #define G(x,y) x-y
      #define I(x) (x)
      I(A) F(A)
      """,
      """
      (1,2) 1 -2
      """),
    TextCase(
      "stringizing",
      #"""
      #define S(x) #x
      #define X(x) S(x)
      #define A 1
      S( a  b ) S(A) X(A) S("a\n" '\0') S() S(a/**/b) S(
       a
       b) S(# \ @)
      """#,
      #"""
      "a b" "A" "1" "\"a\\n\" '\\0'" "" "a b" "a b" "# \ @"
      """#),
    TextCase(
      "a hash that stringizes nothing",
      """
      #define F(x) #address-cells # x #y
      #define O #x
      F(a) O
      """,
      """
      #address-cells "a" #y #x
      """),
    TextCase(
      "strings behind what they cannot be pasted to",
      """
      #define F(x) 1 ## #x 1##   #x ## #x # ## x b ## # ## x
      F(a) F(a b)
      """,
      """
      1"a" 1"a""a" "a" b "a" 1"a b" 1"a b""a b" "a b" b "a b"
      """),
    TextCase(
      "pasting",
      """
      #define P(x,y) x##y
      #define Q(x,y) P(x,y)
      #define A 1
      P(a,b) P(A,A) Q(A,A) P(,x) P(x,) P(,) P(1,2) P(+,+) P(-,>) P(.,5) P(<,<=) P(0x,1f)
      """,
      """
      ab AA 11 x x 12 ++ -> .5 <<= 0x1f
      """),
    TextCase(
      "pasting what does not stick",
      """
      #define P(x,y) x##y
      P(a,-) P(+,-) P("a",b) P(;,}) P(/,/) P(@,a) P(a b,c d)
      """,
      """
      a- +- "a"b ;} / / @a a bc d
      """),
    TextCase(
      "pasting in objects",
      """
      #define O a ## b
      #define N x ## 1 ## y
      O N
      """,
      """
      ab x1y
      """),
    TextCase(
      "pasting makes macros",
      """
      #define AB 7
      #define P(x,y) x##y
      P(A,B) P(P,)(A,B)
      """,
      """
      7 P(A,B)
      """),
    TextCase(
      "a pasted hash is no operator",
      """
      #define H # ## #
      #define S(x) #x
      #define T(a) S(a)
      #define P(c,d) T(c H d)
      P(x, y)
      """,
      """
      "x ## y"
      """),
    TextCase(
      "variadic",
      """
      #define V(...) [__VA_ARGS__]
      #define W(x,...) x:__VA_ARGS__
      V() V(1) V(1, 2,3) W(1) W(1,) W(1,2 , 3) V((a,b))
      """,
      """
      [] [1] [1, 2,3] 1: 1: 1:2 , 3 [(a,b)]
      """),
    TextCase(
      "named variadic",
      """
      #define V(args...) [args]
      #define W(x, args...) x(args)
      V() V(1,2) W(1) W(1,2,3)
      """,
      """
      [] [1,2] 1() 1(2,3)
      """),
    TextCase(
      "a comma that goes",
      """
      #define V(x, ...) f(x, ##__VA_ARGS__)
      #define N(x, a...) f(x , ## a)
      #define O(...) f(0, ##__VA_ARGS__)
      V(1) V(1,) V(1,2) V(1,2,3) N(1) N(1,) N(1,2) O() O(1)
      """,
      """
      f(1) f(1,) f(1,2) f(1,2,3) f(1) f(1 ,) f(1 ,2) f(0) f(0,1)
      """),
    TextCase(
      "stringized variadic",
      """
      #define V(...) #__VA_ARGS__
      V() V(a, b ,c) V( "x" )
      """,
      #"""
      "" "a, b ,c" "\"x\""
      """#),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
