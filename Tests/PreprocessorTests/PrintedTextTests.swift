import TestSupport
import Testing

/// A source and what gcc 12 prints of it, after the lines that say where it begins.
struct PrintedCase: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String
  let text: String

  init(_ name: String, _ source: String, _ text: String) {
    self.name = name
    self.source = source + "\n"
    self.text = text + "\n"
  }

  var testDescription: String { name }

  /// The lines that precede the text.
  static let header = "# 0 \"a.dts\"\n# 0 \"<built-in>\"\n# 0 \"<command-line>\"\n# 1 \"a.dts\"\n"
}

/// Printed text, compared to the last blank.
struct PrintedTextTests {
  static let cases: [PrintedCase] = [
    PrintedCase(
      "a pragma that gcc does not know",
      """
      _Pragma("") x
      a _Pragma("foo") b
      c
      """,
      """

      # 1 "a.dts"
       x
      a
      # 2 "a.dts"
       b
      c
      """),
    PrintedCase(
      "one that it knows",
      """
      a _Pragma("once") b
      c
      """,
      """
      a
      # 1 "a.dts"

      # 1 "a.dts"
       b
      c
      """),
    PrintedCase(
      "columns of line and string",
      """

          a  _Pragma("   once")b _Pragma("foo") c
      """,
      """

          a
      # 2 "a.dts"
        
      # 2 "a.dts"
          b
      # 2 "a.dts"
          c
      """),
    PrintedCase(
      "without blanks",
      """
      a,_Pragma("once"),b -_Pragma("foo")-c
      """,
      """
      a,
      # 1 "a.dts"

      # 1 "a.dts"
      ,b -
      # 1 "a.dts"
      -c
      """),
    PrintedCase(
      "at the end",
      """
      a
      _Pragma("GCC poison q")
      """,
      """
      a

      # 2 "a.dts"

      # 2 "a.dts"

      """),
    PrintedCase(
      "from a body",
      """
      #define M _Pragma("foo")
      #define N(x) x M b
        a M b
      N(1)
      x M,b
      """,
      """


        a
      # 3 "a.dts"
        b
      1
      # 4 "a.dts"
       b
      x
      # 5 "a.dts"
      ,b
      """),
    PrintedCase(
      "in arguments, as often as they come up",
      """
      #define TWICE(x) x+x
      #define NEVER(x) y
      a TWICE(1 _Pragma("once") 2) b
      NEVER(_Pragma("once")) c
      """,
      """


      a 1
      # 3 "a.dts"

      # 3 "a.dts"
       2 +1
      # 3 "a.dts"

      # 3 "a.dts"
       2 b
      y c
      """),
    PrintedCase(
      "in arguments of arguments",
      """
      #define F(x) x
      #define G(x) [x]
        G(F(a _Pragma("foo") b)) c
      """,
      """


        [a
      # 3 "a.dts"
        b] c
      """),
    PrintedCase(
      "amid a call over lines",
      """
      #define F(x) x
        y F
      (a
       _Pragma("once")
      b) z
      """,
      """

        y a



      # 2 "a.dts"
        b z
      """),
    PrintedCase(
      "over lines itself",
      """
      x

      _Pragma
         ("once"
      ) y
      """,
      """
      x


        

      # 5 "a.dts"

      # 5 "a.dts"
       y
      """),
    PrintedCase(
      "a macro that macros come back in",
      #"""
      #define A 1
      _Pragma("push_macro(\"A\")")
      #undef A
      A _Pragma("pop_macro(\"A\")") A
      """#,
      """


      # 2 "a.dts"

      # 2 "a.dts"


      A
      # 4 "a.dts"

      # 4 "a.dts"
       1
      """),
    PrintedCase(
      "behind a name that is no call",
      """
      #define F(x) x
          F
      b _Pragma("foo") c
      """,
      """

          F
      b
      # 2 "a.dts"
          c
      """),
    PrintedCase(
      "quotes that are not closed",
      #"""
      #define E
      E "a
       E'b  c
      E """ d // e
      'f
      """#,
      #"""

       "a
       'b  c
       """ d // e
      'f
      """#),
    PrintedCase(
      "a backslash joins lines in quotes that are not closed, escaped or not",
      #"""
      "a\\
      b
      'c\\
      d'
      "e\\\
      f"
      "g\\ 
      h
      """#,
      #"""
      "a\b

      'c\d'

      "e\\f"

      "g\h
      """#),
  ]

  @Test(arguments: cases)
  func text(_ source: PrintedCase) throws {
    let bench = try Workbench(["a.dts": source.source])
    #expect(try bench.ours(["a.dts"]).text == PrintedCase.header + source.text)
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameAsGCC(_ source: PrintedCase) throws {
    let bench = try Workbench(["a.dts": source.source])
    #expect(try bench.gcc(["a.dts"]) == PrintedCase.header + source.text)
  }

  /// The number of blanks that may precede a line's first token before gcc loses its column.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [100, 1023, 1024, 4044, 4045, 4046, 4100, 65_000, 70_000])
  func indentation(_ count: Int) throws {
    let blanks = String(repeating: " ", count: count)
    let tabs = String(repeating: "\t", count: count)
    let source = "a\n\(blanks)b  c\n\(tabs)d\n\n\(blanks)\"e\"\n#define E\n\(blanks)E f\na\(blanks)b\n"
    let bench = try Workbench(["a.dts": source])
    let text = try bench.ours(["a.dts"]).text
    #expect(try text == bench.gcc(["a.dts"]))
    let indentation = count < 4046 ? blanks : " "
    #expect(text.hasPrefix("\(PrintedCase.header)a\n\(indentation)b c\n\(indentation)d\n"))
  }
}
