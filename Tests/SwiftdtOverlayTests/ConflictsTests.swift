import DeviceTree
import TestSupport
import Testing

@testable import DeviceTreeOverlay
@testable import swiftdt

/// The exact output of `overlay conflicts`.
@Suite struct ConflictsTests {
  private func conflicts(_ overlays: KeyValuePairs<String, DeviceTree>) throws -> OverlayConflicts {
    try Boards.conflicts(overlays)
  }

  private func adding(_ label: String, to parent: String) -> DeviceTree { Boards.adding(label, to: parent) }

  @Test func clashes() throws {
    let found = try conflicts([
      "fast": Boards.setting(["clock-frequency": 400000, "status": "okay"], of: "i2c_b"),
      "slow": Boards.setting(["clock-frequency": 50000], of: "i2c_b"),
      "off": Boards.status("disabled", of: "soc"),
      "same": Boards.setting(["clock-frequency": 50000], of: "i2c_b"),
    ])
    #expect(!found.isEmpty)
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        fast     slow     /soc/i2c@2: clock-frequency = <0x61a80> vs <0xc350>
        fast     off      /soc: off sets status = "disabled", but the other needs it
        fast     same     /soc/i2c@2: clock-frequency = <0x61a80> vs <0xc350>
        slow     off      /soc: off sets status = "disabled", but the other needs it
        off      same     /soc: off sets status = "disabled", but the other needs it

        """)
  }

  /// An order can be pasted into a command line.
  @Test func quotedOrder() throws {
    let found = try conflicts([
      "o v/b dep.dts": Boards.status("okay", of: "led"), "it's.dts": adding("led", to: "soc"),
    ])
    #expect(ConflictsText(conflicts: found).text.hasSuffix("\nvalid order: 'it'\\''s.dts' 'o v/b dep.dts'\n"))
  }

  @Test func noClashes() throws {
    let found = try conflicts([
      "a": Boards.status("okay", of: "uart_a"), "b": Boards.status("okay", of: "uart_a"),
    ])
    #expect(found.isEmpty)
    #expect(ConflictsText(conflicts: found).text == "no conflicts\n")
  }

  /// Of a status, both words for a node that is in use mean the same; of anything else, they differ.
  @Test func wordsForEnabled() throws {
    let found = try conflicts([
      "a": Boards.status("okay", of: "uart_a"), "b": Boards.status("ok", of: "uart_a"),
    ])
    #expect(found.isEmpty)
    let other = try conflicts([
      "a": Boards.status("okay", of: "uart_a"), "b": Boards.status("okay2", of: "uart_a"),
    ])
    #expect(!other.isEmpty)
  }

  /// Values that read the same are told apart.
  @Test func valuesThatReadTheSame() {
    func text(_ first: OverlayExplanation.Value, _ second: OverlayExplanation.Value) -> String {
      ConflictsText.text(.property(path: "/p", name: "v", first: first, second: second)) { "overlay \($0)" }
    }
    let label = OverlayExplanation.Reference(offset: 4, name: "&cam")
    #expect(
      text(
        .init(bytes: [0, 0, 0, 1, 0, 0, 0, 7], type: .uint32, references: [label]),
        .init(bytes: [0, 0, 0, 1, 0, 0, 0, 8], type: .uint32, references: [label]))
        == "/p: v = <0x1 &cam>, where &cam means different nodes")
    let long = [UInt8](repeating: 0x78, count: 60)
    let shown = "\"" + String(repeating: "x", count: 47) + "… (61 bytes)"
    #expect(
      text(.init(bytes: long + [0], type: .string), .init(bytes: long.dropLast() + [0x79, 0], type: .string))
        == "/p: v = \(shown) vs \(shown), which differ from byte 59 on")
  }

  /// If nothing could be compared, nothing is reported about conflicts.
  @Test func failures() throws {
    let (a, b) = (Boards.status("okay", of: "uart_b"), Boards.status("okay", of: "uart_c"))
    #expect(
      ConflictsText(conflicts: try conflicts(["a": a, "b": b])).text
        == "2 of 2 overlays do not apply, so what they conflict with is unknown\n")
    #expect(
      ConflictsText(
        conflicts: try conflicts([
          "a": a, "on": Boards.status("okay", of: "uart_a"), "off": Boards.status("disabled", of: "uart_a"),
        ])
      ).text == """
        overlay  overlay  conflict
        on       off      /soc/uart@1: status = "okay" vs "disabled"
        1 of 3 overlays does not apply, so what it conflicts with is unknown

        """)
  }

  /// Suggestions are made only for what is shown, and not looked for otherwise.
  @Test func nearest() throws {
    let path = makeTree([("/f", ["target-path": "/soc/uart@2"]), ("/f/__overlay__", ["a": 1])])
    let overlays = [("path", path), ("label", Boards.status("okay", of: "uart_b"))]
    var target = try OverlayTarget(Boards.base)
    #expect(
      target.conflicts(among: overlays).failures.map { $0.error.diagnostic.help.map(\.message) } == [
        ["did you mean '/soc/uart@1'?"], ["nearest labels: 'uart_a'"],
      ])
    target.namesNearest = false
    #expect(target.conflicts(among: overlays).failures.flatMap(\.error.diagnostic.help).isEmpty)
  }

  /// Returns the conflicts of an overlay that sets a node's status twice and one that refers to the node.
  private func statuses(_ first: String, _ second: String) throws -> String {
    let twice = makeTree([
      ("/f0", ["target-path": "/soc/i2c@2"]), ("/f0/__overlay__", ["status": .text(first)]),
      ("/f1", ["target-path": "/soc/i2c@2"]), ("/f1/__overlay__", ["status": .text(second)]),
    ])
    return ConflictsText(
      conflicts: try conflicts(["twice": twice, "user": Boards.setting(["speed": 1], of: "i2c_b")])
    ).text
  }

  /// The last write of an overlay is the one that counts.
  @Test func lastWriteCounts() throws {
    #expect(try statuses("disabled", "okay") == "no conflicts\n")
    let conflict = """
      overlay  overlay  conflict
      twice    user     /soc/i2c@2: twice sets status = "disabled", but the other needs it

      """
    #expect(try statuses("okay", "disabled") == conflict)
    #expect(try statuses("disabled", "disabled") == conflict)
  }

  /// A blob can list a label twice, and an overlay does not conflict with itself.
  @Test func labelTwice() throws {
    var tree = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/a", [:]), ("/f/__overlay__/b", [:]),
      ("/__symbols__", ["l": "/f/__overlay__/a"]),
    ])
    let symbols = try #require(tree.node(atPath: "/__symbols__"))
    let value = tree.makeValue(Array("/f/__overlay__/b\0".utf8).span)
    tree.addProperty(tree.names.intern("l"), value, to: symbols)
    #expect(ConflictsText(conflicts: try conflicts(["twice": tree])).text == "no conflicts\n")
  }

  @Test func standardInputTwice() throws {
    for command in ["conflicts", "explain"] {
      let outcome = try BuiltProgram().run("overlay", command, "-b", "-", "a.dtbo", "-")
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("swiftdt: error: only one of the files can be standard input\n"))
    }
  }

  @Test func command() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(adding("led", to: "soc"), to: "led.dtbo")
    try program.write(adding("user", to: "led"), to: "user.dtbo")
    let right = try program.run(
      "overlay", "conflicts", "--cross-check", "-b", "base.dtb", "led.dtbo", "user.dtbo")
    #expect(right.status == 0)
    #expect(right.errors == "")
    let wrong = try program.run(
      "overlay", "conflicts", "--json", "--cross-check", "-b", "base.dtb", "user.dtbo", "led.dtbo")
    #expect(
      wrong
        == .init(
          status: 1,
          output: """
            {
              "clashes" : [

              ],
              "failures" : [

              ],
              "findings" : [

              ],
              "orders" : [
                {
                  "after" : "user.dtbo",
                  "alternatives" : [

                  ],
                  "before" : "led.dtbo",
                  "label" : "led",
                  "violated" : true
                }
              ],
              "overlays" : [
                "user.dtbo",
                "led.dtbo"
              ],
              "validOrder" : [
                "led.dtbo",
                "user.dtbo"
              ]
            }

            """, errors: ""))
  }
}
