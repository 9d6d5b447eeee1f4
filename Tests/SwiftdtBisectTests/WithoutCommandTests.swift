import TestSupport
import Testing

/// Searches in which the merge or a check gives the verdicts, and their exact reports.
struct WithoutCommandTests {
  /// Without a command, the merge gives the verdicts, and the report says why.
  @Test func merging() throws {
    let bench = try Workbench()
    try bench.overlay("f", "&lde {\n  f = <1>;\n};")
    let result = try bench.bisect(["-b", "base.dts"] + Workbench.files)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(
      result.text == """
        overlay 6 is the first bad one: f.dts
          good: overlays 1-5
          bad: overlays 1-6
        why f.dts does not apply:
          overlay 'f.dts': fragment@0 targets label 'lde', which the base does not export
          note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
          help: nearest labels: 'led'
        tried:
        step  what            verdict
        1     the base alone  good
        2     all 8 overlays  bad
        3     overlays 1-4    good
        4     overlays 1-6    bad
        5     overlays 1-5    good

        """)
  }

  /// `swiftdt check` gives the verdicts, and the report has its findings.
  @Test(arguments: [["--check", "final"], ["--expect", "board.json5"]])
  func checking(flags: [String]) throws {
    let bench = try Workbench()
    try bench.overlay("b", "&{/} {\n  compatible = \"acme,toaster\";\n  interrupt-parent = <0x99>;\n};")
    try bench.folder.write(Array("{ compatible: [\"acme,board\"], checks: { } }".utf8), to: "board.json5")
    let result = try bench.bisect(["-b", "base.dts"] + flags + ["a.dts", "b.dts", "c.dts"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors == "")
    let finding = "'interrupt-parent' refers to phandle 0x99 (cell 0), which no node has"
    #expect(
      result.text == """
        overlay 2 is the first bad one: b.dts
          good: overlay 1
          bad: overlays 1-2
        what b.dts does:
          ~ /: compatible = "acme,toaster", was "acme,board"
          + /: interrupt-parent = <0x99>
        tried:
        step  what            verdict
        1     the base alone  good
        2     all 3 overlays  bad      reference-unresolved: /: \(finding)
        3     overlay 1       good
        4     overlays 1-2    bad      reference-unresolved: /: \(finding)
        next: --strategy minimal finds whether others are needed as well, --strategy fragments --within b.dts which part of it

        """)
    // The finding is the one of the check itself.
    let merged = try Tool.swiftdt.run(
      ["overlay", "apply", "-b", "base.dts", "-p", "0x20000", "-o", "m.dtb", "a.dts", "b.dts"],
      in: bench.folder)
    #expect(merged.status == 0)
    let check = flags.map { $0 == "--check" ? "--profile" : $0 }
    let checked = try Tool.swiftdt.run(["check", "-q"] + check + ["m.dtb"], in: bench.folder)
    #expect(checked.status == 1)
    #expect(
      checked.errors.split(separator: "\n").first == "m.dtb:/: error: \(finding) [reference-unresolved]")
    let markdown = try bench.bisect(["-b", "base.dts", "--markdown"] + flags + ["a.dts", "b.dts", "c.dts"])
    #expect(
      markdown.text == """
        # Overlay 2 is the first bad one: b.dts

        - base: `base.dts`
        - searched: 3 overlays by `first`
        - verdicts: exit code of `swiftdt check \(check.joined(separator: " "))`
        - good: overlay 1
        - bad: overlays 1-2

        ## Culprit

        2. `b.dts`

        ## What `b.dts` does

        ```diff
        ! /: compatible = "acme,toaster", was "acme,board"
        + /: interrupt-parent = <0x99>
        ```

        ## Tried

        | step | what | verdict | |
        |---|---|---|---|
        | 1 | the base alone | good |  |
        | 2 | all 3 overlays | bad | reference-unresolved: /: \(finding) |
        | 3 | overlay 1 | good |  |
        | 4 | overlays 1-2 | bad | reference-unresolved: /: \(finding) |

        """)
  }

  /// With a check as well, an overlay that cannot be merged is bad.
  @Test func checkingWhatCannotBeMerged() throws {
    let bench = try Workbench()
    try bench.overlay("f", "&lde {\n  f = <1>;\n};")
    let result = try bench.bisect(["-b", "base.dts", "--check", "final", "a.dts", "f.dts", "c.dts"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(
      result.text == """
        overlay 2 is the first bad one: f.dts
          good: overlay 1
          bad: overlays 1-2
        why f.dts does not apply:
          overlay 'f.dts': fragment@0 targets label 'lde', which the base does not export
          note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
          help: nearest labels: 'led'
        tried:
        step  what            verdict
        1     the base alone  good
        2     all 3 overlays  bad      cannot be merged
        3     overlay 1       good
        4     overlays 1-2    bad      cannot be merged

        """)
  }

  /// A check that goes on takes what cannot be merged for bad, as one from the start does, and what it found
  /// stays known.
  @Test func checkedWhatCannotBeMerged() throws {
    let bench = try Workbench()
    try bench.overlay("b", "&lde { b = \"is-b\"; };")
    _ = try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb", "a.dts", "b.dts", "c.dts"])
    let result = try bench.bisect(["run", "--check", "final"])
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    let report = """
      overlay 2 is the first bad one: b.dts
        good: overlay 1
        bad: overlays 1-2
      why b.dts does not apply:
        overlay 'b.dts': fragment@0 targets label 'lde', which the base does not export
        note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
        help: nearest labels: 'led'
      tried:
      step  what            verdict
      1     the base alone  good     TIME
      2     all 3 overlays  bad      cannot be merged, TIME
      3     overlay 1       good     TIME
      4     overlays 1-2    bad      cannot be merged, TIME

      """
    #expect(Workbench.timeless(result.text) == report)
    let status = try bench.bisect(["status"])
    #expect(
      Workbench.timeless(status.text)
        == report + "the search is over; to forget it: swiftdt overlay bisect reset\n")
    try bench.folder.write(Array(try bench.bisect(["log"]).text.utf8), to: "log")
    #expect(try Workbench.timeless(bench.bisect(["replay", "log"]).text) == Workbench.timeless(status.text))
  }
}
