import TestSupport
import Testing

/// dtc's checks and the compiler's warnings as findings of `swiftdt check`.
struct DTCCheckTests {
  /// `-E all` makes errors of their warnings, too.
  @Test(arguments: [
    RunCase(
      [
        "check", "-P", "base", "-Wno-symbols-missing", "-Wno-memory-missing", "-W", "dtc", "-E", "all",
        "tree/x/b.dts",
      ], status: 1,
      """
      tree/x/b.dts:3:3: error: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      tree/x/b.dts: 1 error (base)
      """),
    RunCase(
      [
        "check", "-P", "base", "-Wno-symbols-missing", "-Wno-memory-missing", "-E", "no-unit_address_vs_reg",
        "--warnings-as-errors", "tree/x/b.dts",
      ],
      status: 1,
      """
      tree/x/b.dts:3:3: error: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      tree/x/b.dts: 1 error (base)
      """),
    RunCase(
      [
        "check", "-P", "base", "-Wno-symbols-missing", "-Wno-memory-missing", "-W", "all", "-q", "-E", "all",
        "tree/x/b.dts",
      ], status: 1,
      """
      tree/x/b.dts:3:3: error: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      tree/x/b.dts: 1 error (base)
      """),
  ])
  func asErrors(run: RunCase) throws { try run.check() }

  /// dtc's checks run if a file names them, too; an accepted finding counts only where its check runs.
  @Test(arguments: [
    (
      "{ checks: { unit_address_vs_reg: 'error', dtc: 'off' } }", [],
      """
      t.dtb:/dev@1: error: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
      t.dtb: 1 error (base)
      """
    ),
    (
      "{ checks: { dtc: 'warning', unit_address_vs_reg: 'note' } }", ["-E", "all"],
      """
      t.dtb:/dev@1: note: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
      t.dtb: 1 note (base)
      """
    ),
    (
      "{ checks: { unit_address_vs_reg: 'off' } }", ["-W", "unit_address_vs_reg"],
      """
      t.dtb:/dev@1: warning: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
      t.dtb: 1 warning (base)
      """
    ),
    (
      "{ checks: { unit_address_vs_reg: 'off' } }", ["-W", "dtc"],
      """
      t.dtb: nothing found (base)
      """
    ),
    (
      "{ allow: [{ check: 'unit_address_vs_reg', node: '/dev@1' }] }", ["-W", "dtc"],
      """
      t.dtb: nothing found (base)
      """
    ),
    (
      "{ allow: [{ check: 'unit_address_vs_reg', node: '/dev@2' }] }", ["-W", "unit_address_vs_reg"],
      """
      t.dtb:/dev@1: warning: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
      t.dtb: warning: e.json5:1:11 allows a finding that no longer occurs [allowed-unused]
      help: remove the entry
      t.dtb: 2 warnings (base)
      """
    ),
    (
      "{ allow: [{ check: 'unit_address_vs_reg', node: '/dev@2' }] }", [],
      """
      t.dtb: nothing found (base)
      """
    ),
  ])
  func checksOfDTC(text: String, flags: [String], lines: String) throws {
    let folder = try TemporaryFolder([
      "t.dts": "/dts-v1/; / { dev@1 { }; };", "e.json5": text,
    ])
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "t.dtb", "t.dts"], in: folder).status == 0)
    let arguments =
      ["check", "-P", "base", "-Wno-symbols-missing", "-Wno-memory-missing", "--expect", "e.json5"] + flags
      + ["t.dtb"]
    #expect(try Tool.swiftdt.run(arguments, in: folder).errors == lines + "\n")
  }

  /// A finding of the compiler's can be accepted, too.
  @Test func warningsThatAreAllowed() throws {
    let folder = try TemporaryFolder([
      "w.dts": "/dts-v1/; / { a = <0x100000000>; };", "e.json5": "{ allow: [{ check: 'source-warning' }] }",
    ])
    let result = try Tool.swiftdt.run(
      ["check", "-P", "base", "-Wno-symbols-missing", "-Wno-memory-missing", "--expect", "e.json5", "w.dts"],
      in: folder)
    #expect(result.errors == "w.dts: nothing found (base)\n")
  }
}
