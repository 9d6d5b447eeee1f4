import TestSupport
import Testing

/// Overlays whose targets or content are given in a way that a merge does not understand.
@Suite struct TargetMistakeTests {
  /// A fragment's target, and the message about it.
  static let cases: [(target: String, errors: String)] = [
    (
      "target-path = \"&uart_a\";",
      """
      a.dts:3:18: error: overlay 'a.dts': fragment@0 targets '&uart_a', which is not a path and does not begin with an alias of the base
          3 | / { fragment@0 { target-path = "&uart_a"; __overlay__ { x; }; }; };
            |                  ^
      note: fragment@0: property 'target-path' (FDT_ERR_BADPATH in libfdt)
      help: use 'target' for a label: target = <&uart_a>

      """
    ),
    (
      "target-path = <&uart_a>;",
      """
      a.dts:3:18: error: overlay 'a.dts': fragment@0 has a 'target-path' of cells, not a path
          3 | / { fragment@0 { target-path = <&uart_a>; __overlay__ { x; }; }; };
            |                  ^
      note: fragment@0: property 'target-path' (FDT_ERR_BADPATH in libfdt)
      help: use 'target' for a label: target = <&label>

      """
    ),
    (
      "target = \"/soc\";",
      """
      a.dts:3:18: error: overlay 'a.dts': fragment@0 has a 'target' of 5 bytes instead of 4
          3 | / { fragment@0 { target = "/soc"; __overlay__ { x; }; }; };
            |                  ^
      note: fragment@0: property 'target' (FDT_ERR_BADPHANDLE in libfdt)
      help: 'target' is one reference: target = <&label>; use 'target-path' for a path

      """
    ),
    (
      "target_path = \"/soc\";",
      """
      a.dts:3:5: error: overlay 'a.dts': fragment@0 has no target
          3 | / { fragment@0 { target_path = "/soc"; __overlay__ { x; }; }; };
            |     ^
      note: fragment@0 (FDT_ERR_BADOVERLAY in libfdt)
      help: did you mean 'target-path' instead of 'target_path'?

      """
    ),
    (
      "Target-Pth = \"/soc\";",
      """
      a.dts:3:5: error: overlay 'a.dts': fragment@0 has no target
          3 | / { fragment@0 { Target-Pth = "/soc"; __overlay__ { x; }; }; };
            |     ^
      note: fragment@0 (FDT_ERR_BADOVERLAY in libfdt)
      help: did you mean 'target-path' instead of 'Target-Pth'?

      """
    ),
    (
      "tagret = <&uart_a>;",
      """
      a.dts:3:5: error: overlay 'a.dts': fragment@0 has no target
          3 | / { fragment@0 { tagret = <&uart_a>; __overlay__ { x; }; }; };
            |     ^
      note: fragment@0 (FDT_ERR_BADOVERLAY in libfdt)
      help: did you mean 'target' instead of 'tagret'?

      """
    ),
  ]

  private func apply(_ source: String, base: String = "base.dtb") throws -> (status: Int32, errors: String) {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_a"), to: "overlay.dtbo")
    try program.write(Array(source.utf8), to: "a.dts")
    let outcome = try program.run([
      "overlay", "apply", "-b", base, "-o", "out.dtb",
      source.isEmpty ? "base.dtb" : "a.dts",
    ])
    return (outcome.status, outcome.errors)
  }

  @Test(arguments: cases) func targets(target: String, errors: String) throws {
    let outcome = try apply(
      "/dts-v1/;\n/plugin/;\n/ { fragment@0 { \(target) __overlay__ { x; }; }; };\n")
    #expect(outcome.status == 1)
    #expect(outcome.errors == errors)
  }

  @Test func deletions() throws {
    let outcome = try apply("/dts-v1/;\n/plugin/;\n&soc { /delete-property/ x; /delete-node/ uart@1; };\n")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        a.dts:3:8: warning: /delete-property/ x in /fragment@0/__overlay__ has no effect: an overlay cannot delete what the base has
            3 | &soc { /delete-property/ x; /delete-node/ uart@1; };
              |        ^
        a.dts:3:29: warning: /delete-node/ uart@1 in /fragment@0/__overlay__ has no effect: an overlay cannot delete what the base has
            3 | &soc { /delete-property/ x; /delete-node/ uart@1; };
              |                             ^
        help: set the node's status to "disabled"

        """)
  }

  /// What a merge carries out to the letter, and the warning about it.
  static let odd: [(body: String, warning: String)] = [
    (
      "&soc { status = \"enabled\"; };",
      """
      a.dts:3:8: warning: 'status' of /fragment@0/__overlay__ is "enabled", so the node is disabled
          3 | &soc { status = "enabled"; };
            |        ^
      help: "okay" enables it

      """
    ),
    (
      "&soc { a { status = [ff00]; }; };",
      """
      a.dts:3:12: warning: 'status' of /fragment@0/__overlay__/a is "\\xff", so the node is disabled
          3 | &soc { a { status = [ff00]; }; };
            |            ^
      help: "okay" enables it

      """
    ),
    (
      "&soc { __overlay__ { x; }; };",
      """
      a.dts:3:8: warning: '__overlay__' in /fragment@0/__overlay__ becomes a node of the base by this name
          3 | &soc { __overlay__ { x; }; };
            |        ^
      help: the changes go directly into '&label { … };', or into a fragment's one '__overlay__'

      """
    ),
    ("&soc { a { status = \"ok\"; }; b { status = \"disable\"; }; c { status = \"fail-x\"; }; };", ""),
    ("&soc { status = \"reserved\"; };", ""),
    ("/ { f { target-path = \"/soc\"; __overlay__@0 { x; }; }; };", ""),
    (
      "/ { metadata { status = \"odd\"; }; f { target-path = \"/soc\"; status = \"odd\"; __overlay__ { x; }; }; };",
      ""
    ),
  ]

  @Test(arguments: odd) func oddContent(body: String, warning: String) throws {
    let outcome = try apply("/dts-v1/;\n/plugin/;\n\(body)\n")
    #expect(outcome.status == 0)
    #expect(outcome.errors == warning)
  }

  /// Names of labels that the base does not have, but something else.
  static let names: [(body: String, advice: String)] = [
    (
      "&serial0 { x; };",
      "help: 'serial0' is an alias of the base, not a label; the label of its node is 'uart_a'\n"
    ),
    (
      "&soc { x = <&serial0>; };",
      "help: 'serial0' is an alias of the base, not a label; the label of its node is 'uart_a'\n"
    ),
    ("&bare { x; };", "help: 'bare' is an alias of the base, not a label: use target-path = \"bare\"\n"),
    ("&soc { x = <&bare>; };", ""), ("&gone { x; };", ""), ("&soc { x = <&chosen>; };", ""),
    (
      "&chosen { x; };",
      "help: the base's /chosen has no label: use '&{/chosen}', or target-path = \"/chosen\"\n"
    ),
  ]

  @Test(arguments: names) func otherNames(body: String, advice: String) throws {
    let program = try BuiltProgram()
    try program.write(
      Array(
        #"/dts-v1/; / { aliases { serial0 = "/soc/u@1"; bare = "/soc/b"; gone = "/x"; }; chosen { }; soc: soc { uart_a: u@1 { }; b { }; }; };"#
          .utf8), to: "b.dts")
    try program.write(Array("/dts-v1/;\n/plugin/;\n\(body)\n".utf8), to: "a.dts")
    let outcome = try program.run("overlay", "apply", "-q", "-b", "b.dts", "-o", "m.dtb", "a.dts")
    #expect(outcome.status == 1)
    let help = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("help:") }
    #expect(help.map { $0 + "\n" }.joined() == advice)
  }

  /// A board in place of an overlay.
  @Test func board() throws {
    let outcome = try apply("/dts-v1/;\n/ { compatible = \"x\"; cpus { }; soc { }; };\n", base: "base.dtb")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.hasSuffix(
        """
        help: it is a board's device tree: an overlay has only the changes to one

        """), "\(outcome.errors)")
  }

  @Test func baseAndOverlaySwapped() throws {
    let outcome = try apply("", base: "overlay.dtbo")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == """
        base.dtb: error: there are no fragments, but the base 'overlay.dtbo' has some: it is an overlay
        help: are the two swapped?

        """)
  }

  /// An overlay that merges nothing into one with fragments is not taken for a board.
  @Test(arguments: ["/dts-v1/;\n/plugin/;\n/ { };\n", "/dts-v1/;\n/plugin/;\n/ { compatible = \"x\"; };\n"])
  func nothingOntoAnOverlay(source: String) throws {
    let outcome = try apply(source, base: "overlay.dtbo")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        a.dts: warning: there are no fragments: no child of the root has an '__overlay__'
        help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root

        """)
  }
}
