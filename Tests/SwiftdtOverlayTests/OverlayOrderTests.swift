import DeviceTree
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Which overlay must come before which, in the exact output of `overlay conflicts`.
@Suite struct OverlayOrderTests {
  private func conflicts(_ overlays: KeyValuePairs<String, DeviceTree>) throws -> OverlayConflicts {
    try Boards.conflicts(overlays)
  }

  private func adding(_ label: String, to parent: String) -> DeviceTree { Boards.adding(label, to: parent) }

  /// Whatever gives a fragment its target, others find the nodes that it adds there.
  @Test(arguments: [
    ("i2c_b", "", "/soc/i2c@2/led"), ("", "/soc/i2c@2", "/soc/i2c/led"), ("", "bus/i2c", "/soc/i2c@2/led"),
    ("soc", "", "bus/led"), ("", "/", "//led"),
  ])
  func ordersByPath(label: String, target: String, path: String) throws {
    var base = Boards.base
    let aliases = base.addNode(named: base.names.intern("aliases"), to: .root)
    base.addProperty(base.names.intern("bus"), base.makeValue(Array("/soc\0".utf8).span), to: aliases)
    let makes =
      label.isEmpty
      ? makeTree([("/f", ["target-path": .text(target)]), ("/f/__overlay__/led", [:])])
      : makeTree([
        ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__/led", [:]), ("/__fixups__", [label: "/f:target:0"]),
      ])
    let uses = makeTree([("/f", ["target-path": .text(path)]), ("/f/__overlay__", ["p": 1])])
    let found = try OverlayTarget(base).conflicts(among: [("uses", uses), ("makes", makes)])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        makes    uses     order: the second needs \(path) from the first, but comes before it
        valid order: makes uses

        """)
    #expect(found.failures.isEmpty)
  }

  /// Nodes can be added below one that another overlay exports, and are found without unit addresses.
  @Test(arguments: [
    "/soc/spi@1/sensor", "/soc/spi/sensor", "/soc/spi@1/sensor@4", "/soc/spi/sensor@4", "/soc//spi/sensor/",
  ])
  func ordersBelowAddedNodes(path: String) throws {
    let bus = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/spi@1", ["phandle": 1]),
      ("/__symbols__", ["spi": "/f/__overlay__/spi@1"]),
    ])
    let sensor = makeTree([
      ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__/sensor@4", ["phandle": 1]),
      ("/__symbols__", ["sensor": "/f/__overlay__/sensor@4"]), ("/__fixups__", ["spi": "/f:target:0"]),
    ])
    let uses = makeTree([("/f", ["target-path": .text(path)]), ("/f/__overlay__", ["p": 1])])
    let found = try conflicts(["uses": uses, "sensor": sensor, "bus": bus])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        sensor   uses     order: the second needs \(path) from the first, but comes before it
        bus      sensor   order: the second needs label 'spi' from the first, but comes before it
        valid order: bus sensor uses

        """)
    #expect(found.failures.isEmpty)
    #expect(found.order == [2, 1, 0])
  }

  /// A node with another unit address is another node; labels in a cycle lead nowhere.
  @Test func noOrders() throws {
    let makes = makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__/new@1/led@2", [:])])
    for path in ["/new@2/led", "/new/led@1", "/ne/led", "/new/led/x"] {
      let uses = makeTree([("/f", ["target-path": .text(path)]), ("/f/__overlay__", ["p": 1])])
      let found = try conflicts(["uses": uses, "makes": makes])
      #expect(found.orders == [])
      #expect(found.failures.map(\.overlay) == [0])
    }
    let byPath = makeTree([("/f", ["target-path": "/soc/x/y"]), ("/f/__overlay__", ["p": 1])])
    let found = try conflicts(["x": adding("x", to: "y"), "y": adding("y", to: "x"), "path": byPath])
    #expect(found.orders.map(\.after) == [0, 1])
  }

  @Test func orders() throws {
    let byPath = makeTree([("/f", ["target-path": "/new"]), ("/f/__overlay__", ["p": 1])])
    let makes = makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__/new", [:])])
    let found = try conflicts([
      "c": adding("c", to: "b"), "b": adding("b", to: "a"), "a": adding("a", to: "soc"), "path": byPath,
      "makes": makes,
    ])
    #expect(found.failures.isEmpty)
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        b        c        order: the second needs label 'b' from the first, but comes before it
        a        b        order: the second needs label 'a' from the first, but comes before it
        makes    path     order: the second needs /new from the first, but comes before it
        valid order: a b c makes path

        """)
    #expect(try conflicts(["a": adding("a", to: "soc"), "b": adding("b", to: "a")]).isEmpty)
  }

  /// The node that a short name means is made by another overlay, whichever order is given.
  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func ordersByShortNames(given: [Int]) throws {
    let below = makeTree([("/f", ["target-path": "/new"]), ("/f/__overlay__/led", [:])])
    let makes = makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__/new@1", [:])])
    let uses = makeTree([("/f", ["target-path": "/new/led"]), ("/f/__overlay__", ["x": 1])])
    let all = [("below", below), ("makes", makes), ("uses", uses)]
    let found = try OverlayTarget(Boards.base).conflicts(
      among: given.map { (name: all[$0].0, tree: all[$0].1) })
    #expect(Set(found.orders.map { [given[$0.before], given[$0.after]] }) == [[1, 0], [0, 2]])
    #expect(found.order.map { given[$0] } == [1, 0, 2])
  }

  /// A base with nodes, overlays with a target and nodes below it each, and the output.
  typealias ShortNames = (base: [String], overlays: [[(target: String, nodes: [String])]], text: String)

  /// What a name without unit address means depends on the nodes that were added before it.
  @Test(arguments: [
    ShortNames(
      ["/led", "/led/x"], [[("/", ["led@1"])], [("/led/x", [])]],
      """
      overlay  overlay  conflict
      1        0        order: the second hides /led/x, which the first needs, but comes before it
      valid order: 1 0

      """),
    (["/led", "/led/x"], [[("/led/x", [])], [("/", ["led@1"])]], "no conflicts\n"),
    (["/led", "/led/x"], [[("/", ["led@1", "led@1/x"])], [("/led/x", [])]], "no conflicts\n"),
    (
      [], [[("/led/x", []), ("/", ["led", "led/y"])], [("/", ["led@1", "led@1/x"])]],
      """
      overlay  overlay  conflict
      1        0        order: the second needs /led/x from the first, but comes before it
      valid order: 1 0

      """
    ),
    (
      ["/led", "/led/x"], [[("/", ["led@1"])], [("/led/x", []), ("/led@1", [])]],
      """
      overlay  overlay  conflict
      0        1        order: the second needs /led@1 from the first
      1 of 2 overlays does not apply, so what it conflicts with is unknown

      """
    ),
    // By the names alone, each would need the other one.
    (
      ["/a@2", "/a@2/a", "/a@2/a/a@2", "/a", "/a/a@2", "/a/a@2/a@1", "/a/a@2/a@2"],
      [
        [("/a", ["a@2", "a@2/a@2", "a@2/a@1"]), ("/a/a/a@1", [])],
        [("/a/a@2/a@2", []), ("/a@2/a", ["a@1", "a@1/a@1", "a@2"])],
      ],
      """
      overlay  overlay  conflict
      0        1        order: the second needs /a/a@2/a@2 from the first

      """
    ),
  ])
  func shortNames(_ names: ShortNames) throws {
    func tree(_ nodes: [(String, KeyValuePairs<String, Value>)]) -> DeviceTree { makeTree(nodes) }
    let overlays = names.overlays.enumerated().map { index, fragments in
      var nodes: [(String, KeyValuePairs<String, Value>)] = []
      for (number, fragment) in fragments.enumerated() {
        nodes.append(("/f\(number)", ["target-path": .text(fragment.target)]))
        nodes.append(("/f\(number)/__overlay__", ["p\(index)": 1]))
        nodes += fragment.nodes.map { ("/f\(number)/__overlay__/" + $0, [:]) }
      }
      return (name: "\(index)", tree: tree(nodes))
    }
    let base = tree([("/", [:])] + names.base.map { ($0, [:]) })
    let found = try OverlayTarget(base).conflicts(among: overlays)
    #expect(ConflictsText(conflicts: found).text == names.text)
  }

  /// A label can be hidden as well.
  @Test func hiddenLabels() throws {
    let base = makeTree([
      ("/led", [:]), ("/led/x", ["phandle": 1]), ("/__symbols__", ["x": "/led/x"]),
    ])
    let hides = makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__/led@1", [:])])
    let found = try OverlayTarget(base).conflicts(
      among: [("hides", hides), ("uses", Boards.status("okay", of: "x"))])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        uses     hides    order: the second hides the node of label 'x', which the first needs, but comes before it
        valid order: uses hides

        """)
    #expect(ConflictsJSON(found).orders.map(\.hides) == [true])
  }

  /// An overlay does not depend on others for a node that one of its own earlier fragments adds.
  @Test func ownNodes() throws {
    let making = ("/a", ["target-path": "/"] as KeyValuePairs<String, Value>)
    let own = makeTree([
      making, ("/a/__overlay__/n", [:]), ("/b", ["target-path": "/n"]), ("/b/__overlay__", ["p": 1]),
    ])
    let other = makeTree([making, ("/a/__overlay__/n", ["q": 1])])
    let both = makeTree([
      making, ("/a/__overlay__/n", ["q": 1]), ("/b", ["target-path": "/n"]), ("/b/__overlay__", ["r": 1]),
    ])
    #expect(try conflicts(["own": own, "other": other]).isEmpty)
    #expect(try conflicts(["own": own, "both": both]).isEmpty)
  }

  @Test func cycles() throws {
    let found = try conflicts([
      "free": Boards.status("okay", of: "uart_a"), "x": adding("x", to: "z"), "y": adding("y", to: "x"),
      "z": adding("z", to: "y"), "behind": adding("w", to: "z"),
    ])
    #expect(found.validOrder == nil)
    #expect(found.failures.map(\.overlay) == [1, 2, 3, 4])
    #expect(found.order == [0, 1, 2, 3, 4])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        z        x        order: the second needs label 'z' from the first, but comes before it
        x        y        order: the second needs label 'x' from the first
        y        z        order: the second needs label 'y' from the first
        z        behind   order: the second needs label 'z' from the first
        no valid order: x → y → z → x
        4 of 5 overlays do not apply, so what they conflict with is unknown

        """)
  }
}
