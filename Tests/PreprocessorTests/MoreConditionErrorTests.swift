import TestSupport
import Testing

/// More errors in the expression of an #if.
struct MoreConditionErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "in a macro",
      """
      #define V (1 +)
      #if V
      #endif
      """,
      """
      t.dts:2:5: error: ')' is not a value
          2 | #if V
            |     ^
      note: in the expansion of macro 'V' (t.dts:1:9)
      """),
    ErrorCase(
      "calls of what is no macro, and assignments, also inside parentheses",
      """
      #define G(x) (x == 1)
      #if defined(A) && (IS_ENABLED(A) || 1)
      #elif G(B (1))
      #elif 1 ? A(1) : 2
      #elif (G = 1)
      #elif (1) (2)
      #endif
      """,
      """
      t.dts:2:20: error: function-like macro 'IS_ENABLED' is not defined
          2 | #if defined(A) && (IS_ENABLED(A) || 1)
            |                    ^~~~~~~~~~
      t.dts:3:9: error: function-like macro 'B' is not defined
          3 | #elif G(B (1))
            |         ^
      t.dts:4:11: error: function-like macro 'A' is not defined
          4 | #elif 1 ? A(1) : 2
            |           ^
      t.dts:5:10: error: unexpected '=' in the condition
          5 | #elif (G = 1)
            |          ^
      help: did you mean '=='?
      t.dts:6:11: error: unexpected '(' in the condition
          6 | #elif (1) (2)
            |           ^
      """),
    ErrorCase(
      "the next one among headers needs a name, too",
      """
      #if __has_include_next(a)
      #elif __has_include_next
      #endif
      """,
      """
      t.dts:1:5: error: '__has_include_next' needs "file" or <file>
          1 | #if __has_include_next(a)
            |     ^~~~~~~~~~~~~~~~~~
      t.dts:2:7: error: '(' is missing after '__has_include_next'
          2 | #elif __has_include_next
            |       ^~~~~~~~~~~~~~~~~~
      """),
  ]

  /// `u` is only allowed on one side, and the `l`s must have the same case.
  private static let wrongSuffixes = ["1lL", "1Ll", "1LUL", "1lul", "1uu", "1lll", "1lu1", "1ulu", "1x"]

  /// Escapes with too few digits, or with numbers that C does not permit or Unicode does not have.
  private static let wrongEscapes = [
    #"'\u'"#, #"'\u12'"#, #"'\u00g9'"#, #"'\U0000e9'"#, #"'\u0041'"#, #"'\u007f'"#, #"'\u0000'"#,
    #"'\ud800'"#,
    #"L'\udfff'"#, #"L'\u0041'"#, #"'\x'"#, #"'\xg'"#, #"L'a\x'"#,
  ]

  @Test(arguments: wrongEscapes)
  func escapes(character: String) throws {
    let messages = try preprocess("#if \(character)\n#endif\n").diagnostics.map(\.message)
    #expect(messages == ["'\(character)' is not an integer"])
  }

  @Test(.enabled(if: Tool.gcc != nil, "gcc is not installed"), arguments: wrongEscapes)
  func escapesAreRefusedByGCC(character: String) throws {
    #expect(try gcc(in: TemporaryFolder(["t.dts": "#if \(character)\n#endif\n"])).text == nil)
  }

  /// gcc takes this one, with a warning, for the six bytes that UTF-8 once would have had for it.
  @Test func escapeBeyondUnicode() throws {
    #expect(try preprocess("#if '\\U00110000'\n#endif\n").diagnostics.map(\.severity) == [.error])
  }

  @Test(arguments: wrongSuffixes)
  func suffixes(number: String) throws {
    let messages = try preprocess("#if \(number)\n#endif\n").diagnostics.map(\.message)
    #expect(messages == ["'\(number)' is not an integer"])
  }

  @Test(.enabled(if: Tool.gcc != nil, "gcc is not installed"), arguments: wrongSuffixes)
  func suffixesAreRefusedByGCC(number: String) throws {
    #expect(try gcc(in: TemporaryFolder(["t.dts": "#if \(number)\n#endif\n"])).text == nil)
  }

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
