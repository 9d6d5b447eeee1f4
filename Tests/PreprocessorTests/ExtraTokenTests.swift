import Preprocessor
import TestSupport
import Testing

/// Superfluous tokens at the end of a directive.
struct ExtraTokenTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "conditionals",
      """
      #ifdef A B
      #endif X Y
      #ifndef A.B
      #else if B
      #endif // x
      #if 1
      #elif 2
      #else /* x */ FOO
      #endif
      """,
      """
      t.dts:1:10: warning: #ifdef takes one macro name, so 'B' is ignored
          1 | #ifdef A B
            |          ^
      help: test several macros with #if defined(A) && defined(B)
      t.dts:2:8: warning: #endif takes no arguments, so 'X' is ignored
          2 | #endif X Y
            |        ^
      help: make it a comment: #endif /* … */
      t.dts:3:10: warning: #ifndef takes one macro name, so '.' is ignored
          3 | #ifndef A.B
            |          ^
      help: test several macros with #if !defined(A) && !defined(B)
      t.dts:4:7: warning: #else takes no arguments, so 'if' is ignored
          4 | #else if B
            |       ^~
      help: use #elif for another condition
      t.dts:8:15: warning: #else takes no arguments, so 'FOO' is ignored
          8 | #else /* x */ FOO
            |               ^~~
      help: make it a comment: #else /* … */
      """),
    ErrorCase(
      "what is skipped counts for nothing",
      """
      #if 0
      #ifdef A B
      #else X
      #endif X
      #elifdef __DTS__ X
      #elifdef __DTS__ X
      #else X
      #endif X
      """,
      """
      t.dts:5:18: warning: #elifdef takes one macro name, so 'X' is ignored
          5 | #elifdef __DTS__ X
            |                  ^
      t.dts:7:7: warning: #else takes no arguments, so 'X' is ignored
          7 | #else X
            |       ^
      help: make it a comment: #else /* … */
      t.dts:8:8: warning: #endif takes no arguments, so 'X' is ignored
          8 | #endif X
            |        ^
      help: make it a comment: #endif /* … */
      """),
    ErrorCase(
      "files", files: ["e.h": ""], options: ["-I."],
      """
      #define EMPTY
      #define Z 3
      #define N "e.h" 5
      #define A <e.h> 6
      #include "e.h" X
      #include "e.h" EMPTY
      #include <e.h> EMPTY Z
      #include N
      #include A
      #import "e.h" X
      """,
      """
      t.dts:5:16: warning: #include takes one file, so 'X' is ignored
          5 | #include "e.h" X
            |                ^
      t.dts:7:22: warning: #include takes one file, so '3' is ignored
          7 | #include <e.h> EMPTY Z
            |                      ^
      note: in the expansion of macro 'Z' (t.dts:2:9)
      t.dts:8:10: warning: #include takes one file, so '5' is ignored
          8 | #include N
            |          ^
      note: in the expansion of macro 'N' (t.dts:3:9)
      t.dts:9:10: warning: #include takes one file, so '6' is ignored
          9 | #include A
            |          ^
      note: in the expansion of macro 'A' (t.dts:4:9)
      t.dts:10:15: warning: #import takes one file, so 'X' is ignored
         10 | #import "e.h" X
            |               ^
      """),
    ErrorCase(
      "others",
      """
      #define EMPTY
      #undef A B
      #assert m(a) b
      #unassert m(a) b
      #line 30 "t.dts" EMPTY
      #line 40 "t.dts" 3
      """,
      """
      t.dts:2:10: warning: #undef takes one macro name, so 'B' is ignored
          2 | #undef A B
            |          ^
      help: each name needs an #undef of its own
      t.dts:3:14: warning: #assert takes a name and one answer, so 'b' is ignored
          3 | #assert m(a) b
            |              ^
      t.dts:4:16: warning: #unassert takes a name and one answer, so 'b' is ignored
          4 | #unassert m(a) b
            |                ^
      t.dts:30:18: warning: #line takes a number and a file, so '3' is ignored
         30 | #line 40 "t.dts" 3
            |                  ^
      """),
    ErrorCase(
      "pragmas and remarks", files: ["o.h": "#pragma once x\n#pragma GCC system_header y\n"],
      """
      #define EMPTY
      #define S(x) x
      #include "o.h"
      #pragma push_macro("a") EMPTY
      #pragma pop_macro("a"))
      #pragma pop_macro("a") // x
      #ident "x" y
      #sccs S("x")
      # ident
      #ident EMPTY
      """,
      """
      o.h:1:14: warning: #pragma once takes no arguments, so 'x' is ignored
          1 | #pragma once x
            |              ^
      note: included from here (t.dts:3:10)
      o.h:2:27: warning: #pragma GCC system_header takes no arguments, so 'y' is ignored
          2 | #pragma GCC system_header y
            |                           ^
      note: included from here (t.dts:3:10)
      t.dts:4:25: warning: #pragma push_macro takes one macro name, so 'EMPTY' is ignored
          4 | #pragma push_macro("a") EMPTY
            |                         ^~~~~
      t.dts:5:23: warning: #pragma pop_macro takes one macro name, so ')' is ignored
          5 | #pragma pop_macro("a"))
            |                       ^
      t.dts:7:12: warning: #ident takes one string, so 'y' is ignored
          7 | #ident "x" y
            |            ^
      t.dts:9:3: error: #ident needs a string
          9 | # ident
            |   ^~~~~
      t.dts:10:8: error: #ident needs a string
         10 | #ident EMPTY
            |        ^~~~~
      """),
    ErrorCase(
      "once in the source",
      """
      #pragma once
      """,
      """
      t.dts:1:9: warning: #pragma once in the source itself
          1 | #pragma once
            |         ^~~~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }

  /// A header is read for each source of a batch, or is known from an earlier one: either way, it warns.
  @Test func everySourceOfABatchIsTold() throws {
    let folder = try TemporaryFolder([
      "a.h": "#ifndef A_H\n#define A_H\n#define A 1\n#endif A_H\n", "b.h": "#include \"c.h\" X\n", "c.h": "",
      "t.dts": "#include \"a.h\"\n#include \"b.h\"\nA\n", "u.dts": "#include \"a.h\"\n#include \"b.h\"\nA\n",
    ])
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    for source in ["t.dts", "u.dts", "t.dts", "u.dts"] {
      preprocessor.restart(options: PreprocessorOptions(), noting: 1)
      try preprocessor.open(folder[source])
      var tokens: [Token] = []
      preprocessor.fill(&tokens)
      #expect(preprocessor.diagnostics.map(\.identifier) == ["endif-labels", "extra-tokens"])
    }
  }
}
