import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// The nodes that `overlay explain` and `overlay conflicts` find for targets and labels.
@Suite struct NodePathTests {
  /// The overlay's phandles follow the base's, which has nodes with the same numbers.
  @Test func ownTargets() throws {
    let overlay = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/gps", ["phandle": 1]),
      ("/g", ["target": 1]), ("/g/__overlay__", ["new": 1]), ("/g/__overlay__/led", ["phandle": 2]),
      ("/h", ["target": 2]), ("/h/__overlay__", ["new": 1]),
      ("/i", ["target": 3]), ("/i/__overlay__", ["new": 1]),
      ("/j", ["target": 0xFFFF_FFFF]), ("/j/__overlay__", ["new": 1]),
      ("/__local_fixups__/g", ["target": 0]), ("/__local_fixups__/h", ["target": 0]),
      ("/__fixups__", ["lost": "/j:target:0"]),
    ])
    #expect(
      try Boards.explain(overlay).hasPrefix(
        """
        1.dtbo: does not apply
          f → /soc
          g → /soc/gps (phandle 0x4)
          h → /soc/gps/led (phandle 0x5)
          i → /soc/i2c@2 (phandle 0x3)
          j → label 'lost': missing
          needs

        """))
  }

  /// The number is that of the merged blob: it follows those of the base and of earlier overlays, or is that
  /// of the node that the target is merged into.
  @Test func ownTargetsThatAreMerged() throws {
    let overlay = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/gps", ["phandle": 1]),
      ("/g", ["target": 1]), ("/g/__overlay__", ["new": 1]),
      ("/h", ["target-path": "/soc/uart@1"]), ("/h/__overlay__", ["phandle": 2]),
      ("/i", ["target": 2]), ("/i/__overlay__", ["new": 1]),
      ("/__local_fixups__/g", ["target": 0]), ("/__local_fixups__/i", ["target": 0]),
    ])
    let before = makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__/led", ["phandle": 4])])
    #expect(
      try Boards.explain(before, overlay).hasSuffix(
        """
        2.dtbo: applies
          f → /soc
            + /soc/gps
            + gps: phandle = <0x8>
          g → /soc/gps (phandle 0x8)
            + new = <0x1>
          h → /soc/uart@1
          i → /soc/uart@1 (phandle 0x2)
            + new = <0x1>
          compatible: not stated
        2.dtbo: warning: h changes nothing

        """))
  }

  /// A target that earlier fragments would have added is not an error of the overlay.
  @Test func madeTargets() throws {
    let overlay = makeTree([
      ("/a", ["target-path": "/soc/mux/bus"]), ("/a/__overlay__", ["new": 1]),
      ("/b", ["target-path": "/soc"]), ("/b/__overlay__/mux@1/bus@2", [:]),
      ("/c", ["target-path": "/soc/mux/bus"]), ("/c/__overlay__/led", [:]),
      ("/d", ["target-path": "/soc/mux@1/bus@2/led"]), ("/d/__overlay__", ["new": 1]),
      ("/e", ["target-path": "/soc/mux/bus/lamp"]), ("/e/__overlay__", ["new": 1]),
    ])
    #expect(
      try Boards.explain(overlay).hasPrefix(
        """
        1.dtbo: does not apply
          a → '/soc/mux/bus': missing
          b → /soc
          c → /soc/mux@1/bus@2 ('/soc/mux/bus')
          d → /soc/mux@1/bus@2/led
          e → '/soc/mux/bus/lamp': missing
          compatible: not stated

        """))
  }

  /// A node of the overlay that is merged into one of the base keeps the phandle that this one has, and is a
  /// target for the fragments before it, too.
  @Test func keptTargets() throws {
    let overlay = makeTree([
      ("/a", ["target": 1]), ("/a/__overlay__", ["new": 1]),
      ("/b", ["target-path": "/soc/uart"]), ("/b/__overlay__", ["phandle": 1]),
      ("/c", ["target": 1]), ("/c/__overlay__", ["new": 1]),
      ("/d", ["target": 2]), ("/d/__overlay__", ["new": 1]),
      ("/e", ["target-path": "/soc"]), ("/e/__overlay__/led", ["phandle": 2]),
      ("/f", ["target-path": "/soc/led"]), ("/f/__overlay__/lamp", ["phandle": 3]),
      ("/g", ["target": 3]), ("/g/__overlay__", ["new": 1]),
      ("/h", ["target": 0xFFFF_FFFF]), ("/h/__overlay__", ["new": 1]),
      ("/__local_fixups__/a", ["target": 0]), ("/__local_fixups__/c", ["target": 0]),
      ("/__local_fixups__/d", ["target": 0]), ("/__local_fixups__/g", ["target": 0]),
      ("/__fixups__", ["lost": "/h:target:0"]),
    ])
    #expect(
      try Boards.explain(overlay).hasPrefix(
        """
        1.dtbo: does not apply
          a → /soc/uart@1 (phandle 0x2)
          b → /soc/uart@1 ('/soc/uart')
          c → /soc/uart@1 (phandle 0x2)
          d → phandle 0x2 of the overlay itself: missing
          e → /soc
          f → /soc/led
          g → /soc/led/lamp (phandle 0x6)
          h → label 'lost': missing
          needs

        """))
  }

  /// A target in the overlay itself has the number that it has there.
  @Test(arguments: [
    ("/dts-v1/; /plugin/; / { f { target = <&own>; __overlay__ { }; }; own: n { }; };\n", "label 'own'"),
    (
      "/dts-v1/; / { f { target = <1>; __overlay__ { }; }; n { phandle = <1>; }; "
        + "__local_fixups__ { f { target = <0>; }; }; };\n", "phandle 0x1"
    ),
  ])
  func ownTargetsThatAreNotThere(source: String, name: String) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Array(source.utf8), to: "a.dts")
    let outcome = try program.run("overlay", "apply", "-q", "-b", "base.dtb", "-o", "m.dtb", "a.dts")
    #expect(
      outcome.errors.contains(
        "error: overlay 'a.dts': f targets \(name) of the overlay itself, whose node no earlier fragment adds\n"
      ),
      "\(outcome.errors)")
    let explained = try program.run("overlay", "explain", "-q", "-b", "base.dtb", "a.dts")
    #expect(
      explained.output == """
        a.dts: does not apply
          f → \(name) of the overlay itself: missing (line 1)
          compatible: not stated

        """)
    let json = try program.run("overlay", "explain", "-q", "--json", "-b", "base.dtb", "a.dts")
    #expect(json.output.contains("\"own\" : true"), "\(json.output)")
  }

  /// A merge writes `/soc/` for a label on `__overlay__`, which is the node that the label meant before.
  @Test func labelOnContent() throws {
    let overlay = makeTree([
      ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__", ["new": 1]),
      ("/__symbols__", ["soc": "/f/__overlay__", "bus": "/f/__overlay__"]),
      ("/__fixups__", ["soc": "/f:target:0"]),
    ])
    #expect(
      try Boards.explain(overlay) == """
        1.dtbo: applies
          f → /soc (label 'soc')
            + new = <0x1>
          needs
            soc → /soc
          exports
            bus → /soc
          compatible: not stated

        """)
  }

  /// An overlay needs the nodes that it writes to, wherever its fragment's target is.
  @Test func disabledBelowTheTarget() throws {
    let deep = makeTree([
      ("/f", ["target-path": "/"]), ("/f/__overlay__/soc/uart@1", ["speed": 1]),
      ("/f/__overlay__/soc/i2c@2/led", [:]),
    ])
    let found = try Boards.conflicts([
      "deep": deep, "on": Boards.status("okay", of: "uart_a"),
      "uart": Boards.status("disabled", of: "uart_a"), "i2c": Boards.status("disabled", of: "i2c_b"),
    ])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        deep     uart     /soc/uart@1: uart sets status = "disabled", but the other needs it
        deep     i2c      /soc/i2c@2: i2c sets status = "disabled", but the other needs it
        on       uart     /soc/uart@1: status = "okay" vs "disabled"

        """)
  }

  /// The label's node is the same, however its path is put together.
  @Test func sameNodeByOtherWays() throws {
    let content = makeTree([
      ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__", ["a": 1]),
      ("/__symbols__", ["bus": "/f/__overlay__"]), ("/__fixups__", ["i2c_b": "/f:target:0"]),
    ])
    let short = makeTree([
      ("/f", ["target-path": "/soc/i2c"]), ("/f/__overlay__", ["b": 1]),
      ("/__symbols__", ["bus": "/f/__overlay__"]),
    ])
    let below = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/i2c@2", ["c": 1]),
      ("/__symbols__", ["bus": "/f/__overlay__/i2c@2"]),
    ])
    let found = try Boards.conflicts(["content": content, "short": short, "below": below])
    #expect(ConflictsText(conflicts: found).text == "no conflicts\n")
    #expect(found.isEmpty)
  }
}
