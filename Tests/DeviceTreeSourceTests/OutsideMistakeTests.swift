import TestSupport
import Testing

/// Common mistakes outside nodes: the first message is the cause and offers a remedy, and no others follow.
@Suite struct OutsideMistakeTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "#include without its #",
      """
      /dts-v1/;
      include "a.dtsi"
      / { };
      """,
      """
      t.dts:2:1: error: expected '/ {', '&label {' or the end of the source, found 'include'
          2 | include "a.dtsi"
            | ^~~~~~~
      help: did you mean '#include'?
      """),
    ErrorCase(
      "a directive that is none",
      """
      /dts-v1/;
      #includ "a.dtsi"
      / { };
      """,
      """
      t.dts:2:1: error: expected '/ {', '&label {' or the end of the source, found '#'
          2 | #includ "a.dtsi"
            | ^
      help: did you mean '#include'?
      """),
    ErrorCase(
      "what a merge left",
      """
      /dts-v1/;
      / { };
            / { a; };
            """),
    ErrorCase(
      "a deletion in an overlay",
      """
      /dts-v1/; /plugin/;
      /delete-node/ &l;
      """,
      """
      t.dts:2:15: error: no node has the label 'l'
          2 | /delete-node/ &l;
            |               ^~
      help: an overlay cannot delete what its base has: set the node's status to "disabled"
      """),
    ErrorCase(
      "the version tag is missing, and a file comes first",
      """
      #include "a.dtsi"
      / { };
      """, files: ["a.dtsi": "/ { };"],
      """
      a.dtsi:1:1: error: expected '/dts-v1/;' before everything else, found '/'
          1 | / { };
            | ^
      note: included from here (t.dts:1:10)
      help: put it at the beginning of 't.dts'
      """),
  ]

  @Test(arguments: cases) func isReported(_ error: ErrorCase) throws { try error.check() }
}
