import Testing

@testable import swiftdt

/// Overlays from sources are checked as `compile` checks sources: the first finding of each check is shown,
/// the others are counted, and the same flags apply.
@Suite struct SourceCheckTests {
  private static let files = [
    "base.dts": """
    /dts-v1/;
    / {
      compatible = "acme,board";
      soc: soc { };
    };

    """,
    "loose.dts": """
    /dts-v1/;
    /plugin/;
    &soc {
      a@1 { };
      b@2 { status = <1>; };
    };

    """,
    "board.dts": """
    /dts-v1/;
    / { soc { }; };

    """,
    "list.json": #"[{ "name": "loose", "filter": null, "dtsFile": "loose.dts" }]"#,
  ]

  private static let warnings = """
    loose.dts:5:9: warning: /fragment@0/__overlay__/b@2:status: property is not a string [status_is_string]
        5 |   b@2 { status = <1>; };
          |         ^~~~~~
    loose.dts:4:3: warning: /fragment@0/__overlay__/a@1: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
        4 |   a@1 { };
          |   ^~~
    note: 1 more of 'unit_address_vs_reg'; -W all shows every one

    """

  static let cases: [(arguments: [String], status: Int32, errors: String)] = [
    (["overlay", "apply", "-b", "base.dts", "-o", "out", "loose.dts"], 0, warnings),
    (["overlay", "apply", "-q", "-b", "base.dts", "-o", "out", "loose.dts"], 0, ""),
    (["overlay", "apply", "-b", "base.dtb", "-o", "out", "loose.dtbo"], 0, ""),
    (
      ["overlay", "apply", "-b", "base.dtb", "-o", "out", "board.dts"], 0,
      """
      board.dts: warning: the source has no /plugin/, so it is not compiled as an overlay
      help: begin it with '/dts-v1/; /plugin/;'
      board.dts: warning: there are no fragments: 'soc' has no '__overlay__', so nothing is applied
      help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root

      """
    ),
    (
      ["overlay", "apply", "-b", "base.dtb", "-o", "out", "base.dtb"], 0,
      """
      base.dtb: warning: there are no fragments: 'soc' has no '__overlay__', so nothing is applied
      help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root

      """
    ),
    (["overlay", "apply", "-q", "-b", "base.dtb", "-o", "out", "base.dtb"], 0, ""),
    (
      [
        "overlay", "apply", "-Wno-unit_address_vs_reg", "-E", "status_is_string", "-b", "base.dtb", "-o",
        "out",
        "loose.dts",
      ],
      1,
      """
      loose.dts:5:9: error: /fragment@0/__overlay__/b@2:status: property is not a string [status_is_string]
          5 |   b@2 { status = <1>; };
            |         ^~~~~~

      """
    ),
    (["overlay", "explain", "-b", "base.dtb", "loose.dts"], 0, warnings),
    (["overlay", "explain", "-q", "-b", "base.dtb", "loose.dts"], 0, ""),
    (["overlay", "conflicts", "-b", "base.dtb", "loose.dts"], 0, warnings),
    (
      [
        "overlay", "apply-tree", "--source", "tree", "--out", "result", "--overlays", "list.json",
        "--without-compatible",
      ], 0, warnings
    ),
    (
      ["overlay", "apply", "-W", "nothing", "-b", "base.dtb", "-o", "out", "loose.dts"], 2,
      """
      swiftdt: error: unknown check 'nothing'
      usage: swiftdt overlay apply [<options>] --base <file> --output <file>
                                   <overlay> ...
      help: swiftdt overlay apply --help lists the flags

      """
    ),
  ]

  @Test(arguments: cases.indices)
  func saysWhatCompileSays(index: Int) throws {
    let program = try BuiltProgram()
    for (name, text) in Self.files { try program.write(Array(text.utf8), to: name) }
    for (source, blob) in [("base", "base.dtb"), ("loose", "loose.dtbo"), ("base", "tree/base.dtb")] {
      if blob.hasPrefix("tree/") { try program.write([], to: blob) }
      #expect(try program.run("compile", "-q", "-@", "-o", blob, source + ".dts").status == 0)
    }
    let outcome = try program.run(Self.cases[index].arguments)
    #expect(outcome.status == Self.cases[index].status)
    #expect(outcome.errors == Self.cases[index].errors)
  }
}
