import Testing

/// Errors in the expression of an #if.
struct ConditionErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "nothing",
      """
      #if 
      a
      #endif
      """,
      """
      t.dts:1:2: error: #if needs an expression
          1 | #if 
            |  ^~
      """),
    ErrorCase(
      "ends early",
      """
      #if 1 +
      a
      #endif
      """,
      """
      t.dts:1:7: error: the condition ends where a value should be
          1 | #if 1 +
            |       ^
      """),
    ErrorCase(
      "nothing before and behind a comma",
      """
      #define p
      #if p, 1
      #endif
      #if 1,
      #endif
      #if (0,) || 1
      #endif
      #if 1 ? 2, : 3
      #endif
      """,
      """
      t.dts:2:6: error: ',' is not a value
          2 | #if p, 1
            |      ^
      t.dts:4:6: error: the condition ends where a value should be
          4 | #if 1,
            |      ^
      t.dts:6:8: error: ')' is not a value
          6 | #if (0,) || 1
            |        ^
      t.dts:8:12: error: ':' is not a value
          8 | #if 1 ? 2, : 3
            |            ^
      """),
    ErrorCase(
      "starts late",
      """
      #if * 2
      a
      #endif
      """,
      """
      t.dts:1:5: error: '*' is not a value
          1 | #if * 2
            |     ^
      """),
    ErrorCase(
      "parenthesis missing",
      """
      #if (1 + 2
      a
      #endif
      """,
      """
      t.dts:1:10: error: ')' is missing in the condition
          1 | #if (1 + 2
            |          ^
      """),
    ErrorCase(
      "parenthesis too many",
      """
      #if 1)
      a
      #endif
      """,
      """
      t.dts:1:6: error: unexpected ')' in the condition
          1 | #if 1)
            |      ^
      """),
    ErrorCase(
      "a fraction",
      """
      #if 1.5
      a
      #endif
      """,
      """
      t.dts:1:5: error: '1.5' is not an integer
          1 | #if 1.5
            |     ^~~
      """),
    ErrorCase(
      "a string",
      """
      #if "x"
      a
      #endif
      """,
      """
      t.dts:1:5: error: '"x"' is not a value
          1 | #if "x"
            |     ^~~
      """),
    ErrorCase(
      "no operator",
      """
      #if 1 2
      a
      #endif
      """,
      """
      t.dts:1:7: error: unexpected '2' in the condition
          1 | #if 1 2
            |       ^
      """),
    ErrorCase(
      "assignment",
      """
      #if A = 1
      a
      #endif
      """,
      """
      t.dts:1:7: error: unexpected '=' in the condition
          1 | #if A = 1
            |       ^
      help: did you mean '=='?
      """),
    ErrorCase(
      "division by zero",
      """
      #if 1 / 0
      a
      #endif
      """,
      """
      t.dts:1:9: error: division by zero in the condition
          1 | #if 1 / 0
            |         ^
      """),
    ErrorCase(
      "remainder by zero",
      """
      #if 5 % (1 - 1)
      a
      #endif
      """,
      """
      t.dts:1:15: error: division by zero in the condition
          1 | #if 5 % (1 - 1)
            |               ^
      """),
    ErrorCase(
      "colon missing",
      """
      #if 1 ? 2
      a
      #endif
      """,
      """
      t.dts:1:9: error: ':' is missing after '?'
          1 | #if 1 ? 2
            |         ^
      """),
    ErrorCase(
      "bad suffix",
      """
      #if 1x
      a
      #endif
      """,
      """
      t.dts:1:5: error: '1x' is not an integer
          1 | #if 1x
            |     ^~
      """),
    ErrorCase(
      "empty character",
      """
      #if ''
      a
      #endif
      """,
      """
      t.dts:1:5: error: '''' is not an integer
          1 | #if ''
            |     ^~
      """),
    ErrorCase(
      "defined without name",
      """
      #if defined
      a
      #endif
      """,
      """
      t.dts:1:5: error: 'defined' needs a macro name
          1 | #if defined
            |     ^~~~~~~
      """),
    ErrorCase(
      "defined not closed",
      """
      #if defined(A
      a
      #endif
      """,
      """
      t.dts:1:5: error: ')' is missing after 'defined('
          1 | #if defined(A
            |     ^~~~~~~
      """),
    ErrorCase(
      "defined of a number",
      """
      #if defined 1
      a
      #endif
      """,
      """
      t.dts:1:5: error: 'defined' needs a macro name
          1 | #if defined 1
            |     ^~~~~~~
      """),
    ErrorCase(
      "function call of no macro",
      """
      #if F(1)
      a
      #endif
      """,
      """
      t.dts:1:5: error: function-like macro 'F' is not defined
          1 | #if F(1)
            |     ^
      """),
    ErrorCase(
      "has_include without name",
      """
      #if __has_include(x)
      a
      #endif
      """,
      """
      t.dts:1:5: error: '__has_include' needs "file" or <file>
          1 | #if __has_include(x)
            |     ^~~~~~~~~~~~~
      """),
    ErrorCase(
      "eight in octal",
      """
      #if 08
      a
      #endif
      """,
      """
      t.dts:1:5: error: '08' is not an integer
          1 | #if 08
            |     ^~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
