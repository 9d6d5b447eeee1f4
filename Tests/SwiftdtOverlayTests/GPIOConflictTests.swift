import DeviceTree
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Overlays whose devices ask for the same GPIO line.
@Suite struct GPIOConflictTests {
  private static let base = makeTree([
    ("/", ["compatible": "acme,board"]),
    ("/gpio@1", ["phandle": 1, "#gpio-cells": 2]), ("/bank@2", ["phandle": 2, "#gpio-cells": 3]),
    ("/led", ["gpios": .cells([1, 7, 0]), "status": "disabled", "phandle": 3]),
    ("/key", ["gpios": .cells([1, 8, 0])]),
    ("/__symbols__", ["led": "/led"]),
  ])

  /// Returns an overlay that adds a node with these properties to the root.
  private static func adding(
    _ name: String, _ properties: KeyValuePairs<String, Value>
  ) -> DeviceTree {
    makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__/\(name)", properties)])
  }

  private static let irrelevant: [KeyValuePairs<String, Value>] = [
    ["a-gpios": .cells([1, 6, 0])], ["a-gpios": .cells([2, 5, 5, 0])], ["gpios": .cells([0, 1, 4, 0])],
    ["a-gpios": .cells([1, 5, 0]), "status": "disabled"], ["reset-gpios": .cells([1, 5, 0])],
    ["gpio": .cells([1, 5, 0]), "regulator-name": "a"], ["nr-gpios": .cells([1, 5, 0])],
    ["gpio-ranges": .cells([1, 5, 0, 4])], ["gpios": .cells([1, 5, 0]), "gpio-hog": .bytes([])],
    ["a-gpios": .cells([9, 5, 0])], ["a-gpios": .cells([1, 5])], ["a-gpios": "text"],
  ]

  private static func text(_ overlays: KeyValuePairs<String, DeviceTree>) throws -> String {
    let found = try OverlayTarget(base).conflicts(among: overlays.map { (name: $0.key, tree: $0.value) })
    return ConflictsText(conflicts: found).text
  }

  @Test func clashes() throws {
    #expect(
      try Self.text([
        "fan": Self.adding("fan", ["gpios": .cells([1, 5, 0])]),
        "ir": Self.adding("ir", ["rx-gpios": .cells([1, 4, 0, 1, 5, 1])]),
        "led": makeTree([("/f", ["target-path": "/led"]), ("/f/__overlay__", ["status": "okay"])]),
        "pps": Self.adding("pps", ["gpios": .cells([1, 7, 0])]),
        "lamp": Self.adding("lamp", ["a-gpios": .cells([2, 1, 10, 0])]),
        "other": Self.adding("other", ["b-gpio": .cells([2, 1, 10, 1])]),
      ]) == """
        overlay  overlay  conflict
        fan      ir       GPIO line 5 of /gpio@1: /fan:gpios vs /ir:rx-gpios
        led      pps      GPIO line 7 of /gpio@1: /led:gpios vs /pps:gpios
        lamp     other    GPIO line 1 10 of /bank@2: /lamp:a-gpios vs /other:b-gpio

        """)
  }

  @Test(arguments: irrelevant.indices) func otherUses(index: Int) throws {
    #expect(
      try Self.text([
        "a": Self.adding("a", ["gpios": .cells([1, 5, 0])]), "b": Self.adding("b", Self.irrelevant[index]),
      ]) == "no conflicts\n")
  }

  /// Two nodes of one overlay may share what they like, and so may those that it changes.
  @Test func sameOverlay() throws {
    let both = makeTree([
      ("/f", ["target-path": "/"]), ("/f/__overlay__/a", ["gpios": .cells([1, 5, 0])]),
      ("/f/__overlay__/b", ["gpios": .cells([1, 5, 0])]),
    ])
    #expect(try Self.text(["both": both]) == "no conflicts\n")
    #expect(
      try Self.text(["a": Self.adding("a", ["gpios": .cells([1, 5, 0])]), "both": both]) == "no conflicts\n")
  }
}
