import TestSupport
import Testing

/// Macros that are predefined.
struct BuiltinTests {
  static let cases: [TextCase] = [
    TextCase(
      "line and file",
      #"""
      __LINE__

      __LINE__ __FILE__
      #define L __LINE__
      L \
      L
      """#,
      """
      1 3 "t.dts" 5 6
      """),
    TextCase(
      "line in a call over lines",
      """
      #define F(x) x __LINE__
      F(
      1
      )
      F(__LINE__
      )
      """,
      """
      1 2 5 5
      """),
    TextCase(
      "line in an argument that is pasted, which is expanded in the body, and in others",
      #"""
      #define D(a) a##+
      #define E(a) a
      #define N(a) [a] a##+
      #define O(a) a##+ a
      #define V(...) x, ## __VA_ARGS__
      D(
      __LINE__ -)
      E(
      __LINE__ -)
      E(D(
      __LINE__
      ))
      D(E(
      __LINE__
      ) -)
      D(
      __LINE__ -) D(
      #define X
      __LINE__ -)
      N(
      __LINE__)
      V(
      __LINE__,
      1)
      O(N(
      __LINE__ ;
      ) ;
      __LINE__
      )
      """#,
      """
      6 -+ 9 - 10 + 13 -+ 16 -+ 17 -+ [21] 20 + x, 22, 1 [25 ;] 25 ;+ ; 25 + [26 ;] 25 ;+ ; 28
      """),
    TextCase(
      "lines that do not come in order", files: ["i.h": "\n__LINE__\n"],
      """
      #define F(x) x __LINE__
      __LINE__
      #include "i.h"
      __LINE__ F(__LINE__
      __LINE__)
      #include "i.h"
      #line 3
      __LINE__
      #include "i.h"
      __LINE__
      """,
      """
      2 2 4 4 5 4 2 3 2 5
      """),
    TextCase(
      "a file whose lines are numbered the first time, the second, or within itself",
      files: [
        "i.h":
          "#ifdef A\n#line 90 \"q\"\n#endif\n__LINE__ __FILE__\n#ifndef B\n#define B\n#include \"i.h\"\n#endif\n__LINE__\n"
      ],
      """
      #define A
      #define B
      #include "i.h"
      #undef A
      #include "i.h"
      #define A
      #undef B
      #include "i.h"
      """,
      """
      91 "q" 96 4 "i.h" 9 91 "q" 91 "q" 96 96
      """),
    TextCase(
      "counter",
      """
      __COUNTER__ __COUNTER__
      #define C __COUNTER__
      C C
      """,
      """
      0 1 2 3
      """),
    TextCase(
      "constants",
      """
      __STDC__ __ASSEMBLER__ __DTS__ __STDC_HOSTED__ __STDC_VERSION__
      """,
      """
      1 1 1 1 __STDC_VERSION__
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }

  /// The line markers that a preprocessor left for dtc do not affect macros, as in gcc.
  @Test func markersForDTC() throws {
    let result = try preprocess("# 100 \"foo.h\"\n__LINE__ __FILE__\n#line 7\n__LINE__\n")
    #expect(result.text == "2 \"t.dts\" 7")
    let named = try preprocess(
      "# 100 \"foo.h\"\n#line 7\n__FILE__\n# 200 \"bar.h\"\n__LINE__ __FILE__\n#warning w\n")
    #expect(named.text == "\"t.dts\" 9 \"t.dts\"")
    #expect(named.messages.hasPrefix("bar.h:201:2: warning: #warning w\n"))
  }
}
