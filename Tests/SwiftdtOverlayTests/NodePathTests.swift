import DeviceTree
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Which nodes `overlay explain` and `overlay conflicts` take for what overlays mean.
@Suite struct NodePathTests {
  /// An overlay that fails has its phandles as they were written, and the base has nodes with the same ones.
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
          g → /soc/gps (phandle 1)
          h → /soc/gps/led (phandle 2)
          i → /soc/i2c@2 (phandle 3)
          j → label 'lost': missing
          needs

        """))
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

  /// What an overlay writes to, it needs, wherever its fragment goes.
  @Test func disabledBelowTheTarget() throws {
    let deep = makeTree([
      ("/f", ["target-path": "/"]), ("/f/__overlay__/soc/uart@1", ["speed": 1]),
      ("/f/__overlay__/soc/i2c@2/led", [:]),
    ])
    let found = try Boards.conflicts([
      "deep": deep, "uart": Boards.status("disabled", of: "uart_a"),
      "i2c": Boards.status("disabled", of: "i2c_b"),
    ])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        deep     uart     /soc/uart@1: uart sets status = "disabled", the other one needs it
        deep     i2c      /soc/i2c@2: i2c sets status = "disabled", the other one needs it

        """)
  }

  /// However the path of a label is put together.
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
