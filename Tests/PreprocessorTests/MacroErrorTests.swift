import Testing

/// Errors in macros and their calls.
struct MacroErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "inclusion in the arguments of a call", files: ["a.h": "3\n"],
      """
      #define F(x) <x>
      F(1
      #include "a.h"
      2)
      """,
      """
      t.dts:2:1: error: argument list of macro 'F' is never closed
          2 | F(1
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "paste at the start",
      """
      #define A ## b
      """,
      """
      t.dts:1:11: error: '##' cannot be at either end of a macro's body
          1 | #define A ## b
            |           ^~
      """),
    ErrorCase(
      "paste at the end",
      """
      #define F(x) x ##
      """,
      """
      t.dts:1:16: error: '##' cannot be at either end of a macro's body
          1 | #define F(x) x ##
            |                ^~
      """),
    ErrorCase(
      "same parameter twice",
      """
      #define F(a, a) a
      """,
      """
      t.dts:1:14: error: macro 'F' has two parameters named 'a'
          1 | #define F(a, a) a
            |              ^
      """),
    ErrorCase(
      "parameters not closed",
      """
      #define F(a
      """,
      """
      t.dts:1:9: error: parameter list of macro 'F' is not closed
          1 | #define F(a
            |         ^
      """),
    ErrorCase(
      "parameter missing",
      """
      #define F(a,) a
      """,
      """
      t.dts:1:13: error: bad parameter list of macro 'F'
          1 | #define F(a,) a
            |             ^
      """),
    ErrorCase(
      "parameters without comma",
      """
      #define F(a b) a
      """,
      """
      t.dts:1:13: error: bad parameter list of macro 'F'
          1 | #define F(a b) a
            |             ^
      """),
    ErrorCase(
      "number as a parameter",
      """
      #define F(1) a
      """,
      """
      t.dts:1:11: error: bad parameter list of macro 'F'
          1 | #define F(1) a
            |           ^
      """),
    ErrorCase(
      "ellipsis amid",
      """
      #define F(..., a) a
      """,
      """
      t.dts:1:9: error: '...' must be the last parameter of macro 'F'
          1 | #define F(..., a) a
            |         ^
      """),
    ErrorCase(
      "too few arguments",
      """
      #define F(x, y) x
      F(1)
      """,
      """
      t.dts:2:1: error: macro 'F' takes 2 arguments, but is given only 1
          2 | F(1)
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "too many arguments",
      """
      #define F(x) x
      F(1, 2)
      """,
      """
      t.dts:2:1: error: macro 'F' takes 1 argument, but is given 2
          2 | F(1, 2)
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "arguments for none",
      """
      #define F() x
      F(1)
      """,
      """
      t.dts:2:1: error: macro 'F' takes 0 arguments, but is given 1
          2 | F(1)
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "too few for a variadic",
      """
      #define F(x, y, ...) x
      F(1)
      """,
      """
      t.dts:2:1: error: macro 'F' takes at least 2 arguments, but is given only 1
          2 | F(1)
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "call not closed",
      """
      #define F(x) x
      a F(1,
      b
      """,
      """
      t.dts:2:3: error: argument list of macro 'F' is never closed
          2 | a F(1,
            |   ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "call not closed in an include", files: ["a.h": "F(1\n"],
      """
      #define F(x) x
      #include "a.h"
      )
      """,
      """
      a.h:1:1: error: argument list of macro 'F' is never closed
          1 | F(1
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      note: included from here (t.dts:2:10)
      """),
    ErrorCase(
      "call cut by a property",
      """
      #define F(x) x
      F(1
      #size-cells = <0>;
      """,
      """
      t.dts:2:1: error: argument list of macro 'F' is never closed
          2 | F(1
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "a property in a call",
      """
      #define F(x, ...) x
      F(1, 2
      #size-cells = <0>)
      """,
      """
      t.dts:3:1: warning: '#' does not begin a directive here: it is dropped, and ends the argument like a comma
          3 | #size-cells = <0>)
            | ^
      t.dts:2:1: error: macro 'F' takes 2 arguments, but is given 3
          2 | F(1, 2
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      """),
    ErrorCase(
      "defined differently",
      """
      #define A 1
      #define A 2
      """,
      """
      t.dts:2:9: warning: macro 'A' is redefined differently
          2 | #define A 2
            |         ^
      note: the earlier definition (t.dts:1:9)
      """),
    ErrorCase(
      "defined as another kind", files: ["a.h": "#define A() 1\n"],
      """
      #include "a.h"
      #define A 1
      """,
      """
      t.dts:2:9: warning: macro 'A' is redefined differently
          2 | #define A 1
            |         ^
      note: the earlier definition (a.h:1:9)
      """),
    ErrorCase(
      "wrong call in a macro",
      """
      #define F(x) x
      #define G F(1, 2)
      #define H(x) x G
      H(3)
      """,
      """
      t.dts:4:1: error: macro 'F' takes 1 argument, but is given 2
          4 | H(3)
            | ^
      note: macro 'F' is defined here (t.dts:1:9)
      note: in the expansion of macro 'G' (t.dts:2:9)
      note: in the expansion of macro 'H' (t.dts:3:9)
      """),
    ErrorCase(
      "a clock",
      """
      __DATE__ __TIME__
      """,
      """
      t.dts:1:1: warning: '__DATE__' is fixed at "Jan  1 1970", so that builds are reproducible
          1 | __DATE__ __TIME__
            | ^~~~~~~~
      t.dts:1:10: warning: '__TIME__' is fixed at "00:00:00", so that builds are reproducible
          1 | __DATE__ __TIME__
            |          ^~~~~~~~
      """),
    ErrorCase(
      "a backslash at the end of a string",
      #"""
      #define S(x) #x
      S(\)
      """#,
      #"""
      t.dts:2:1: warning: a string cannot end in a lone backslash; it is left out
          2 | S(\)
            | ^
      note: in the expansion of macro 'S' (t.dts:1:9)
      """#),
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
