import TestSupport
import Testing

/// Strings and character constants with an `L` prefix; in assembler, no other letter is a prefix.
struct WideTokenTests {
  static let cases: [TextCase] = [
    TextCase(
      "the prefix is no macro's name",
      """
      #define L l
      #define u uu
      #define R r
      #define xL no
      L"x" L'x' L "x" u"x" R"(x)" xL"x" "a"L"b" 'a'L'b' L""L"" -L"x"
      L"it's" L L"y
      L'z L
      """,
      """
      L"x" L'x' l "x" uu "x" r "(x)" no "x" "a"L"b" 'a'L'b' L""L"" -L"x" L"it's" l L"y L'z L
      """),
    TextCase(
      "lines that are joined",
      #"""
      #define L l
      L\
      "a" L"b\
      c" L\
      'd' L'\
      e' \
      L"f"
      """#,
      """
      L"a" L"bc" L'd' L'e' L"f"
      """),
    TextCase(
      "in macros",
      #"""
      #define ID(x) x
      #define S(x) #x
      #define T(x) S(x)
      #define P(a, b) a##b
      #define L l
      #define W L"w\n"
      W-W ID(a)L"b" ID(a)W ID(1)W ID(.)W ID(W)W W"x" ID("x")W
      S(L"a\n'") S(L'\'') T(W) S(L 'a')
      P(L,"x") P(L,'x') P(,L"y") P(L"y",)
      """#,
      #"""
      L"w\n"-L"w\n" aL"b" aL"w\n" 1L"w\n" .L"w\n" L"w\n"L"w\n" L"w\n""x" "x"L"w\n" "L\"a\\n'\"" "L'\\''" "L\"w\\n\"" "L 'a'" L"x" L'x' L"y" L"y"
      """#),
    TextCase(
      "in conditions",
      #"""
      #define L 5
      #if L'a' == 97 && L'\xff' == 255 && L'\377' == 255 && L'\n' == 10 && L'\777' == 511
      1
      #endif
      #if L'\xffffffff' == -1 && L'\x7fffffff' == 0x7fffffff && L'\x80000000' < 0
      2
      #endif
      #if L'é' == 0xe9 && L'€' == 0x20ac && L'😀' == 0x1f600 && L'ab' == 'b'
      3
      #endif
      #if L == 5
      4
      #endif
      """#,
      """
      1 2 3 4
      """),
    TextCase(
      "as a pragma's string",
      #"""
      #define a b
      _Pragma(L"push_macro(\"a\")")
      #undef a
      a
      _Pragma(L"pop_macro(\"a\")")
      a
      """#,
      """
      a b
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }

  static let errors: [ErrorCase] = [
    ErrorCase(
      "no values",
      """
      #if L''
      #endif
      #if L"x"
      #endif
      #if L'x
      #endif
      #if u'x'
      #endif
      """,
      """
      t.dts:1:5: error: 'L''' is not an integer
          1 | #if L''
            |     ^~~
      t.dts:3:5: error: 'L"x"' is not a value
          3 | #if L"x"
            |     ^~~~
      t.dts:5:5: error: 'L'x' is not a value
          5 | #if L'x
            |     ^~~
      t.dts:7:6: error: unexpected ''x'' in the condition
          7 | #if u'x'
            |      ^~~
      """),
    ErrorCase(
      "no names",
      """
      #include L"x"
      #define L'x' 1
      #ifdef L"x"
      #endif
      """,
      """
      t.dts:1:10: error: #include needs "file" or <file>
          1 | #include L"x"
            |          ^~~~
      t.dts:2:9: error: #define needs a macro name
          2 | #define L'x' 1
            |         ^~~~
      t.dts:3:8: error: #ifdef needs a macro name
          3 | #ifdef L"x"
            |        ^~~~
      """),
  ]

  @Test(arguments: errors)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
