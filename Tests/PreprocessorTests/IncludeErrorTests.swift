import TestSupport
import Testing

/// Errors in inclusions.
struct IncludeErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "missing",
      """
      #include "a.h"
      FOO
      """,
      """
      t.dts:1:10: error: included file 'a.h' was not found
          1 | #include "a.h"
            |          ^~~~~
      note: searched: '.'
      """),
    ErrorCase(
      "missing with folders", files: ["i/x": "", "j/x": ""], options: ["-Ii", "-Ij"],
      """
      #include <a/b.h>
      """,
      """
      t.dts:1:10: error: included file 'a/b.h' was not found
          1 | #include <a/b.h>
            |          ^~~~~~~
      note: searched: 'i', 'j'
      """),
    ErrorCase(
      "missing in a folder", files: ["d/a.h": "#include \"b.h\"\n"], options: ["-Ii"],
      """
      #include "d/a.h"
      """,
      """
      d/a.h:1:10: error: included file 'b.h' was not found
          1 | #include "b.h"
            |          ^~~~~
      note: searched: 'd', 'i' (not a folder)
      note: included from here (t.dts:1:10)
      """),
    ErrorCase(
      "the last one of several",
      files: ["i/a.h": "#include_next <a.h>\n", "j/a.h": "#include_next <a.h>\n"],
      options: ["-Ii", "-Ij"],
      """
      #include <a.h>
      """,
      """
      j/a.h:1:15: error: included file 'a.h' was not found
          1 | #include_next <a.h>
            |               ^~~~~
      note: this file is in the last folder that is searched
      note: included from here (i/a.h:1:15)
      note: included from here (t.dts:1:10)
      """),
    ErrorCase(
      "in the source itself",
      """
      #include_next "no.h"
      """,
      """
      t.dts:1:2: warning: #include_next in the source itself
          1 | #include_next "no.h"
            |  ^~~~~~~~~~~~
      t.dts:1:15: error: included file 'no.h' was not found
          1 | #include_next "no.h"
            |               ^~~~~~
      note: searched: '.'
      """),
    ErrorCase(
      "a folder", files: ["d/x": ""],
      """
      #include "d"
      """,
      """
      t.dts:1:10: error: included file 'd' was not found
          1 | #include "d"
            |          ^~~
      note: searched: '.'
      note: 'd' is a folder
      """),
    ErrorCase(
      "no name",
      """
      #include
      """,
      """
      t.dts:1:2: error: #include needs "file" or <file>
          1 | #include
            |  ^~~~~~~
      """),
    ErrorCase(
      "no quotes",
      """
      #include a.h
      """,
      """
      t.dts:1:10: error: #include needs "file" or <file>
          1 | #include a.h
            |          ^
      """),
    ErrorCase(
      "not closed",
      """
      #include <a.h
      """,
      """
      t.dts:1:10: error: #include needs "file" or <file>
          1 | #include <a.h
            |          ^
      """),
    ErrorCase(
      "not closed quote",
      """
      #include "a.h
      """,
      """
      t.dts:1:10: error: #include needs "file" or <file>
          1 | #include "a.h
            |          ^~~~
      """),
    ErrorCase(
      "empty name",
      """
      #include ""
      #import <>
      """,
      """
      t.dts:1:10: error: the name of the included file is empty
          1 | #include ""
            |          ^~
      t.dts:2:9: error: the name of the included file is empty
          2 | #import <>
            |         ^~
      """),
    ErrorCase(
      "by a macro that is none",
      """
      #define A 1
      #include A
      """,
      """
      t.dts:2:10: error: #include needs "file" or <file>
          2 | #include A
            |          ^
      """),
    ErrorCase(
      "itself",
      """
      #include "t.dts"
      """,
      """
      t.dts:1:10: error: files include one another 200 levels deep: is there a cycle?
          1 | #include "t.dts"
            |          ^~~~~~~
      note: 't.dts' is included here (t.dts:1:10)
      """),
    ErrorCase(
      "a cycle", files: ["a.h": "\n#include \"b.h\"\n", "b.h": "#include \"a.h\"\n"],
      """
      #include "a.h"
      """,
      """
      a.h:2:10: error: files include one another 200 levels deep: is there a cycle?
          2 | #include "b.h"
            |          ^~~~~
      note: 'b.h' is included here (a.h:2:10)
      note: 'a.h' is included here (b.h:1:10)
      note: included from here (t.dts:1:10)
      """),
  ]

  @Test(arguments: cases)
  func messages(_ source: ErrorCase) throws { try source.check() }

  /// An absolute path is only looked for where it says.
  @Test(arguments: ["\"%\"", "<%>"]) func anAbsolutePath(form: String) throws {
    let folder = try TemporaryFolder(["d/header.h": "", "i/x": ""])
    let name = { (path: String) in form.replacing("%", with: folder[path]) }
    try folder.write(Array("#include \(name("d/heder.h"))\n".utf8), to: "t.dts")
    #expect(
      try preprocess(in: folder, options: read(["-Ii"])).messages == """
        t.dts:1:10: error: included file 'd/heder.h' was not found
            1 | #include \(form.replacing("%", with: "d/heder.h"))
              |          \("^" + String(repeating: "~", count: name("d/heder.h").utf8.count - 1))
        help: did you mean 'd/header.h'?

        """)
    try folder.write(Array("#include \(name("d"))\n".utf8), to: "t.dts")
    #expect(try preprocess(in: folder).messages.hasSuffix("~\nnote: 'd' is a folder\n"))
  }

  /// Neither the including file nor a folder is suggested, and the source's own folder is named once.
  @Test(arguments: [
    ("\"k3-sk.dts\"", ""), ("\"k3-skk.dts\"", "k3-sk.dtsi"), ("<arch.h>", ""),
  ])
  func likelyFiles(name: String, likely: String) throws {
    var files = ["t.dts": "#include \"d/k3-r5-sk.dts\"\n", "d/arch/x": ""]
    files["d/k3-r5-sk.dts"] = "#include \(name)\n"
    if !likely.isEmpty { files["d/" + likely] = "" }
    let messages = try preprocess(in: TemporaryFolder(files), options: read(["-Id"])).messages
    #expect(messages.contains("note: searched: 'd'\n"), "\(messages)")
    if likely.isEmpty {
      #expect(!messages.contains("help:"), "\(messages)")
    } else {
      #expect(messages.hasSuffix("help: did you mean '\(likely)'?\n"), "\(messages)")
    }
  }

  /// gcc would find it; for us, paths are text.
  @Test func aNameThatIsNoUTF8() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("#include \"".utf8) + [0xE9] + Array(".h\"\n".utf8), to: "t.dts")
    #expect(
      try preprocess(in: folder).messages.contains(
        "note: the name is not UTF-8, and such files are not found even if they exist\n"))
  }
}
