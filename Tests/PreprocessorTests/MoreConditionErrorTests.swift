import TestSupport
import Testing

/// What is wrong with the expression of an #if.
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
      t.dts:2:5: error: ')' is no value
          2 | #if V
            |     ^
      note: in the expansion of macro 'V' (t.dts:1:9)
      """)
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }
}
