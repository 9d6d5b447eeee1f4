import Testing

/// Errors in directives.
struct DirectiveErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "conditional without end",
      """
      #if 1
      a
      """,
      """
      t.dts:1:2: error: conditional is never closed by #endif
          1 | #if 1
            |  ^~
      """),
    ErrorCase(
      "conditionals without end",
      """
      #ifdef A
      #ifndef B
      """,
      """
      t.dts:1:2: error: conditional is never closed by #endif
          1 | #ifdef A
            |  ^~~~~
      """),
    ErrorCase(
      "conditional without end in an include", files: ["a.h": "#if 1\n"],
      """
      #include "a.h"
      b
      """,
      """
      a.h:1:2: error: conditional is never closed by #endif
          1 | #if 1
            |  ^~
      note: included from here (t.dts:1:10)
      """),
    ErrorCase(
      "else without if",
      """
      #else
      """,
      """
      t.dts:1:2: error: #else without #if
          1 | #else
            |  ^~~~
      """),
    ErrorCase(
      "elif without if",
      """
      #elif 1
      """,
      """
      t.dts:1:2: error: #elif without #if
          1 | #elif 1
            |  ^~~~
      """),
    ErrorCase(
      "endif without if",
      """
      a
      #endif
      """,
      """
      t.dts:2:2: error: #endif without #if
          2 | #endif
            |  ^~~~~
      """),
    ErrorCase(
      "else after else",
      """
      #if 1
      #else
      #else
      #endif
      """,
      """
      t.dts:3:2: error: #else after #else
          3 | #else
            |  ^~~~
      note: the #else (t.dts:2:2)
      note: the conditional began here (t.dts:1:2)
      """),
    ErrorCase(
      "elif after else",
      """
      #if 0
      #else
      #elif 1
      #endif
      """,
      """
      t.dts:3:2: error: #elif after #else
          3 | #elif 1
            |  ^~~~
      note: the #else (t.dts:2:2)
      note: the conditional began here (t.dts:1:2)
      """),
    ErrorCase(
      "ifdef without name",
      """
      #ifdef
      #endif
      """,
      """
      t.dts:1:2: error: #ifdef needs a macro name
          1 | #ifdef
            |  ^~~~~
      """),
    ErrorCase(
      "ifdef of a number",
      """
      #ifdef 1
      #endif
      """,
      """
      t.dts:1:8: error: #ifdef needs a macro name
          1 | #ifdef 1
            |        ^
      """),
    ErrorCase(
      "error directive",
      """
      #error "no   such" board
      """,
      """
      t.dts:1:2: error: #error "no   such" board
          1 | #error "no   such" board
            |  ^~~~~
      """),
    ErrorCase(
      "warning directive",
      """
      #warning it's old
      a
      """,
      """
      t.dts:1:2: warning: #warning it's old
          1 | #warning it's old
            |  ^~~~~~~
      """),
    ErrorCase(
      "define without name",
      """
      #define
      """,
      """
      t.dts:1:2: error: #define needs a macro name
          1 | #define
            |  ^~~~~~
      """),
    ErrorCase(
      "define of a number",
      """
      #define 1 2
      """,
      """
      t.dts:1:9: error: #define needs a macro name
          1 | #define 1 2
            |         ^
      """),
    ErrorCase(
      "define of defined",
      """
      #define defined 1
      """,
      """
      t.dts:1:9: error: 'defined' cannot be a macro name
          1 | #define defined 1
            |         ^~~~~~~
      """),
    ErrorCase(
      "undef without name",
      """
      #undef
      """,
      """
      t.dts:1:2: error: #undef needs a macro name
          1 | #undef
            |  ^~~~~
      """),
    ErrorCase(
      "bad line",
      """
      #line x
      #line
      #line 1 2
      """,
      """
      t.dts:1:2: error: #line needs a number, and optionally a file
          1 | #line x
            |  ^~~~
      t.dts:2:2: error: #line needs a number, and optionally a file
          2 | #line
            |  ^~~~
      t.dts:3:2: error: #line needs a number, and optionally a file
          3 | #line 1 2
            |  ^~~~
      """),
    ErrorCase(
      "words that are spelled over lines",
      """
      #error a b\\
      c d
      #error a\\
      b   c /* d */ e
      f
      """,
      """
      t.dts:1:2: error: #error a bc d
          1 | #error a b\\
            |  ^~~~~
      t.dts:3:2: error: #error ab c e
          3 | #error a\\
            |  ^~~~~
      """),
    ErrorCase(
      "unterminated comment",
      """
      a /* b
      c
      """,
      """
      t.dts:1:3: error: comment is never closed
          1 | a /* b
            |   ^~
      """),
    ErrorCase(
      "unterminated comment in an include", files: ["a.h": "/* b\n"],
      """
      #include "a.h"
      b
      """,
      """
      a.h:1:1: error: comment is never closed
          1 | /* b
            | ^~
      note: included from here (t.dts:1:10)
      """),
    ErrorCase(
      "a line number of more than 32 bits",
      """
      #line 4294967297 "f"
      #undef
      """,
      """
      t.dts:1:7: warning: lines are numbered up to 4294967295; this one becomes 1
          1 | #line 4294967297 "f"
            |       ^~~~~~~~~~
      f:1:2: error: #undef needs a macro name
          1 | #undef
            |  ^~~~~
      """),
    ErrorCase(
      "a name with a NUL",
      """
      # 1 "a\\0b"
      """,
      """
      t.dts:1:5: error: the file name of a line marker has a NUL byte in it
          1 | # 1 "a\\0b"
            |     ^~~~~~
      """),
    ErrorCase(
      "the line behind the last number",
      """
      #line 4294967295 "f"
      #undef
      #undef
      """,
      """
      f:4294967295:2: error: #undef needs a macro name
      4294967295 | #undef
                 |  ^~~~~
      f:0:2: error: #undef needs a macro name
          0 | #undef
            |  ^~~~~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
