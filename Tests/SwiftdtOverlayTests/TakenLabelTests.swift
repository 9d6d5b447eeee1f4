import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// What `overlay conflicts` reports about labels of the base that overlays give to other nodes.
@Suite struct TakenLabelTests {
  /// After an overlay that takes over a label of the base, a reference to the label means another node.
  @Test func takenLabels() throws {
    let taker = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/new", ["phandle": 1]),
      ("/__symbols__", ["uart_a": "/f/__overlay__/new"]),
    ])
    let keeper = makeTree([
      ("/f", ["target-path": "/soc/uart@1"]), ("/f/__overlay__", ["a": 1]),
      ("/__symbols__", ["uart_a": "/f/__overlay__"]),
    ])
    let user = Boards.setting(["b": 1], of: "uart_a")
    let found = try Boards.conflicts(["taker": taker, "user": user, "keeper": keeper])
    #expect(found.orders == [])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        taker    user     label 'uart_a': user means /soc/uart@1 if it comes first, but /soc/new if it comes second
        taker    keeper   label 'uart_a': /soc/new vs /soc/uart@1

        """)
    let reversed = try Boards.conflicts(["keeper": keeper, "user": user, "taker": taker])
    #expect(Set(reversed.clashes.map { [$0.first, $0.second] }) == [[0, 2], [1, 2]])
    #expect(ConflictsJSON(found).clashes[0].usedBy == "user")
    #expect(try Boards.conflicts(["keeper": keeper, "user": user]).isEmpty)
  }

  /// No overlay can need a label after one that gives it to a node that cannot be referred to.
  @Test(arguments: [
    ("/f/__overlay__/new", "which 'taker' exports as /soc/new, which has no phandle", true),
    ("/f/__overlay__/lost", "which 'taker' exports as '/soc/lost', which does not exist", false),
  ])
  func spoiledLabels(path: String, reason: String, hasNode: Bool) throws {
    let taker = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/new", [:]), ("/__symbols__", ["uart_a": .text(path)]),
    ])
    let user = Boards.setting(["b": 1], of: "uart_a")
    let found = try Boards.conflicts(["taker": taker, "user": user])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        user     taker    order: the second gives label 'uart_a', which the first needs, to a node that cannot be referenced, but comes before it
        valid order: user taker

        """)
    #expect(ConflictsJSON(found).orders.map(\.hides) == [true])
    #expect(try Boards.conflicts(["user": user, "taker": taker]).isEmpty)

    var target = try OverlayTarget(Boards.base)
    try target.apply(taker, named: "taker")
    let error = try #require(throws: OverlayError.self) { try target.apply(user, named: "user") }
    #expect(error.message == "overlay 'user': fragment@0 targets label 'uart_a', \(reason)")
    let help = "compile 'taker' with labels (dtc's -@), which gives labelled nodes phandles"
    #expect(error.diagnostic.help.map(\.message) == (hasNode ? [help] : []))
  }

  /// A label of the base that cannot be referred to does not compete with that of an overlay.
  @Test(arguments: ["/soc", "/nowhere"]) func uselessLabels(path: String) throws {
    let base = makeTree([("/soc", [:]), ("/__symbols__", ["l": .text(path)])])
    let taker = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/new", ["phandle": 1]),
      ("/__symbols__", ["l": "/f/__overlay__/new"]),
    ])
    let found = try OverlayTarget(base).conflicts(
      among: [("user", Boards.setting(["b": 1], of: "l")), ("taker", taker)])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        taker    user     order: the second needs label 'l' from the first, but comes before it
        valid order: taker user

        """)
  }
}
