import TestSupport
import Testing

/// Included files.
struct InclusionTests {
  /// Directives that continue over several lines, in various ways.
  static let longDirectives = [
    "x\n#include \"s.h\" /* a\n b */\ny\n",
    "#include \"s.h\" \\\n\ny\n",
    "x\n#include \"s.h\" // a \\\n b\ny\n",
    "#include \"s.h\" /* a\n b */",
    "#include \"s.h\"",
    "#include \"s.h\" \\\n",
    "x\n\n\n\n\n\n\n\n# include \"long.h\" // a \\ \n",
    "#include \\\n\"s.h\"\ny\n",
    "# /*\n\n*/ include \"s.h\"\ny\n",
    "#define H \"s.h\"\n#include H /*\n*/ \ny\n",
    "#include \"long.h\"\nz\n",
    "#include \"long.h\" /*\n*/\n#include \"s.h\"",
    "#include \"s.h\" /* a\n\n\n\n\n\n\n\n\n\n*/\n\n\ny\n",
    "#if 1 /*\n*/\n#include \"s.h\" /*\n*/\n#endif /*\n*/\ny\n",
    "#import \"s.h\" /*\n*/\n#import \"s.h\" /*\n*/\ny\n",
    "#include_next \"s.h\" /*\n*/\ny __LINE__\n",
    "#line 70 /*\n*/\n#include \"s.h\" /*\n*/\ny __LINE__\n",
    "#define F(x) [x]\na F(\n#include \"end.h\"\nb\n", "#define F() x\nF(\n#include \"end.h\"\n#b\n",
  ]

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: longDirectives, [[], ["-P"]])
  func directivesOverSeveralLinesEqualGCC(_ source: String, _ options: [String]) throws {
    let bench = try Workbench([
      "a.dts": source, "s.h": "s\n", "long.h": "#include \"s.h\" /*\n\n*/", "end.h": ") c\nd\n",
    ])
    let arguments = options + ["a.dts"]
    #expect(try bench.ours(arguments).text == bench.gcc(arguments))
  }

  /// Headers with a `#` on its own outside of what may be their guard.
  static let nullDirectives = [
    "#\n#ifndef G\n#define G\nx\n#endif\n", "#ifndef G\n#define G\nx\n#endif\n#",
    "#\n#if !defined G\n#\n#define G\nx\n#endif",
    "# /* c */\n#\n#ifndef G\n#define G\nx\n#endif\n# // c\n",
    "# \\\n\n#ifndef G\n#define G\nx\n#endif\n# \\\n",
    "# x\n#ifndef G\n#define G\nx\n#endif\n", "#ifndef G\n#define G\nx\n#endif\n# 1\n",
    "#\n#ifndef G\n#define G\nx\n#else\n#\n#endif\n",
    "#\n#pragma x\n#ifndef G\n#define G\nx\n#endif\n", "#ifndef G\n#define G\nx\n#endif\n%:\n", "#\nx\n",
    "#ifndef G\n#define G\n#endif\n#\n#ifdef G\n#endif\n",
  ]

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: nullDirectives)
  func nullDirectivesEqualGCC(header: String) throws {
    let bench = try Workbench(["a.dts": "#include \"g.h\"\n#include \"g.h\"\ny\n", "g.h": header])
    #expect(try bench.ours(["a.dts"]).text == bench.gcc(["a.dts"]))
  }

  static let cases: [TextCase] = [
    TextCase(
      "in quotes", files: ["a.h": "1\n"],
      """
      a
      #include "a.h"
      b
      """,
      """
      a 1 b
      """),
    TextCase(
      "in angles", files: ["i/a.h": "1\n"], options: ["-Ii"],
      """
      #include <a.h>
      """,
      """
      1
      """),
    TextCase(
      "beside the including file first", files: ["d/a.h": "#include \"b.h\"\n", "d/b.h": "1", "b.h": "2"],
      """
      #include "d/a.h"
      """,
      """
      1
      """),
    TextCase(
      "in the folders in order", files: ["i/a.h": "1", "j/a.h": "2", "j/b.h": "3"], options: ["-Ii", "-Ij"],
      """
      #include <a.h>
      #include <b.h>
      """,
      """
      1 3
      """),
    TextCase(
      "by a macro", files: ["a.h": "1"], options: ["-I."],
      """
      #define Q "a.h"
      #define G <a.h>
      #define N a
      #define S(x) <x.h>
      #include Q
      #include G
      #include S(N)
      """,
      """
      1 1 1
      """),
    TextCase(
      "include_next", files: ["i/a.h": "1\n#include_next <a.h>\n", "j/a.h": "2"], options: ["-Ii", "-Ij"],
      """
      #include <a.h>
      """,
      """
      1 2
      """),
    TextCase(
      "a folder of that name is passed", files: ["i/a.h/x": "", "j/a.h": "1"], options: ["-Ii", "-Ij"],
      """
      #include <a.h>
      """,
      """
      1
      """),
    TextCase(
      "guards", files: ["a.h": "#ifndef A_H\n#define A_H\n1\n#endif\n"],
      """
      #include "a.h"
      #include "a.h"
      #undef A_H
      #include "a.h"
      """,
      """
      1 1
      """),
    TextCase(
      "pragma once", files: ["a.h": "#pragma once\n1\n"],
      """
      #include "a.h"
      #include "a.h"
      #include "./a.h"
      """,
      """
      1
      """),
    TextCase(
      "import", files: ["a.h": "1\n"],
      """
      #import "a.h"
      #import "a.h"
      """,
      """
      1
      """),
    TextCase(
      "import of a copy", files: ["a.h": "1\n", "d/b.h": "1\n", "c.h": "2\n"],
      """
      #include "a.h"
      #import "d/b.h"
      #import "c.h"
      """,
      """
      1 2
      """),
    TextCase(
      "without a newline at the end", files: ["a.h": "1"],
      """
      #include "a.h"
      b
      """,
      """
      1 b
      """),
    TextCase(
      "an empty file", files: ["a.h": ""],
      """
      #include "a.h"
      b
      """,
      """
      b
      """),
    TextCase(
      "conditionals end with their file", files: ["a.h": "#if 0\n#else\n1\n#endif"],
      """
      #if 1
      #include "a.h"
      #else
      2
      #endif
      """,
      """
      1
      """),
    TextCase(
      "macros go in and out", files: ["a.h": "A\n#define B 2\n"],
      """
      #define A 1
      #include "a.h"
      B
      """,
      """
      1 2
      """),
    TextCase(
      "levels", files: ["a.h": "__INCLUDE_LEVEL__ __FILE__ __BASE_FILE__ __LINE__\n"],
      """
      __INCLUDE_LEVEL__
      #include "a.h"
      """,
      """
      0 1 "a.h" "t.dts" 1
      """),
  ]

  @Test(arguments: cases)
  func text(_ source: TextCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: TextCase) throws { try source.checkWithGCC() }
}
