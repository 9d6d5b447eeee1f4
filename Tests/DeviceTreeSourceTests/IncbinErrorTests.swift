import Testing

/// Errors in `/incbin/`.
struct IncbinErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "incbin missing",
      """
      /dts-v1/;
      / {
        a = /incbin/("no.bin");
      };
      """,
      """
      t.dts:3:16: error: file for '/incbin/' was not found: 'no.bin'
          3 |   a = /incbin/("no.bin");
            |                ^~~~~~~~
      note: tried: 'no.bin'
      """),
    ErrorCase(
      "incbin without quotes",
      """
      /dts-v1/;
      / {
        a = /incbin/(no.bin);
      };
      """,
      """
      t.dts:3:16: error: expected the file's name in quotes, found 'no'
          3 |   a = /incbin/(no.bin);
            |                ^~
      """),
    ErrorCase(
      "incbin with a hole",
      """
      /dts-v1/;
      / {
        a = /incbin/("no.bin", 1);
      };
      """,
      """
      t.dts:3:27: error: expected ',' between offset and length, found ')'
          3 |   a = /incbin/("no.bin", 1);
            |                           ^
      """),
    ErrorCase(
      "incbin of a folder",
      """
      /dts-v1/;
      / {
        a = /incbin/(".");
      };
      """,
      """
      t.dts:3:16: error: cannot read '.': Is a directory
          3 |   a = /incbin/(".");
            |                ^~~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
