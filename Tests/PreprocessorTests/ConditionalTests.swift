import TestSupport
import Testing

/// The lines that conditionals leave.
struct ConditionalTests {
  static let cases: [TextCase] = [
    TextCase(
      "ifdef",
      """
      #define A
      #ifdef A
      1
      #else
      2
      #endif
      #ifndef A
      3
      #else
      4
      #endif
      """,
      """
      1 4
      """),
    TextCase(
      "the end of a branch behind lines that are joined",
      """
      #if 0
      a
      \\
      #else
      b
      \\
      \\
      #endif
      c
      """,
      """
      b c
      """),
    TextCase(
      "elif",
      """
      #if 0
      1
      #elif 1
      2
      #elif 1
      3
      #else
      4
      #endif
      """,
      """
      2
      """),
    TextCase(
      "elif after one that was taken is not read",
      """
      #if 1
      1
      #elif 1 +
      2
      #endif
      """,
      """
      1
      """),
    TextCase(
      "elifdef",
      """
      #define A
      #if 0
      1
      #elifdef B
      2
      #elifdef A
      3
      #endif
      #if 0
      4
      #elifndef A
      5
      #else
      6
      #endif
      """,
      """
      3 6
      """),
    TextCase(
      "nested",
      """
      #if 1
      #if 0
      1
      #else
      2
      #endif
      #else
      #if 1
      3
      #endif
      #endif
      """,
      """
      2
      """),
    TextCase(
      "nested in what is skipped",
      """
      #if 0
      #if 1
      1
      #else
      2
      #endif
      #else
      3
      #endif
      """,
      """
      3
      """),
    TextCase(
      "errors in what is skipped",
      """
      #if 0
      #error no
      #include "no.h"
      #if (
      #endif
      #unknown
      #define
      #endif
      a
      """,
      """
      a
      """),
    TextCase(
      "macros in it",
      """
      #define A 2
      #define F(x) x * 2
      #if F(A) == 4
      1
      #endif
      """,
      """
      1
      """),
    TextCase(
      "defined",
      """
      #define A
      #if defined A && defined(A) && !defined(B)
      1
      #endif
      #if defined(A) || defined B
      2
      #endif
      """,
      """
      1 2
      """),
    TextCase(
      "defined out of a macro",
      """
      #define D defined(A)
      #define A
      #if D
      1
      #endif
      """,
      """
      1
      """),
    TextCase(
      "precedence",
      """
      #if 1 + 2 * 3 == 7 && (1 | 2 ^ 2 & 3) == 1
      1
      #endif
      #if 1 ? 0 : 1
      2
      #else
      3
      #endif
      """,
      """
      1 3
      """),
    TextCase(
      "signed and unsigned",
      """
      #if -1 < 0
      1
      #endif
      #if -1 < 0u
      2
      #else
      3
      #endif
      #if (-1 >> 1) == -1
      4
      #endif
      #if -5 / 2 == -2 && -5 % 2 == -1
      5
      #endif
      """,
      """
      1 3 4 5
      """),
    TextCase(
      "what is not evaluated",
      """
      #if 1 || 1 / 0
      1
      #endif
      #if 0 && 1 % 0
      #else
      2
      #endif
      #if 1 ? 1 : 1 / 0
      3
      #endif
      """,
      """
      1 2 3
      """),
    TextCase(
      "large numbers",
      """
      #if 0xffffffffffffffff == -1 && 0x7fffffffffffffff > 0 && 1 << 63 < 0
      1
      #endif
      """,
      """
      1
      """),
    TextCase(
      "characters",
      #"""
      #if 'a' == 97 && '\n' == 10 && '\x41' == 65 && '\101' == 65 && 'ab' == 24930 && '\377' < 0
      1
      #endif
      """#,
      """
      1
      """),
    TextCase(
      "binary and suffixes",
      """
      #if 0b101 == 5 && 010 == 8 && 1ul == 1LL
      1
      #endif
      """,
      """
      1
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
