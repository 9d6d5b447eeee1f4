import Testing
import TestSupport

@testable import swiftdt

/// Whether a file is a system header is decided anew by each inclusion.
@Suite struct SystemHeaderTests {
  private static let files = [
    "s/sys.h": "#include \"near.h\"\n#include <far.h>\n", "s/near.h": "near\n", "s/other.h": "other\n",
    "s/looks.h": "#if __has_include(\"near.h\")\n#endif\n",
    "s/beside.h": "#include \"other.h\"\n", "s/marked.h": "#pragma GCC system_header\n#include \"near.h\"\n",
    "inc/far.h": "far\n",
    "inc/pragma.h": "#pragma GCC system_header\n#include <far.h>\n#include \"own.h\"\nend\n",
    "inc/own.h": "own\n",
    "s/only.h": "#ifndef ONLY\n#define ONLY\n#endif\n", "inc/wrap.h": "#include_next <only.h>\n",
    "inc/again.h": "#ifndef AGAIN\n#define AGAIN\n#include \"again.h\"\n#include <again.h>\n#endif\n",
  ]

  /// The source, and what gcc 12 makes of it: the line markers after the first one, and the files of `-MM`.
  private static let cases: [(source: String, markers: String, rule: String)] = [
    (
      "#include <near.h>\n#include \"s/near.h\"\n",
      "1 s/near.h 1 3 4, 2 m.dts 2, 1 s/near.h 1, 3 m.dts 2", "s/near.h"
    ),
    (
      "#include \"s/near.h\"\n#include <near.h>\n",
      "1 s/near.h 1, 2 m.dts 2, 1 s/near.h 1 3 4, 3 m.dts 2", "s/near.h"
    ),
    (
      // What a system header includes is a system header, and not a dependency later on either.
      "#include <sys.h>\n#include <far.h>\n",
      """
      1 s/sys.h 1 3 4, 1 s/near.h 1 3 4, 2 s/sys.h 2 3 4, 1 inc/far.h 1 3 4, 3 s/sys.h 2 3 4, 2 m.dts 2, \
      1 inc/far.h 1, 3 m.dts 2
      """, ""
    ),
    (
      // A folder stays a system folder, or does not count as one, as it was when it was first searched.
      "#include <sys.h>\n#include \"s/beside.h\"\n",
      """
      1 s/sys.h 1 3 4, 1 s/near.h 1 3 4, 2 s/sys.h 2 3 4, 1 inc/far.h 1 3 4, 3 s/sys.h 2 3 4, 2 m.dts 2, \
      1 s/beside.h 1, 1 s/other.h 1 3 4, 2 s/beside.h 2, 3 m.dts 2
      """, "s/beside.h"
    ),
    (
      "#include <looks.h>\n#include \"s/beside.h\"\n",
      """
      1 s/looks.h 1 3 4, 2 m.dts 2, 1 s/beside.h 1, 1 s/other.h 1 3 4, 2 s/beside.h 2, 3 m.dts 2
      """, "s/beside.h"
    ),
    (
      "#include \"s/beside.h\"\n#include <near.h>\n#include \"s/beside.h\"\n",
      """
      1 s/beside.h 1, 1 s/other.h 1, 2 s/beside.h 2, 2 m.dts 2, 1 s/near.h 1 3 4, 3 m.dts 2, 1 s/beside.h 1, \
      1 s/other.h 1, 2 s/beside.h 2, 4 m.dts 2
      """, "s/beside.h s/other.h"
    ),
    (
      "#include <pragma.h>\n#include \"inc/own.h\"\n",
      """
      1 inc/pragma.h 1, 2 inc/pragma.h 3, 1 inc/far.h 1 3, 3 inc/pragma.h 2 3, 1 inc/own.h 1 3, \
      4 inc/pragma.h 2 3, 2 m.dts 2, 1 inc/own.h 1, 3 m.dts 2
      """, "inc/pragma.h inc/own.h"
    ),
    (
      "#include <marked.h>\n",
      "1 s/marked.h 1 3 4, 2 s/marked.h 3, 1 s/near.h 1 3, 3 s/marked.h 2 3, 2 m.dts 2", ""
    ),
    (
      // Two spellings make two files.
      "#include <far.h>\n#include \"inc/far.h\"\n#include \"./inc/far.h\"\n#include <far.h>\n",
      """
      1 inc/far.h 1, 2 m.dts 2, 1 inc/far.h 1, 3 m.dts 2, 1 ./inc/far.h 1, 4 m.dts 2, 1 inc/far.h 1, 5 m.dts 2
      """, "inc/far.h inc/far.h inc/far.h"
    ),
    (
      // A search that starts amid the folders finds a different file from one that starts at their beginning.
      "#include <only.h>\n#include <wrap.h>\n#include <wrap.h>\n#include <only.h>\n",
      """
      1 s/only.h 1 3 4, 2 m.dts 2, 1 inc/wrap.h 1, 1 s/only.h 1 3 4, 2 inc/wrap.h 2, 3 m.dts 2, 1 inc/wrap.h 1, \
      4 m.dts 2
      """, "inc/wrap.h"
    ),
    (
      // The guard is not known from one spelling's file until the other's has been read to its end.
      "#include <again.h>\n#include \"inc/again.h\"\n#include <again.h>\n",
      """
      1 inc/again.h 1, 1 inc/again.h 1, 4 inc/again.h 2, 1 inc/again.h 1, 5 inc/again.h 2, 2 m.dts 2, \
      1 inc/again.h 1, 3 m.dts 2
      """, "inc/again.h inc/again.h inc/again.h"
    ),
  ]

  private static let flags = ["-isystem", "s", "-Iinc"]

  @Test(arguments: cases)
  func ours(_ test: (source: String, markers: String, rule: String)) throws {
    try Self.check(test) { try $0.ours($1).text }
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func sameOfGCC(_ test: (source: String, markers: String, rule: String)) throws {
    try Self.check(test) { try $0.gcc($1) }
  }

  private static func check(
    _ test: (source: String, markers: String, rule: String),
    _ text: (Workbench, [String]) throws -> String
  ) throws {
    let bench = try Workbench(Self.files.merging(["m.dts": test.source]) { $1 })
    let markers = test.markers.split(separator: ", ").map { marker in
      let words = marker.split(separator: " ")
      return "# \(words[0]) \"\(words[1])\" \(words[2...].joined(separator: " "))"
    }
    let rule = "m.o: m.dts" + (test.rule.isEmpty ? "" : " " + test.rule) + "\n"
    let line = Self.flags + ["m.dts"]
    func found(_ text: String) -> [String] {
      text.split(separator: "\n").filter { $0.first == "#" }.dropFirst(4).map { String($0) }
    }
    #expect(try found(text(bench, line)) == markers)
    #expect(try text(bench, ["-MM"] + line) == rule)
  }

  /// Also for a file from the command line; in a batch, earlier sources do not affect later ones.
  @Test func inABatch() throws {
    let folder = try TemporaryFolder(
      Self.files.merging(["a.dts": "#include \"s/near.h\"\n", "b.dts": "#include <near.h>\n", "c.dts": ""]) {
        $1
      })
    let sources = ["a.dts", "b.dts", "a.dts", "c.dts"].enumerated().map { "\($0)/\($1)" }
    for source in sources { try folder.write(folder.read(String(source.dropFirst(2))), to: source) }
    let line = ["preprocess", "-isystem", "s", "-I.", "-MMD"]
    _ = try Tool.swiftdt.run(line + ["-o", "out"] + sources, in: folder)
    #expect(try String(decoding: folder.read("out/0/a.d"), as: UTF8.self) == "a.o: 0/a.dts s/near.h\n")
    #expect(try String(decoding: folder.read("out/1/b.d"), as: UTF8.self) == "b.o: 1/b.dts\n")
    #expect(try String(decoding: folder.read("out/2/a.d"), as: UTF8.self) == "a.o: 2/a.dts s/near.h\n")
    let forced = try Tool.swiftdt.run(
      ["preprocess", "-isystem", "s", "-Iinc", "-include", "sys.h", "c.dts"], in: folder)
    #expect(forced.text.contains("\n# 1 \"s/sys.h\" 1 3 4\n# 1 \"s/near.h\" 1 3 4\n"))
    #expect(forced.text.hasSuffix("\n# 0 \"<command-line>\" 2\n# 1 \"c.dts\"\n"))
  }
}
