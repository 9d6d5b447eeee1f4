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
      "overlay", "apply", "-b", base, "-o", "out.dtb", "-Wno-unit_address_vs_reg",
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
