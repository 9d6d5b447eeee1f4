import Foundation
import TestSupport
import Testing

/// The files of searches by hand: the session's own, the candidate, and the inputs.
struct SessionFileTests {
  let bench: Workbench

  init() throws {
    bench = try Workbench()
  }

  private func start(_ flags: String...) throws -> Tool.Result {
    try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb"] + flags + ["a.dts", "b.dts", "c.dts"])
  }

  /// A session file is found without `--state` only under its default name, here or in a folder above.
  @Test(arguments: ["my.swiftdt-bisect.json", "./x.json"]) func otherFile(name: String) throws {
    #expect(
      try start("--state", name).text.hasSuffix(
        """
        then type
          swiftdt overlay bisect good --state \(name) base  if it works
          swiftdt overlay bisect bad --state \(name) base   if it does not
          swiftdt overlay bisect skip --state \(name) base  if you cannot tell

        """))
  }

  /// A search whose first candidate cannot be written does not begin.
  @Test func unwritableCandidate() throws {
    let arguments = ["start", "-b", "base.dts", "a.dts", "b.dts", "-o"]
    for _ in 0..<2 {
      let result = try bench.bisect(arguments + ["no/cand.dtb"])
      #expect(result.status == 1)
      #expect(result.errors == "swiftdt: error: cannot write 'no/cand.dtb': No such file or directory\n")
      #expect(!bench.folder.names.contains(".swiftdt-bisect.json"))
    }
    #expect(try bench.bisect(arguments + ["cand.dtb"]).status == 0)
    // A search that has begun is kept.
    let log = try bench.bisect(["log"]).text.replacing("cand.dtb", with: "no/cand.dtb")
    try bench.folder.write(Array(log.utf8), to: "log")
    #expect(try bench.bisect(["replay", "log"]).status == 1)
    #expect(bench.folder.names.contains(".swiftdt-bisect.json"))
  }

  @Test func anotherCandidate() throws {
    _ = try start()
    try bench.folder.write([1, 2, 3], to: "cand.dtb")
    let refused = try bench.bisect(["good"])
    #expect(refused.status == 1)
    #expect(
      refused.errors == """
        swiftdt: error: 'cand.dtb' was not the candidate to try: the base alone
        note: it is now; no answer was recorded
        help: try it and then answer, or say what was tried: swiftdt overlay bisect good base

        """)
    #expect(try bench.folder.read("cand.dtb").count > 3)
    #expect(try bench.bisect(["good"]).status == 0)
    // The candidate was moved to the board: answers are accepted, and the next candidate is written.
    try FileManager.default.removeItem(atPath: bench.folder["cand.dtb"])
    #expect(try bench.bisect(["bad"]).status == 0)
    #expect(bench.folder.names.contains("cand.dtb"))
  }

  /// A log that has the name of a search is not replaced by the search.
  @Test func logInThePlaceOfTheSearch() throws {
    let log = "swiftdt overlay bisect start -b base.dts -o cand.dtb a.dts b.dts\n"
    try bench.folder.write(Array(log.utf8), to: ".swiftdt-bisect.json")
    let result = try bench.bisect(["replay", ".swiftdt-bisect.json"])
    #expect(result.status == 2)
    #expect(result.errors == "swiftdt: error: the search would overwrite the log: '.swiftdt-bisect.json'\n")
    #expect(try bench.folder.read(".swiftdt-bisect.json") == Array(log.utf8))
  }

  /// Only a candidate that is not there may have been moved to where it was tried.
  @Test func unreadableCandidate() throws {
    _ = try start()
    try FileManager.default.removeItem(atPath: bench.folder["cand.dtb"])
    try bench.folder.write([], to: "cand.dtb/x")
    let state = try bench.folder.read(".swiftdt-bisect.json")
    let result = try bench.bisect(["good"])
    #expect(result.status == 1)
    #expect(result.errors == "swiftdt: error: cannot read 'cand.dtb': Is a directory\n")
    #expect(try bench.folder.read(".swiftdt-bisect.json") == state)
  }

  /// Each step reads the files anew, which a pipe does not allow.
  @Test(arguments: [["-b", "pipe", "a.dts"], ["-b", "base.dts", "a.dts", "pipe"]])
  func pipe(arguments: [String]) throws {
    #expect(mkfifo(bench.folder["pipe"], 0o600) == 0)
    let result = try bench.bisect(["start", "-o", "cand.dtb"] + arguments)
    #expect(result.status == 1)
    #expect(
      result.errors == "swiftdt: error: a search by hand needs regular files, which 'pipe' is not\n")
  }

  @Test func changedFiles() throws {
    _ = try start()
    try bench.overlay("b", "&led {\n  b = \"was-b\";\n};")
    let result = try bench.bisect(["good"])
    #expect(result.status == 1)
    let lines = result.errors.split(separator: "\n")
    #expect(lines[0] == "swiftdt: error: overlay 'b.dts' has changed since the search began")
    #expect(lines[1].hasPrefix("note: SHA-256 was "))
    #expect(
      lines[2...] == [
        "swiftdt: note: the answers so far were for its old contents",
        "help: restore it, or start over: swiftdt overlay bisect reset",
      ])
    // A comment is not a change.
    try bench.overlay("b", "/* mine */ &led { b = \"is-b\"; };")
    #expect(try bench.bisect(["good"]).status == 0)
    let base = String(decoding: try bench.folder.read("base.dts"), as: UTF8.self)
    try bench.folder.write(Array(base.replacing("disabled", with: "okay").utf8), to: "base.dts")
    let changed = try bench.bisect(["bad"])
    #expect(changed.status == 1)
    #expect(
      changed.errors.hasPrefix("swiftdt: error: the base 'base.dts' has changed since the search began\n"))
    try FileManager.default.removeItem(atPath: bench.folder["a.dts"])
    #expect(
      try bench.bisect(["bad"]).errors == "swiftdt: error: cannot read 'a.dts': No such file or directory\n")
  }

  /// From a subfolder, or with a session file that has another name.
  @Test func elsewhere() throws {
    try bench.folder.write([], to: "sub/below/x")
    _ = try start()
    let below = try bench.bisect(["good"], in: "sub/below")
    #expect(below.status == 0)
    #expect(
      below.text == """
        step 2, about 3 left: try all 3 overlays
          1 ../../a.dts
          2 ../../b.dts
          3 ../../c.dts
        ../../cand.dtb written, 131360 bytes
        then type
          swiftdt overlay bisect good all  if it works
          swiftdt overlay bisect bad all   if it does not
          swiftdt overlay bisect skip all  if you cannot tell

        """)
    _ = try bench.bisect(["reset"])
    let named = try bench.bisect([
      "start", "--state", "sub/s.json", "-b", "base.dts", "-o", "cand.dtb", "a.dts", "b.dts",
    ])
    #expect(named.status == 0, "\(named.errors)")
    let root = bench.folder.path.replacing("//", with: "/")
    #expect(
      named.text == """
        step 1, about 3 left: try the base alone
        \(root)/cand.dtb written, 131294 bytes
        then type
          swiftdt overlay bisect good --state sub/s.json base  if it works
          swiftdt overlay bisect bad --state sub/s.json base   if it does not
          swiftdt overlay bisect skip --state sub/s.json base  if you cannot tell

        """)
    let good = try bench.bisect(["good", "--state", "s.json"], in: "sub")
    #expect(good.status == 0, "\(good.errors)")
    #expect(
      good.text == """
        step 2, about 2 left: try all 2 overlays
          1 \(root)/a.dts
          2 \(root)/b.dts
        \(root)/cand.dtb written, 131338 bytes
        then type
          swiftdt overlay bisect good --state s.json all  if it works
          swiftdt overlay bisect bad --state s.json all   if it does not
          swiftdt overlay bisect skip --state s.json all  if you cannot tell

        """)
  }
}
