import TestSupport
import Testing

/// Definitions that do not mean what they seem to mean, of which gcc warns, too.
struct DoubtfulDefinitionTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "bodies right behind their names",
      """
      #define CLK-GATE 5
      #define A"x"
      #define B/**/1
      #define C(x)x
      #define D
      #define E\\
       1
      #define F@x
      """,
      """
      t.dts:1:12: warning: no white space separates macro 'CLK' from its body, which begins with '-'
          1 | #define CLK-GATE 5
            |            ^
      t.dts:2:10: warning: no white space separates macro 'A' from its body, which begins with '"x"'
          2 | #define A"x"
            |          ^~~
      t.dts:8:10: warning: no white space separates macro 'F' from its body, which begins with '@'
          8 | #define F@x
            |          ^
      """),
    ErrorCase(
      "arguments without a name",
      """
      #define A(x) x __VA_ARGS__ __VA_ARGS__
      #define B(args...) f(__VA_ARGS__)
      #define C(...) __VA_ARGS__
      #define D() #__VA_ARGS__
      #define E(x) "__VA_ARGS__"
      """,
      """
      t.dts:1:16: warning: '__VA_ARGS__' only stands for arguments in a macro that ends in '...'
          1 | #define A(x) x __VA_ARGS__ __VA_ARGS__
            |                ^~~~~~~~~~~
      t.dts:2:22: warning: '__VA_ARGS__' only stands for arguments in a macro that ends in '...'
          2 | #define B(args...) f(__VA_ARGS__)
            |                      ^~~~~~~~~~~
      help: here, they are 'args'
      t.dts:4:14: warning: '__VA_ARGS__' only stands for arguments in a macro that ends in '...'
          4 | #define D() #__VA_ARGS__
            |              ^~~~~~~~~~~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func linesAreThoseOfGCC(_ source: ErrorCase) throws {
    let theirs = try gcc(in: TemporaryFolder(["t.dts": source.source + "\n"])).errors
    func lines(_ messages: String) -> Set<Substring> {
      Set(
        messages.split(separator: "\n").filter { $0.contains(": warning: ") }.compactMap {
          $0.split(separator: ":").dropFirst().first
        })
    }
    #expect(lines(theirs) == lines(source.messages))
  }
}
