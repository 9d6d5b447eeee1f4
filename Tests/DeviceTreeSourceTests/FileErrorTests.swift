import TestSupport
import Testing

/// Errors in included files and in macros are reported where they were written.
struct FileErrorTests {
  @Test func aNameThatIsNoUTF8() throws {
    let folder = try TemporaryFolder()
    let start = Array("/dts-v1/;\n/ { };\n/include/ \"".utf8)
    try folder.write(start + [0xE9] + Array(".dtsi\"\n".utf8), to: "t.dts")
    #expect(
      try compile(in: folder).messages.hasSuffix(
        "note: the name is not UTF-8, and such files are not found even if they exist\n"))
  }

  /// A name that has the character in whose place bytes that are no text are shown.
  @Test(arguments: [
    ("/include/ \"\u{FFFD}\"", 11, "include"), ("/ { a = /incbin/(\"\u{FFFD}\"); };", 18, "incbin"),
  ])
  func aNameWithAReplacementCharacter(line: String, column: Int, directive: String) throws {
    let messages = try compile("/dts-v1/;\n\(line)\n").messages
    #expect(
      messages == """
        t.dts:2:\(column): error: file for '/\(directive)/' was not found: '\u{FFFD}'
            2 | \(line)
              | \(String(repeating: " ", count: column - 1))^~~
        note: tried: '\u{FFFD}'

        """)
  }

  static let cases: [ErrorCase] = [
    ErrorCase(
      "missing include",
      """
      /dts-v1/;
      #include "no.dtsi"
      / { };
      """,
      """
      t.dts:2:10: error: included file 'no.dtsi' was not found
          2 | #include "no.dtsi"
            |          ^~~~~~~~~
      note: searched: '.'
      """),
    ErrorCase(
      "missing angle include",
      """
      /dts-v1/;
      #include <dt-bindings/gpio/gpio.h>
      / { };
      """,
      """
      t.dts:2:10: error: included file 'dt-bindings/gpio/gpio.h' was not found
          2 | #include <dt-bindings/gpio/gpio.h>
            |          ^~~~~~~~~~~~~~~~~~~~~~~~~
      note: no folder was searched
      """),
    ErrorCase(
      "missing angle include that lies near",
      """
      /dts-v1/;
      #include <dt-bindings/gpio/gpio.h>
      / { };
      """,
      files: ["include/dt-bindings/gpio/gpio.h": "#define A 1\n"],
      """
      t.dts:2:10: error: included file 'dt-bindings/gpio/gpio.h' was not found
          2 | #include <dt-bindings/gpio/gpio.h>
            |          ^~~~~~~~~~~~~~~~~~~~~~~~~
      note: no folder was searched
      help: 'include' has it, a folder that is not searched
      """),
    ErrorCase(
      "missing angle include of a kernel beside the including file's tree",
      """
      /dts-v1/;
      #include "vendor/drivers/dts/a.dtsi"
      / { };
      """,
      files: [
        "vendor/drivers/dts/a.dtsi": "#include <dt-bindings/a.h>\n",
        "vendor/linux/include/dt-bindings/a.h": "#define A 1\n",
        "include/dt-bindings/b.h": "",
      ],
      """
      vendor/drivers/dts/a.dtsi:1:10: error: included file 'dt-bindings/a.h' was not found
          1 | #include <dt-bindings/a.h>
            |          ^~~~~~~~~~~~~~~~~
      note: no folder was searched
      note: included from here (t.dts:2:10)
      help: 'vendor/linux/include' has it, a folder that is not searched
      """),
    ErrorCase(
      "missing include in an include",
      """
      /dts-v1/;
      #include "a.dtsi"
      / { };
      """,
      files: [
        "a.dtsi":
          """

          #include "no.h"
        """
      ],
      """
      a.dtsi:2:12: error: included file 'no.h' was not found
          2 |   #include "no.h"
            |            ^~~~~~
      note: searched: '.'
      note: included from here (t.dts:2:10)
      """),
    ErrorCase(
      "a semicolon is missing before /include/",
      """
      /dts-v1/;
      / {
        n { }
        /include/ "a.dtsi"
      };
      """,
      files: ["a.dtsi": "m { };\n"],
      """
      t.dts:3:8: error: expected ';' after the '}' of node 'n', found 'm'
          3 |   n { }
            |        ^
      note: this was found after /include/ (a.dtsi:1:1)
      """),
    ErrorCase(
      "error in an include",
      """
      /dts-v1/;
      / {
      #include "a.dtsi"
      };
      """,
      files: [
        "a.dtsi":
          """
        n {
          b = FOO;
        };
        """
      ],
      """
      a.dtsi:2:7: error: expected a value, found 'FOO', which is not a defined macro
          2 |   b = FOO;
            |       ^~~
      note: included from here (t.dts:3:10)
      help: a string needs double quotes: "FOO"
      """),
    ErrorCase(
      "error in a nested include",
      """
      /dts-v1/;
      / {
      #include "a.dtsi"
      };
      """,
      files: [
        "a.dtsi":
          """
        #include "b.dtsi"
        """,
        "b.dtsi":
          """
          b = 1;
        """,
      ],
      """
      b.dtsi:1:7: error: expected a value of property 'b', found '1'
          1 |   b = 1;
            |       ^
      note: included from here (a.dtsi:1:10)
      note: included from here (t.dts:3:10)
      help: cells go in angle brackets: <1 2>
      """),
    ErrorCase(
      "missing dtc include",
      """
      /dts-v1/;
      /include/ "no.dtsi"
      / { };
      """,
      """
      t.dts:2:11: error: file for '/include/' was not found: 'no.dtsi'
          2 | /include/ "no.dtsi"
            |           ^~~~~~~~~
      note: tried: 'no.dtsi'
      """),
    ErrorCase(
      "include cycle",
      """
      /dts-v1/;
      #include "t.dts"
      """,
      """
      t.dts:2:10: error: files include one another 200 levels deep: is there a cycle?
          2 | #include "t.dts"
            |          ^~~~~~~
      note: 't.dts' is included here (t.dts:2:10)
      """),
    ErrorCase(
      "error in a dtc include",
      """
      /dts-v1/;
      /include/ "a.dtsi"
      """,
      files: [
        "a.dtsi":
          """
        / {
          a = <1>
        };
        """
      ],
      """
      a.dtsi:2:10: error: expected ';' after property 'a', found '}'
          2 |   a = <1>
            |          ^
      note: included from here (t.dts:2:11)
      """),
    ErrorCase(
      "dtc include without quotes",
      """
      /dts-v1/;
      /include/ <a.dtsi>
      / { };
      """,
      """
      t.dts:2:11: error: expected the file's name in quotes after '/include/'
          2 | /include/ <a.dtsi>
            |           ^
      """),
    ErrorCase(
      "unterminated comment",
      """
      /dts-v1/;
      / {
        a = <1>; /* not closed
      };
      """,
      """
      t.dts:3:12: error: comment is never closed
          3 |   a = <1>; /* not closed
            |            ^~
      """),
    ErrorCase(
      "a fault in a file that is included twice",
      """
      /dts-v1/;
      #include "a.dtsi"
      #include "a.dtsi"
      """,
      files: ["a.dtsi": "/ { a = WORD; };"],
      """
      a.dtsi:1:9: error: expected a value, found 'WORD', which is not a defined macro
          1 | / { a = WORD; };
            |         ^~~~
      note: included from here (t.dts:2:10)
      help: a string needs double quotes: "WORD"
      """),
    ErrorCase(
      "a file that includes itself in a node",
      """
      /dts-v1/;
      / {
      #include "a.dtsi"
      };
      """,
      files: ["a.dtsi": "#include \"a.dtsi\""],
      """
      a.dtsi:1:10: error: files include one another 200 levels deep: is there a cycle?
          1 | #include "a.dtsi"
            |          ^~~~~~~~
      note: 'a.dtsi' is included here (a.dtsi:1:10)
      note: included from here (t.dts:3:10)
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
