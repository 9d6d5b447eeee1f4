import TestSupport
import Testing

@testable import Preprocessor
@testable import SourceText

/// `#line` in files that are included more than once: it only affects the inclusion that meets it.
@Suite struct RenumberingTests {
  private static let files = [
    "n.h": "n __LINE__ __FILE__\n",
    // Renumbered after its beginning.
    "s.h": """
    a __LINE__ __FILE__
    #include "n.h"
    b __LINE__
    #ifdef M
    #line 100 "q"
    #include "n.h"
    c __LINE__ __FILE__
    #line 7
    #include "n.h"
    #endif
    d __LINE__ __FILE__
    #warning w

    """,
    // Renumbered from its beginning, and includes itself.
    "r.h": """
    #line 50
    #if __INCLUDE_LEVEL__ < LEVELS
    e __LINE__
    #include "r.h"
    f __LINE__ __FILE__
    #line 70 "r"
    #endif
    #include "n.h"
    g __LINE__ __FILE__

    """,
    // Renumbered in only the inner one of two inclusions, or only the outer one.
    "i.h": """
    #if __INCLUDE_LEVEL__ == LEVELS
    #line 200 "i"
    #include "n.h"
    h __LINE__ __FILE__
    #elif __INCLUDE_LEVEL__ < LEVELS
    j __LINE__
    #include "i.h"
    k __LINE__ __FILE__
    #endif
    #if __INCLUDE_LEVEL__ == OUTER
    #line 300
    #endif
    #include "n.h"
    l __LINE__ __FILE__
    """,
    "g.h": "#ifndef G\n#define G\n#line 9\nm __LINE__\n#endif\n",
  ]

  static let sources = [
    "#include \"s.h\"\n#define M\n#include \"s.h\"\n#undef M\n#include \"s.h\"\n#include \"s.h\"\nx __LINE__\n",
    "#define M\n#include \"s.h\"\n#include \"s.h\"\n#undef M\n#include \"s.h\"\n",
    "#define LEVELS 3\n#include \"r.h\"\n#include \"n.h\"\n#include \"r.h\"\nx __LINE__\n",
    "#define LEVELS 2\n#define OUTER 1\n#include \"i.h\"\n#include \"i.h\"\nx __LINE__\n",
    "#define LEVELS 1\n#define OUTER 0\n#include \"i.h\"\n#define LEVELS 2\n#include \"i.h\"\n#define OUTER 2\n#include \"i.h\"",
    "#include \"g.h\"\n#include \"g.h\"\nx\n",
    // The source includes itself.
    "#if __INCLUDE_LEVEL__ < 2\n#include \"a.dts\"\n#include \"n.h\"\nx __LINE__ __FILE__\n#line 40 \"z\"\n#endif\ny __LINE__ __FILE__\n#include \"n.h\"\nz",
    // In the arguments of a call.
    "#define F(x) x __LINE__\n#ifndef M\n#define M\n#include \"a.dts\"\n#line 60\n#endif\nF(1\n#line 80\n__LINE__)\ny __LINE__\n#include \"n.h\"\nz\n",
  ]

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: sources)
  func sameTextAsGCC(_ source: String) throws {
    let bench = try Workbench(Self.files.merging(["a.dts": source]) { $1 })
    for line in [["a.dts"], ["-P", "a.dts"]] { #expect(try bench.ours(line).text == bench.gcc(line)) }
  }

  /// Positions are looked up after everything was read.
  @Test func places() throws {
    let source = "#include \"s.h\"\n#define M\n#include \"s.h\"\n#undef M\n#include \"s.h\"\n"
    let result = try preprocess(in: TemporaryFolder(Self.files.merging(["t.dts": source]) { $1 }))
    #expect(
      result.messages == """
        s.h:12:2: warning: #warning w
           12 | #warning w
              |  ^~~~~~~
        note: included from here (t.dts:1:10)
        q:10:2: warning: #warning w
           10 | #warning w
              |  ^~~~~~~
        note: included from here (t.dts:3:10)
        s.h:12:2: warning: #warning w
           12 | #warning w
              |  ^~~~~~~
        note: included from here (t.dts:5:10)

        """)
  }

  /// What one source of a batch renumbers is not renumbered for the next one.
  @Test func inABatch() throws {
    let sources = Self.sources.enumerated().map { ("\($0.offset).dts", $0.element) }
    let folder = try TemporaryFolder(Self.files.merging(sources) { $1 })
    let options = PreprocessorOptions()
    var preprocessor = Preprocessor(options: options)
    for (name, _) in sources + sources {
      preprocessor.restart(options: options, noting: 2)
      var alone = Preprocessor(options: options)
      let text = try alone.text(of: folder[name], lineMarkers: true)
      #expect(try preprocessor.text(of: folder[name], lineMarkers: true) == text)
      let messages = DiagnosticRenderer(files: preprocessor.files).render(preprocessor.diagnostics)
      #expect(messages == DiagnosticRenderer(files: alone.files).render(alone.diagnostics))
    }
  }

  /// A copy of a file counts as that file for everything but positions.
  @Test func copiesOfOneFile() throws {
    let once = "#if __COUNTER__ == 1\n#pragma once\n#endif\n#line 9\na __LINE__\n"
    let result = try preprocess(
      "#include \"o.h\"\n#include \"o.h\"\n#include \"o.h\"\n#include \"u.h\"\n#include \"u.h\"\n",
      files: ["o.h": once, "u.h": "#line 3\nb\u{0}\n"])
    #expect(result.text == "a 9 a 9 b b")
    #expect(result.diagnostics.map(\.identifier) == ["nul-byte"])
    #expect(result.dependencies == ["t.dts", "o.h", "u.h"])
    // A file that happens to be the rest of another one does not count as a copy of it.
    let rest = try preprocess(
      "#include \"o.h\"\n#include \"o.h\"\n#import \"r.h\"\n",
      files: ["o.h": "#if __COUNTER__ == 1\n#line 9\n#endif\na\n#undef b\n", "r.h": "#endif\na\n#undef b\n"])
    #expect(rest.text == "a a a")
  }

  /// A small source that includes a large file with a `#line` again and again.
  @Test func growth() throws {
    var options = PreprocessorOptions()
    options.renumberedBytes = 100
    let once = "#include \"h.h\"\n"
    let header = ["h.h": "#line 9\na\n"]
    let few = try preprocess(String(repeating: once, count: 11), files: header, options: options)
    #expect(few.messages == "")
    // Copies that only tell listed inclusions apart leave as much room.
    var listing = options
    listing.listsInclusions = true
    let listed = try preprocess(
      String(repeating: "#include \"p.h\"\n", count: 20) + String(repeating: once, count: 11),
      files: header.merging(["p.h": "plain\n"]) { $1 }, options: listing)
    #expect(listed.messages == "")
    let many = try preprocess(String(repeating: once, count: 20), files: header, options: options)
    #expect(
      many.messages == """
        h.h:1:1: error: files with #line that are included again come to more than 100 bytes
            1 | #line 9
              | ^
        note: included from here (t.dts:1:10)

        """)
  }

  /// All text of a run is in one array, in which locations are 32-bit numbers.
  @Test func noRoom() throws {
    let folder = try TemporaryFolder(["h.h": "#line 9\na\n", "t.dts": "#include \"h.h\"\n#include \"h.h\"\n"])
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
    #expect(preprocessor.diagnostics.isEmpty)
    // The copy is what was added last.
    let count = preprocessor.files.text.count
    preprocessor = Preprocessor(options: PreprocessorOptions())
    preprocessor.files.limit = count - 1
    _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
    #expect(
      preprocessor.diagnostics.map(\.message) == [
        "all text read comes to 4 GiB, counting files with #line each time they are included"
      ])
  }

  /// Code that goes on to other sources learns when it is time to start over.
  @Test func copiesOfSourcesThatAreOver() throws {
    let folder = try TemporaryFolder(["h.h": "#line 9\na\n", "t.dts": "#include \"h.h\"\n#include \"h.h\"\n"])
    var options = PreprocessorOptions()
    options.renumberedBytes = 100
    var preprocessor = Preprocessor(options: options)
    var known: [Bool] = []
    for _ in 0..<4 {
      preprocessor.restart(options: options)
      _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
      known.append(preprocessor.hasManyCopies)
    }
    #expect(known == [false, false, true, true])
  }

  /// A file read by the preprocessor and by dtc has for each only the line markers that it met itself.
  @Test func filesOfDTC() throws {
    let marked = "#line 30 \"d\"\n# 40 \"e\"\n"
    let folder = try TemporaryFolder(["m.dtsi": marked, "t.dts": "#include \"m.dtsi\"\n"])
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
    let raw = try preprocessor.rawTokens(folder["m.dtsi"], choice: 0, namedAt: .none)
    #expect(raw.isEmpty)
    let copies = (0..<preprocessor.files.fileCount).map {
      preprocessor.files.lineMarkers(of: FileID(rawValue: UInt32($0)))
    }
    // The predefined macros, the source, and the file as gcc reads it and as dtc does, where a marker counts
    // from the rest of its own line on.
    #expect(copies.map { $0.map(\.line) } == [[], [], [30], [29, 39]])
  }
}
