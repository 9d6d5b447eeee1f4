import TestSupport
import Testing

/// More of the lines that conditionals leave.
struct MoreConditionalTests {
  static let cases: [TextCase] = [
    TextCase(
      "unknown names are zero",
      """
      #if unknown
      1
      #elif unknown == 0
      2
      #endif
      """,
      """
      2
      """),
    TextCase(
      "has_include", files: ["a.h": ""], options: ["-I."],
      """
      #if __has_include("a.h")
      1
      #endif
      #if __has_include(<no.h>)
      2
      #else
      3
      #endif
      #ifdef __has_include
      4
      #endif
      """,
      """
      1 3 4
      """),
    TextCase(
      "what has_include asks for is a name of bytes",
      files: ["a/b.h": "", "a/'c .h": "", "d/*e.h": ""], options: ["-I."],
      #"""
      #define H __has_include
      #define N <a/b.h>
      #if __has_include(<a//b.h>) && __has_include (  <a/./b.h> ) && __has_include(<a/'c .h>)
      1
      #endif
      #if 0
      #elif __has_include(<d/*e.h>) && 1 < 2 && 3 > 1 // >
      2
      #endif
      #if !__has_include(<a//c.h>) && __has_include(        <a//b.h>) && __has_include("a//b.h") && 1 < 2 && 2 > 1
      3
      #endif
      #if __has_include(N) < 2 && H(<a/b.h>) && defined __has_include && (1 < 2) > 0
      4
      #endif
      #if defined(__has_include) && (2 <3) && H(N) >0
      5
      #endif
      #if __has_include_next(<a//b.h>)
      6
      #endif
      """#,
      """
      1 2 3 4 5 6
      """),
    TextCase(
      "has_include_next goes on behind the folder of the file",
      files: [
        "i/a.h": "#if __has_include_next(<a.h>)\n1\n#include_next <a.h>\n#else\n2\n#endif\n",
        "j/a.h": "#if __has_include_next(\"a.h\") || __has_include_next(<b.h>)\n3\n#else\n4\n#endif\n",
        "i/b.h": "",
        "k/c.h": "",
      ], options: ["-Ii", "-Ij", "-Ik"],
      """
      #include <a.h>
      #if __has_include_next(<a.h>) && __has_include_next(<b.h>)
      5
      #endif
      """,
      """
      1 4 5
      """),
    TextCase(
      "suffixes and gcc's own escape",
      """
      #if 1u + 1U + 1l + 1L + 1ul + 1lu + 1UL + 1LU + 1Ul + 1lU + 1ull + 1llu + 1ULL + 1LLU + 1uLL + 1LLu == 16
      1
      #endif
      #if '\\e' == 27 && '\\E' == 27
      2
      #endif
      """,
      """
      1 2
      """),
    TextCase(
      "white space of all kinds before the word of a directive that is skipped",
      """
      #if 0
      #\u{C}if 1
      #endif
      1
      # \u{B}if 1
      #endif
      #endif
      2
      """,
      """
      2
      """),
    TextCase(
      "characters by their numbers in Unicode",
      #"""
      #if '\u00e9' == 50089 && '\u00E9' == 'é' && '\U000000e9x' == 'éx' && 'a\u00e9' == 'aé'
      1
      #endif
      #if '\U0001F600' == '😀' && '\U0001F600' < 0 && '\u00a0' > 0 && '\u20ac' == '€'
      2
      #endif
      #if L'\u00e9' == 0xe9 && L'\U0001f600' == 128512 && L'\uffff' == 65535 && L'\u00e9a' == 'a'
      3
      #endif
      #if '\u0024' == '$' && '\u0040' == '@' && '\u0060' == '`' && '\x1ff' == -1 && L'\x1ff' == 511
      4
      #endif
      """#,
      """
      1 2 3 4
      """),
    TextCase(
      "text after else and endif",
      """
      #if 0
      #else x
      1
      #endif x
      """,
      """
      1
      """),
    TextCase(
      "of values with commas between them, the last one",
      """
      #define p
      #define F(x) x
      #if 1, 0
      1
      #elif 0, 1
      2
      #endif
      #if (0, 1, 2) == 2 && !(1, 0)
      3
      #endif
      #if 0 ? 1, 0 : 0, 3
      4
      #endif
      #if 1 ? 0, 5 : 0
      5
      #endif
      #if 0 ? 1 : 0, 0
      6
      #endif
      #if (1u, -1) < 0 && (1, 0u) - 1 > 0
      7
      #endif
      #if q, e
      8
      #endif
      #if F((0, 1))
      9
      #endif
      #if 1 || (1 / 0, 0)
      10
      #endif
      """,
      """
      2 3 4 5 7 9 10
      """),
    TextCase(
      "over lines",
      #"""
      #if 1 && \
        /* a
        b */ 1
      1
      #endif
      """#,
      """
      1
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
