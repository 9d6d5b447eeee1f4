import Preprocessor
import TestSupport
import Testing

@testable import swiftdt

/// Headers that hide others, and the folder in which an included file was found.
struct ShadowTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "a different one later", files: ["i/d/a.h": "1\n", "j/x": "", "k/d/a.h": "2\n"],
      options: ["-Ii", "-Ij", "-Ik"],
      """
      #include <d/a.h>
      #include <d/a.h>
      """,
      """
      t.dts:1:10: warning: 'i/d/a.h' hides 'k/d/a.h', which is different
          1 | #include <d/a.h>
            |          ^~~~~~~
      note: 'i' is searched first
      """),
    ErrorCase(
      "one of another size", files: ["i/a.h": "1\n", "j/a.h": "22\n"], options: ["-Ii", "-Ij"],
      """
      #include "a.h"
      """,
      """
      t.dts:1:10: warning: 'i/a.h' hides 'j/a.h', which is different
          1 | #include "a.h"
            |          ^~~~~
      note: 'i' is searched first
      """),
  ]

  @Test(arguments: cases)
  func warnings(_ source: ErrorCase) throws { try source.check() }

  @Test func silence() throws {
    let files = ["i/a.h": "1\n", "j/a.h": "1\n", "j/b.h": "1\n", "b.h": "2\n", "k/a.h/x": ""]
    let same = try preprocess(
      "#include <a.h>\n#include \"b.h\"\n", files: files, options: read(["-Ii", "-Ij", "-Ii", "-Ik"]))
    #expect(same.messages == "")
    var options = read(["-Ii", "-Ij"])
    options.shadowedHeaders = nil
    let different = files.merging(["j/a.h": "2\n"]) { $1 }
    #expect(try preprocess("#include <a.h>\n", files: different, options: options).messages == "")
  }

  @Test func tree() throws {
    let folder = try TemporaryFolder([
      "t.dts": "#include \"a.dtsi\"\n#include <b.h>\n#include <c.h>\n", "i/c.h": "",
      "a.dtsi": "#include <b.h>\n", "i/b.h": "#pragma once\n#include <s.h>\n", "s/s.h": "",
    ])
    var options = PreprocessorOptions(includeFolders: [folder["i"]])
    options.systemFolders = [folder["s"]]
    options.listsInclusions = true
    var preprocessor = Preprocessor(options: options)
    _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
    let text = IncludeTree.text(of: "t.dts", preprocessor.inclusions)
    #expect(
      text.replacing(folder.path + "/", with: "") == """
        t.dts
          a.dtsi (next to the including file)
            i/b.h (-I i)
              s/s.h (-isystem s)
          i/b.h (-I i; skipped, already read)
          i/c.h (-I i)

        """)
  }
}
