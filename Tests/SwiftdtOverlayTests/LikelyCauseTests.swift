import DeviceTree
import TestSupport
import Testing

@testable import DeviceTreeOverlay
@testable import swiftdt

/// Suggestions for overlays that ask a base for something that it cannot have.
@Suite struct LikelyCauseTests {
  private static let image = makeTree([("/images/fdt-1", [:]), ("/configurations/conf-1", [:])])
  /// A boot script has no configurations.
  private static let script = makeTree([("/", ["description": "script"]), ("/images/script-1", [:])])
  /// A board may have a node of that name.
  private static let board = makeTree([
    ("/", ["compatible": "acme,board", "description": "d"]), ("/images/a", [:]), ("/configurations", [:]),
  ])
  private static let user = Boards.status("okay", of: "uart_b")
  private static let elsewhere = makeTree([
    ("/f", ["target-path": "/soc/uart@2"]), ("/f/__overlay__", ["a": 1]),
  ])

  private static func forAnotherBoard(_ overlay: DeviceTree) -> DeviceTree {
    var overlay = overlay
    let value = overlay.makeValue(Array("other,board\0other,soc\0".utf8).span)
    overlay.addProperty(overlay.names.intern("compatible"), value, to: .root)
    return overlay
  }

  /// Returns an overlay that adds a node with or without a label.
  private static func adding(labelled: Bool) -> DeviceTree {
    labelled
      ? Boards.adding("led", to: "soc")
      : makeTree([("/f", ["target-path": "/soc"]), ("/f/__overlay__/led", [:])])
  }

  private static let otherBoard =
    "is it for another board? Its root 'compatible' is 'other,board', 'other,soc', the base's 'acme,board'"
  private static let first =
    "if it is a label of 'first', compile that with labels (dtc's -@): it exports none"

  /// A base, the overlays that are applied to it, and the suggestions for the last one, which does not apply.
  typealias Case = (base: DeviceTree, overlays: [DeviceTree], help: [String])

  static let cases: [Case] = [
    (image, [user], ["the base is a FIT image: use one of the device trees in it"]),
    (image, [elsewhere], ["the base is a FIT image: use one of the device trees in it"]),
    (script, [user], ["the base is a FIT image: use one of the device trees in it"]),
    (board, [user], ["compile the base with labels (dtc's -@)"]),
    (elsewhere, [user], ["the base is itself an overlay, not a board's device tree"]),
    (Boards.base, [forAnotherBoard(user)], [otherBoard, "nearest labels: 'uart_a'"]),
    (Boards.base, [forAnotherBoard(elsewhere)], [otherBoard, "did you mean '/soc/uart@1'?"]),
    (Boards.base, [adding(labelled: false), Boards.status("okay", of: "led")], [first]),
    (Boards.base, [adding(labelled: false), user], ["nearest labels: 'uart_a'", first]),
    (
      Boards.base,
      [
        adding(labelled: false),
        makeTree([("/f", ["target-path": "/soc"]), ("/f/__overlay__/fan", [:])]),
        Boards.status("okay", of: "led"),
      ],
      ["if it is a label of 'first' or 'second', compile that with labels (dtc's -@): they export none"]
    ),
    (Boards.base, [adding(labelled: true), user], ["nearest labels: 'uart_a'"]),
    (Boards.base, [Boards.status("okay", of: "soc"), user], ["nearest labels: 'uart_a'"]),
  ]

  @Test(arguments: cases.indices) func causes(index: Int) throws {
    let (base, overlays, help) = Self.cases[index]
    var target = try OverlayTarget(base)
    for (overlay, name) in zip(overlays.dropLast(), ["first", "second"]) {
      try target.apply(overlay, named: name)
    }
    let last = try #require(overlays.last)
    let error = try #require(throws: OverlayError.self) { try target.apply(last, named: "last") }
    #expect(error.diagnostic.help.map(\.message) == help)
    // A mere attempt gets no suggestions.
    target.namesNearest = false
    let trial = try #require(throws: OverlayError.self) { try target.apply(last, named: "last") }
    #expect(trial.likelyCause == nil)
  }

  /// A source exports all the labels that it has, so compiling it in another way would not help.
  @Test func sourcesHaveTheirLabels() throws {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/; / { uart_a: uart { }; };",
      "on.dts": "/dts-v1/;\n/plugin/;\n&uart_a { led { }; };",
      "bad.dts": "/dts-v1/;\n/plugin/;\n&uart_b { };",
    ])
    func errors(_ overlay: String) throws -> String {
      try Tool.swiftdt.run(
        ["overlay", "apply", "-b", "base.dts", "-o", "o.dtb", overlay, "bad.dts"], in: folder
      ).errors
    }
    #expect(try errors("on.dts").hasSuffix("\nhelp: nearest labels: 'uart_a'\n"))
    _ = try Tool.swiftdt.run(["compile", "-o", "on.dtbo", "on.dts"], in: folder)
    #expect(
      try errors("on.dtbo").hasSuffix(
        """

        help: nearest labels: 'uart_a'
        help: if it is a label of 'on.dtbo', compile that with -@ (dtc) or swiftdt compile -@: it exports no labels

        """))
  }

  /// The base's source may have deleted the node.
  @Test func deletedNodes() throws {
    let folder = try TemporaryFolder([
      "base.dts":
        "/dts-v1/;\n/ { uart_a: uart { led { }; }; uart_c: serial { }; };\n/delete-node/ &uart_a;\n",
      "on.dts": "/dts-v1/;\n/plugin/;\n&uart_a { };",
    ])
    let result = try Tool.swiftdt.run(
      ["overlay", "apply", "-b", "base.dts", "-o", "o.dtb", "on.dts"], in: folder)
    #expect(
      result.errors.contains("\nnote: the node with this label is deleted here (base.dts:3:15)\n"),
      "\(result.errors)")
    #expect(result.errors.hasSuffix("\nhelp: nearest labels: 'uart_c'\n"))
  }

  /// A path without its first slash, which reads as if it began with an alias.
  @Test(arguments: [
    ("soc/uart@1", ["did you mean '/soc/uart@1'?"]), ("soc/uart@2", ["did you mean '/soc/uart@1'?"]),
    ("bus/x", []), ("", []),
  ])
  func pathsWithoutSlash(path: String, help: [String]) throws {
    let overlay = makeTree([("/f", ["target-path": .text(path)]), ("/f/__overlay__", ["a": 1])])
    var target = try OverlayTarget(Boards.base)
    let error = try #require(throws: OverlayError.self) { try target.apply(overlay, named: "a") }
    #expect(error.libfdtName == "FDT_ERR_BADPATH")
    #expect(error.diagnostic.help.map(\.message) == help)
  }
}
