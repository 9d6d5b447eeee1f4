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

  /// A character given by its number is an error, rather than a wrong value.
  @Test(arguments: ["'\\u00e9'", "L'\\u00e9'", "'\\U000000e9'"])
  func numberedCharacters(character: String) throws {
    #expect(try preprocess("#if \(character)\n#endif\n").diagnostics.map(\.severity) == [.error])
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
