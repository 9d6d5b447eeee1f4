import DeviceTree
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Nodes of a fragment, by their paths from its target, with their properties.
private typealias Content = [(path: String, properties: KeyValuePairs<String, Value>)]

/// Overlays by name, and the rows of the table, without the padding between their columns.
private typealias Case = (overlays: [(name: String, tree: DeviceTree)], rows: [String])

/// When `overlay conflicts` reports that one overlay disables what another one needs, and when it does not.
@Suite struct DisabledNodeTests {
  /// Returns an overlay with one fragment, whose target is a label or a path.
  private static func overlay(
    to target: String, _ content: Content, labels: KeyValuePairs<String, String> = [:]
  )
    -> DeviceTree
  {
    let goes: Content =
      target.hasPrefix("/")
      ? [("/f", ["target-path": .text(target)])]
      : [("/f", ["target": 0xFFFF_FFFF]), ("/__fixups__", [target: "/f:target:0"])]
    return makeTree(
      goes + [("/f/__overlay__", [:])] + content.map { ("/f/__overlay__" + $0.path, $0.properties) }
        + labels.map { ("/__symbols__", [$0.key: .text("/f/__overlay__" + $0.value)]) })
  }

  static let busOff = overlay(to: "/soc", [("", ["status": "disabled"])])
  static let uartOff = overlay(to: "/soc/uart@1", [("", ["status": "disabled"])])
  static let uartOn = overlay(to: "/soc/uart@1", [("", ["status": "okay"])])
  static let i2cOff = overlay(to: "/soc/i2c@2", [("", ["status": "disabled"])])
  static let speed = overlay(to: "/soc/uart@1", [("", ["speed": 1])])
  /// Adds a node that is disabled.
  static let led = overlay(
    to: "/soc", [("/led", ["status": "disabled", "phandle": 1])], labels: ["led": "/led"])

  private static let cases: [Case] = [
    // A node that is already disabled is not disabled by an overlay, unless others enable it.
    ([("off", uartOff), ("speed", speed)], []),
    (
      [("off", uartOff), ("speed", speed), ("on", uartOn)],
      [
        "off speed /soc/uart@1: off sets status = \"disabled\", but the other needs it",
        "off on /soc/uart@1: status = \"disabled\" vs \"okay\"",
      ]
    ),
    // A change that makes no difference, whether or not the bus is enabled, does not need the bus.
    ([("bus", busOff), ("off", i2cOff)], []),
    ([("bus", busOff), ("speed", speed)], []),
    ([("bus", busOff), ("same", overlay(to: "/soc/i2c@2", [("", ["clock-frequency": 100000])]))], []),
    ([("bus", busOff), ("empty", overlay(to: "i2c_b", []))], []),
    ([("bus", busOff), ("none", overlay(to: "i2c_b", [("/a", ["status": "disabled"])]))], []),
    (
      [("bus", busOff), ("node", overlay(to: "i2c_b", [("/a", [:])]))],
      ["bus node /soc: bus sets status = \"disabled\", but the other needs it"]
    ),
    // A node that an overlay has is its own, whichever overlay adds it first.
    (
      [
        ("a", overlay(to: "/soc", [("/led", [:])])), ("b", overlay(to: "/soc", [("/led", [:])])),
        ("off", overlay(to: "/soc", [("/led", ["status": "disabled"])])),
      ],
      [
        "a off /soc/led: off sets status = \"disabled\", but the other needs it",
        "b off /soc/led: off sets status = \"disabled\", but the other needs it",
      ]
    ),
    // Others build on the state in which an overlay leaves a node that it adds.
    (
      [("led", led), ("user", overlay(to: "led", [("", ["a": 1])]))],
      ["led user order: the second needs label 'led' from the first"]
    ),
    (
      [
        ("led", led), ("on", overlay(to: "led", [("", ["status": "okay"])])),
        ("user", overlay(to: "led", [("", ["a": 1])])),
      ],
      [
        "led on order: the second needs label 'led' from the first",
        "led user order: the second needs label 'led' from the first",
      ]
    ),
    // The overlay that comes later, and enables the node, has the last word.
    (
      [
        (
          "off",
          overlay(
            to: "/soc/i2c@2", [("", ["status": "disabled"]), ("/n", ["phandle": 1])], labels: ["n": "/n"])
        ),
        (
          "on",
          makeTree([
            ("/f", ["target-path": "/soc/i2c@2"]), ("/f/__overlay__", ["status": "okay", "n": 0xFFFF_FFFF]),
            ("/__fixups__", ["n": "/f/__overlay__:n:0"]),
          ])
        ),
        ("user", overlay(to: "i2c_b", [("", ["a": 1])])),
      ],
      [
        "off on /soc/i2c@2: status = \"disabled\" vs \"okay\"",
        "off on order: the second needs label 'n' from the first",
      ]
    ),
  ]

  @Test(arguments: cases.indices) func rows(index: Int) throws {
    let (overlays, rows) = Self.cases[index]
    let found = try OverlayTarget(Boards.base).conflicts(among: overlays)
    let lines = ConflictsText(conflicts: found).text.split(separator: "\n").dropFirst().map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(lines == rows)
    #expect(found.failures.isEmpty)
  }

  /// Which label or node comes first does not matter if any will do.
  @Test func anyOfSeveral() throws {
    let (a, b) = (Boards.adding("led", to: "soc"), Boards.adding("led", to: "soc"))
    let user = Boards.adding("user", to: "led")
    let byPath = Self.overlay(to: "/soc/led", [("", ["x": 1])])
    #expect(
      ConflictsText(conflicts: try Boards.conflicts(["user": user, "a": a, "path": byPath, "b": b])).text
        == """
        overlay  overlay  conflict
        a        user     order: the second needs label 'led' from the first or from b, but comes before it
        a        path     order: the second needs /soc/led from the first or from b
        valid order: a user path b

        """)
    let found = try Boards.conflicts(["a": a, "user": user, "path": byPath, "b": b])
    #expect(found.isEmpty)
    #expect(ConflictsJSON(found).orders.map(\.alternatives) == [["b"], ["b"]])
    // One of them needs an overlay that needs the other.
    let behind = makeTree([
      ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__/n", ["phandle": 1]),
      ("/__symbols__", ["led": "/f/__overlay__/n"]), ("/__fixups__", ["user": "/f:target:0"]),
    ])
    #expect(try Boards.conflicts(["behind": behind, "user": user, "a": a]).validOrder == [2, 1, 0])
    #expect(try Boards.conflicts(["behind": behind, "user": user]).cycle == [0, 1])
  }
}
