import Foundation
import TestSupport
import Testing

/// The exact messages when there is no answer.
struct ErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let status: Int32
    let errors: String

    init(_ description: String, _ arguments: [String], status: Int32 = 1, _ errors: String) {
      testDescription = description
      self.arguments = arguments
      self.status = status
      self.errors = errors
    }
  }

  static let cases = [
    Case(
      "not found", ["-b", "base.dts", "a.dts", "--", "no-such-command"],
      "swiftdt: error: cannot run 'no-such-command': No such file or directory"),
    Case(
      "no command", ["-b", "base.dts", "a.dts", "--", "./base.dts", "{}"],
      "swiftdt: error: cannot run './base.dts': Permission denied"),
    Case(
      "killed",
      ["-b", "base.dts", "a.dts", "b.dts", "--", "sh", "-c", "grep -qa is-b {} && kill -9 $$; true"],
      """
      swiftdt: error: 'sh' was killed by signal 9 (SIGKILL) for all 2 overlays
      note: known so far: base good
      """),
    Case(
      "aborts", ["-b", "base.dts", "a.dts", "--", "sh", "-c", "exit 130"],
      """
      swiftdt: error: 'sh' exited with code 130 for the base alone
      help: 0 is good, 125 cannot tell, any other code up to 127 is bad; higher ones end the search
      """),
    Case(
      "hangs", ["-b", "base.dts", "a.dts", "--timeout", "0.2", "--", "sleep", "1000"],
      """
      swiftdt: error: the base alone is already bad, so there is nothing good to compare with
      note: the base alone: timed out after 0.20 s
      """),
    Case(
      "not found by a shell", ["-b", "base.dts", "a.dts", "--", "sh", "-c", "no-such-command 2>/dev/null"],
      """
      swiftdt: error: the base alone is already bad, so there is nothing good to compare with
      note: a shell exits with 127 if it cannot find a command
      """),
    Case(
      "bad base", ["-b", "base.dts", "a.dts", "--", "false"],
      """
      swiftdt: error: the base alone is already bad, so there is nothing good to compare with
      note: the base alone: exit code 1
      """),
    Case(
      "bad base of several", ["-b", "base.dts", "a.dts", "b.dts", "--", "false"],
      """
      swiftdt: error: the base alone is already bad, so there is nothing good to compare with
      note: the base alone: exit code 1
      help: if some overlays are required, say in a search by hand up to which it is good: \
      swiftdt overlay bisect start …, good 1, run -- COMMAND…
      """),
    Case(
      "bad base of a minimal set",
      ["-b", "base.dts", "--strategy", "minimal", "a.dts", "b.dts", "--", "false"],
      """
      swiftdt: error: the base alone is already bad, so there is nothing good to compare with
      note: the base alone: exit code 1
      help: if some overlays are required, merge them into the base first: \
      swiftdt overlay apply -b BASE -o FILE OVERLAY…
      """),
    Case(
      "bad without the overlay in question",
      ["-b", "base.dts", "--strategy", "properties", "--within", "2", "a.dts", "b.dts", "--", "false"],
      """
      swiftdt: error: all but 'b.dts' is already bad, so there is nothing good to compare with
      note: all but 'b.dts': exit code 1
      help: --strategy minimal finds which overlays are bad together
      """),
    Case(
      "untold base", ["-b", "base.dts", "a.dts", "--", "sh", "-c", "exit 125"],
      """
      swiftdt: error: there is no verdict on the base alone, so there is nothing to compare with
      note: the base alone: exit code 125
      """),
    Case(
      "good full set", ["-b", "base.dts", "a.dts", "b.dts", "--", "true"],
      "swiftdt: error: all 2 overlays are good; there is nothing to find"),
    Case(
      "good single overlay", ["-b", "base.dts", "a.dts", "--", "true"],
      "swiftdt: error: the overlay is good; there is nothing to find"),
    Case(
      "all merge", ["-b", "base.dts", "a.dts", "b.dts"],
      "swiftdt: error: all 2 overlays are good; there is nothing to find"),
    Case(
      "unstable", ["-b", "base.dts", "a.dts", "--repeat", "3", "--", "sh", "-c", "mkdir once 2>/dev/null"],
      """
      swiftdt: error: the verdict is not stable: the base alone was good, then bad
      help: have the command itself try several times, and exit with 125 if it cannot tell
      """),
    Case(
      "cannot be merged", ["-b", "base.dts", "a.dts", "lost.dts", "--", "true"],
      """
      lost.dts:3:1: error: overlay 'lost.dts': fragment@0 targets label 'lde', which the base does not export
          3 | &lde { x = <1>; };
            | ^~~~
      note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      help: nearest labels: 'led'
      swiftdt: error: the 2 overlays cannot be merged together, so there is nothing to try
      help: 'swiftdt overlay bisect -b BASE OVERLAY…' without a command finds the overlay that cannot be merged
      """),
    Case(
      "no fragments", ["-b", "base.dts", "nothing.dts", "--strategy", "fragments"],
      "swiftdt: error: overlay 'nothing.dts' has no fragments"),
    Case(
      "no file", ["-b", "base.dts", "a.dts", "none.dts"],
      "swiftdt: error: cannot read 'none.dts': No such file or directory"),
    Case(
      "no place for candidates", ["-b", "base.dts", "-o", "none/c.dtb", "a.dts", "--", "true"],
      "swiftdt: error: cannot write 'none/c.dtb': No such file or directory"),
    Case(
      "no search", ["good"],
      """
      swiftdt: error: no search was started: there is no .swiftdt-bisect.json here or in a parent folder
      help: swiftdt overlay bisect start -b BASE -o CANDIDATE OVERLAY…
      """),
    Case(
      "no search at a path", ["bad", "--state", "none.json"],
      "swiftdt: error: cannot read 'none.json': No such file or directory"),
    Case(
      "candidate over the base", ["start", "-b", "base.dts", "-o", "base.dts", "a.dts"], status: 2,
      "swiftdt: error: the candidate would overwrite 'base.dts'"),
    Case(
      "candidate over an overlay", ["-b", "base.dts", "-o", "./a.dts", "a.dts", "b.dts", "--", "true"],
      status: 2,
      "swiftdt: error: the candidate would overwrite './a.dts'"),
    Case(
      "candidate over the search", ["start", "-b", "base.dts", "-o", "s.json", "--state", "s.json", "a.dts"],
      status: 2,
      "swiftdt: error: the candidate would overwrite the search itself: 's.json'"),
    Case(
      "candidate over the search by another path",
      ["start", "-b", "base.dts", "-o", "./s.json", "--state", "s.json", "a.dts"], status: 2,
      "swiftdt: error: the candidate would overwrite the search itself: 's.json'"),
    Case(
      "candidate over the recipe", ["--recipe", "full.json5", "-o", "./full.json5", "--", "true"], status: 2,
      "swiftdt: error: the candidate would overwrite './full.json5'"),
    Case(
      "candidate over an included file", ["-b", "includes.dts", "-o", "part.dtsi", "a.dts", "--", "true"],
      status: 2,
      "swiftdt: error: the candidate would overwrite 'part.dtsi', which is included by 'includes.dts'"),
    // The search would replace it.
    Case(
      "a search over a file", ["start", "--state", "b.dts", "-b", "base.dts", "-o", "o.dtb", "a.dts"],
      "swiftdt: error: 'b.dts' is not a search, and is left as it is"),
    Case(
      "a search over its log", ["replay", "--state", "log", "log"],
      "swiftdt: error: 'log' is not a search, and is left as it is"),
    Case(
      "the end of a file that is no search", ["reset", "--state", "b.dts"],
      "swiftdt: error: 'b.dts' is not a search, and is left as it is"),
    Case(
      "going on with a file that is no search", ["good", "--state", "full.json5"],
      """
      full.json5: error: 'format' is missing
      """),
    Case(
      "recipe without overlays", ["--recipe", "empty.json5"],
      "swiftdt: error: there are no overlays to bisect"),
  ]

  @Test(arguments: cases)
  func says(_ example: Case) throws {
    let bench = try Workbench()
    try bench.overlay("lost", "&lde { x = <1>; };")
    try bench.overlay("nothing", "/ { };")
    try bench.folder.write(Array("{ source: \"base.dts\", output: \"x.dtb\" }".utf8), to: "empty.json5")
    try bench.folder.write(
      Array("{ source: \"base.dts\", output: \"x.dtb\", overlays: [\"a.dts\"] }".utf8), to: "full.json5")
    try bench.folder.write(Array("#include \"base.dts\"\n#include \"part.dtsi\"\n".utf8), to: "includes.dts")
    try bench.folder.write(Array("/ { };\n".utf8), to: "part.dtsi")
    try bench.folder.write(
      Array("swiftdt overlay bisect start -b base.dts -o o.dtb a.dts\n".utf8), to: "log")
    let result = try bench.bisect(example.arguments)
    #expect(result.errors == example.errors + "\n")
    #expect(result.text == "")
    #expect(result.status == example.status)
  }

  @Test(arguments: ["none", "base.dts"]) func noTemporaryFolder(parent: String) throws {
    let folder = try Workbench().folder
    let result = try Tool.swiftdt.run(
      ["overlay", "bisect", "-b", "base.dts", "a.dts", "--", "true"], in: folder,
      environment: ["PATH": Tool.searchPath, "TMPDIR": parent])
    let reason = parent == "none" ? "No such file or directory" : "Not a directory"
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: cannot create a folder for candidates in '\(parent)': \(reason)
        note: $TMPDIR is '\(parent)'
        help: write candidates to a file of your choice: -o FILE

        """)
  }
}
