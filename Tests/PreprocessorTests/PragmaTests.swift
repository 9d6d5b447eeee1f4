import TestSupport
import Testing

/// Pragmas, assertions and rarer names, compared with gcc, including line markers.
struct PragmaTests {
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      "#define A 1\n#pragma push_macro(\"A\")\n#undef A\n#define A 2\nA\n#pragma pop_macro(\"A\")\nA\n",
      "#pragma push_macro(\"B\")\n#define B 3\nB\n#pragma pop_macro(\"B\")\nB\n#pragma pop_macro(\"B\")\nB\n",
      "#define P(x) FOO x\n#pragma GCC poison FOO\nP(1)\n",
      "#pragma GCC warning \"w\"\n#pragma GCC diagnostic push\n#pragma GCC nothing\nx\n",
      "#include \"s.h\"\nx\n",
      "#assert m(x86)\n#assert m(arm  64)\n#if #m(x86) && #m (arm 64) && !#m(arm64)\nyes\n#endif\n",
      "#assert m(x86)\n#unassert m(x86)\n#if #m\nno\n#else\nyes\n#endif\n#assert m(a)\n#unassert m\n#if !#m\nyes\n#endif\n",
      "#define X y\n#assert m(X)\n#if #m(y)\nno\n#elif #m(X) == 1\nyes\n#endif\n#unassert n\n#ifdef m\nno\n#endif\n",
      "__FILE_NAME__ __FILE__\n#line 3 \"d/e.h\"\n__FILE_NAME__ __FILE__\n",
      "#define J \"s.h\"\n#define H __has_include(J)\n#if H && __has_include(J)\nyes\n#endif\n",
      "#pragma GCC dependency \"s.h\" x\n#pragma GCC dependency <s.h>\ny\n#if 0\n#pragma GCC dependency\n#endif\n",
      "#pragma GCC poison X\n#if 0\n#elif X\nno\n#elif !X\nyes\n#endif\n",
      "#pragma GCC poison X\n#if 0\n#elif defined X || defined(X)\nno\n#elif !defined X\nyes\n#endif\n",
      "#pragma GCC poison X\n#if 0\n#elifdef X\nno\n#elifndef X\nno\n#else\nyes\n#endif\n",
      "#undef __LINE__\n__LINE__\n", "#include \"o.h\"\n#include \"o.h\"\nx\n",
      "a _Pragma(\"once\") b\n_Pragma(\"foo\") c\n#define P(x) _Pragma(#x) y\nP(bar baz)\n",
      "#define P(x) _Pragma(#x) y\n[ P(once)] z\n#define F(x) < x >\nF(_Pragma(\"foo\") 1)\nF(a _Pragma(\"f\") b)\n",
      "_Pragma(\"foo\"\n) d\nend\n", "#define A 1\n_Pragma(\"push_macro(\\\"A\\\")\")\n#undef A\nA\n",
      "#define A 1\n_Pragma(\"push_macro(\\\"A\\\")\")\n#undef A\n_Pragma(\"pop_macro(\\\"A\\\")\")\nA\n",
    ])
  func equalsGCC(_ text: String) throws {
    let bench = try Workbench([
      "a.dts": text, "s.h": "x\n #  pragma GCC system_header\ny\n\n\nz\n", "o.h": "#pragma once x\ny\n",
    ])
    #expect(try bench.ours(["-I.", "a.dts"]).text == bench.gcc(["-I.", "a.dts"]))
  }

  static let errors: [ErrorCase] = [
    ErrorCase(
      "a poisoned name",
      """
      #define FOO 1
      #pragma GCC poison FOO
      FOO
      #ifdef FOO
      #endif
      #define FOO
      #define BAR FOO
      """,
      """
      t.dts:2:20: warning: poisoning macro 'FOO' removes its definition
          2 | #pragma GCC poison FOO
            |                    ^~~
      note: macro 'FOO' is defined here (t.dts:1:9)
      t.dts:3:1: error: 'FOO' must not be used
          3 | FOO
            | ^~~
      note: it is poisoned here (t.dts:2:20)
      t.dts:4:8: error: 'FOO' must not be used
          4 | #ifdef FOO
            |        ^~~
      note: it is poisoned here (t.dts:2:20)
      t.dts:6:9: error: 'FOO' must not be used
          6 | #define FOO
            |         ^~~
      note: it is poisoned here (t.dts:2:20)
      t.dts:7:13: error: 'FOO' must not be used
          7 | #define BAR FOO
            |             ^~~
      note: it is poisoned here (t.dts:2:20)
      """),
    ErrorCase(
      "pragmas that speak",
      """
      #pragma GCC warning "old \\"board\\""
      _Pragma("GCC error \\"no\\"")
      #pragma GCC error no
      #pragma GCC system_header
      """,
      """
      t.dts:1:13: warning: old "board"
          1 | #pragma GCC warning "old \\"board\\""
            |             ^~~~~~~
      t.dts:2:1: error: no
          2 | _Pragma("GCC error \\"no\\"")
            | ^~~~~
      t.dts:3:13: error: #pragma GCC error needs a string
          3 | #pragma GCC error no
            |             ^~~~~
      t.dts:4:13: warning: #pragma GCC system_header in the source itself
          4 | #pragma GCC system_header
            |             ^~~~~~~~~~~~~
      """),
    ErrorCase(
      "pragmas that make no sense",
      """
      #pragma push_macro(A)
      #pragma GCC poison 1
      _Pragma(x)
      _Pragma x
      """,
      """
      t.dts:1:9: error: #pragma push_macro needs a macro name in quotes: ("NAME")
          1 | #pragma push_macro(A)
            |         ^~~~~~~~~~
      t.dts:2:20: error: only names can be poisoned
          2 | #pragma GCC poison 1
            |                    ^
      t.dts:3:1: error: _Pragma needs a string in parentheses
          3 | _Pragma(x)
            | ^~~~~~~
      t.dts:4:1: error: _Pragma needs a string in parentheses
          4 | _Pragma x
            | ^~~~~~~
      """),
    ErrorCase(
      "a file that another one depends on",
      """
      #pragma GCC dependency
      #pragma GCC dependency x
      #pragma GCC dependency ""
      #pragma GCC dependency <x.h>
      #pragma GCC dependency "t.dts"
      """,
      """
      t.dts:1:13: error: #pragma GCC dependency needs "file" or <file>
          1 | #pragma GCC dependency
            |             ^~~~~~~~~~
      t.dts:2:24: error: #pragma GCC dependency needs "file" or <file>
          2 | #pragma GCC dependency x
            |                        ^
      t.dts:3:24: error: file '', named by #pragma GCC dependency, was not found
          3 | #pragma GCC dependency ""
            |                        ^~
      t.dts:4:24: error: file 'x.h', named by #pragma GCC dependency, was not found
          4 | #pragma GCC dependency <x.h>
            |                        ^
      """),
    ErrorCase(
      "assertions",
      """
      #assert
      #assert x
      #if #x(
      #elif #x()
      #elif # 1
      #endif
      """,
      """
      t.dts:1:2: error: #assert needs a name and an answer: name(answer)
          1 | #assert
            |  ^~~~~~
      t.dts:2:9: error: an answer in parentheses should follow 'x'
          2 | #assert x
            |         ^
      t.dts:3:6: error: ')' is missing after the answer of 'x'
          3 | #if #x(
            |      ^
      t.dts:4:8: error: the answer of 'x' is empty
          4 | #elif #x()
            |        ^
      t.dts:5:7: error: '#' in a condition tests an assertion: #name(answer)
          5 | #elif # 1
            |       ^
      """),
    ErrorCase(
      "a question outside of conditions",
      """
      a = __has_include("b");
      #undef __has_include
      #undef __FILE__
      """,
      """
      t.dts:1:5: error: '__has_include' can only be used in #if and #elif
          1 | a = __has_include("b");
            |     ^~~~~~~~~~~~~
      t.dts:2:8: error: '__has_include' cannot be a macro name
          2 | #undef __has_include
            |        ^~~~~~~~~~~~~
      t.dts:3:8: warning: undefining built-in macro '__FILE__'
          3 | #undef __FILE__
            |        ^~~~~~~~
      """),
  ]

  @Test(arguments: errors)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
