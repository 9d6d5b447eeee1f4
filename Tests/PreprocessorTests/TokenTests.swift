import TestSupport
import Testing

/// How text is divided into tokens.
struct TokenTests {
  static let cases: [TextCase] = [
    TextCase(
      "names that C would cut",
      """
      serial@fe000000 { a,b = <0x1e-1>; x-y; #c; };
      """,
      """
      serial@fe000000 { a,b = <0x1e-1>; x-y; #c; };
      """),
    TextCase(
      "predefined names stay",
      """
      linux,secmon unix i386 __linux__ __GNUC__
      """,
      """
      linux,secmon unix i386 __linux__ __GNUC__
      """),
    TextCase(
      "spaces",
      """
      a  b	c
        d


      e
      """,
      """
      a b c d e
      """),
    TextCase(
      "comments",
      """
      a/**/b /* c */ d // e
      f/* over
      lines */g //* h */
      i
      """,
      """
      a b d f g i
      """),
    TextCase(
      "comment marks in strings",
      #"""
      "/* x */" '//' "\"/*" y
      """#,
      #"""
      "/* x */" '//' "\"/*" y
      """#),
    TextCase(
      "splices",
      #"""
      ab\
      cd 12\
      34 "st\
      ring" +\
      + // com\
      ment
      x \
       y
      """#,
      """
      abcd 1234 "string" ++ x y
      """),
    TextCase(
      "splices with blanks",
      #"""
      ab\  
      cd
      """#,
      """
      abcd
      """),
    TextCase(
      "splices in comments' marks",
      #"""
      /\
      * c *\
      / d /\
      / e
      f
      """#,
      """
      d f
      """),
    TextCase(
      "splices before directives",
      #"""
      #def\
      ine A 1
      A #\
      define B
      """#,
      """
      1 #define B
      """),
    TextCase(
      "a backslash that is no splice",
      #"""
      a \ b \c
      """#,
      #"""
      a \ b \c
      """#),
    TextCase(
      "unterminated quotes",
      """
      a 'b c
      d "e f
      g
      """,
      """
      a 'b c d "e f g
      """),
    TextCase(
      "an apostrophe in what is skipped",
      """
      #if 0
      don't
      #endif
      a
      """,
      """
      a
      """),
    TextCase(
      "numbers",
      """
      1 0x1F 1.5e+3 .5 1..2 0xe+1 1a_b 0x1.8p-2 1'000
      """,
      """
      1 0x1F 1.5e+3 .5 1..2 0xe+1 1a_b 0x1.8p-2 1'000
      """),
    TextCase(
      "operators",
      """
      a+++++b a---b a<<=b a>>=b a->b ...a ..a a##b a#b &&& |||
      """,
      """
      a+++++b a---b a<<=b a>>=b a->b ...a ..a a##b a#b &&& |||
      """),
    TextCase(
      "no digraphs",
      """
      <: :> <% %> %: %:%:
      """,
      """
      <: :> <% %> %: %:%:
      """),
    TextCase(
      "no trigraphs",
      """
      ??= ??( ??/ a
      """,
      """
      ??= ??( ??/ a
      """),
    TextCase(
      "other bytes",
      #"""
      é £ ` $ @ \ a
      """#,
      #"""
      é £ ` $ @ \ a
      """#),
    TextCase(
      "dollars in names",
      """
      a$b $x
      """,
      """
      a$b $x
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
