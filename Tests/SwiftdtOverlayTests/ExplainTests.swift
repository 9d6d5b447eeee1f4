import DeviceTree
import DeviceTreeOverlay
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// The exact output of `overlay explain`.
@Suite struct ExplainTests {
  private func explain(_ overlays: DeviceTree..., onto base: DeviceTree = Boards.base) throws -> String {
    try Boards.explain(overlays, onto: base)
  }

  @Test(arguments: [
    ("", Marker.Kind?.none, "(empty)"), ("a\0b c\0", nil, "\"a\", \"b c\""), ("a\"\\\0", nil, #""a\"\\""#),
    ("a\0\0\0", nil, "<0x61000000>"), ("\u{1B}c\0", .string, "[1b 63 00]"),
    ("abc\0", .uint32, "<0x61626300>"),
    ("abc\0", .uint8, "[61 62 63 00]"),
    (String(repeating: "a", count: 60) + "\0", nil, "\"\(String(repeating: "a", count: 47))… (61 bytes)"),
    (String(repeating: "\t", count: 17), nil, "[09\(String(repeating: " 09", count: 15)) … (17 bytes)]"),
    (
      String(repeating: "\t", count: 36), nil,
      "<0x9090909\(String(repeating: " 0x9090909", count: 7)) … (36 bytes)>"
    ),
  ])
  func values(_ bytes: String, _ type: Marker.Kind?, _ text: String) {
    #expect(ValueText.text(OverlayExplanation.Value(bytes: Array(bytes.utf8), type: type), of: "x") == text)
  }

  /// Cells that look like text, in a property that the specification defines as cells.
  @Test func cellsLikeText() {
    let value = OverlayExplanation.Value(bytes: Array("abc\0".utf8))
    #expect(ValueText.statement("reg", value) == "reg = <0x61626300>")
    #expect(ValueText.statement("acme,own", value) == "acme,own = \"abc\"")
  }

  /// Names in a blob can have bytes that control a terminal.
  @Test func names() throws {
    let overlay = makeTree([("/f", ["target-path": "/soc"]), ("/f/__overlay__/a\u{1B}[2J", ["b\u{9B}": 1])])
    #expect(
      try explain(overlay) == """
        1.dtbo: applies
          f → /soc
            + /soc/a?[2J
            + a?[2J: b? = <0x1>
          compatible: not stated

        """)
  }

  /// `target-path = <&label>` is no path.
  @Test func targetsThatAreNoText() throws {
    let overlay = makeTree([
      ("/f", ["target-path": 0xFFFF_FFFF]), ("/f/__overlay__", ["a": 1]),
      ("/g", ["target-path": .text("/só c")]), ("/g/__overlay__", ["a": 1]),
    ])
    let text = try explain(overlay)
    #expect(text.contains("\n  f → '\\xff\\xff\\xff\\xff': missing\n"))
    #expect(text.contains("\n  g → '/só c': missing\n"))
  }

  @Test func whatItDoes() throws {
    let overlay = makeTree([
      ("/", ["compatible": .bytes(Array("other\0acme,board\0".utf8))]),
      ("/fragment@0", ["target": 0xFFFF_FFFF]),
      ("/fragment@0/__overlay__", ["status": "okay", "speed": [1, 2], "flag": .bytes([])]),
      ("/fragment@0/__overlay__/gps", ["phandle": 1]),
      ("/fragment@1", ["target-path": "/soc/i2c"]),
      ("/fragment@1/__overlay__", ["status": "okay", "clock-frequency": 400000]),
      ("/fragment@2", ["target-path": "/soc"]),
      ("/fragment@2/__overlay__/uart@1", ["status": "fail", "odd": .bytes([1, 2, 3])]),
      ("/__symbols__", ["gps": "/fragment@0/__overlay__/gps", "soc": "/fragment@2/__overlay__/uart@1"]),
      ("/__fixups__", ["uart_a": "/fragment@0:target:0"]),
    ])
    #expect(
      try explain(overlay) == """
        1.dtbo: applies
          fragment@0 → /soc/uart@1 (label 'uart_a')
            + /soc/uart@1/gps
            ~ status = "okay", was "disabled"
            + speed = <0x1 0x2>
            + flag
            + gps: phandle = <0x4>
          fragment@1 → /soc/i2c@2 ('/soc/i2c')
            = status = "okay", unchanged
            ~ clock-frequency = <0x61a80>, was <0x186a0>
          fragment@2 → /soc
            ~ uart@1: status = "fail", was "okay"
            + uart@1: odd = [01 02 03]
          needs
            uart_a → /soc/uart@1
          exports
            gps → /soc/uart@1/gps
            soc → /soc/uart@1, was /soc
          compatible: 'acme,board'
        1.dtbo: warning: label 'soc' used to mean /soc and now means /soc/uart@1

        """)
  }

  @Test func whatItLacks() throws {
    #expect(
      try explain(Boards.status("okay", of: "uart_b")) == """
        1.dtbo: does not apply
          fragment@0 → label 'uart_b': missing
          needs
            uart_b: missing; nearest: 'uart_a'
          compatible: not stated
        swiftdt: error: overlay '1.dtbo': fragment@0 targets label 'uart_b', which the base does not export
        note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
        help: nearest labels: 'uart_a'

        """)
  }

  @Test func whatHasNoEffect() throws {
    let twice = Boards.status("okay", of: "uart_a")
    let partly = makeTree([
      ("/", ["compatible": "other,board"]),
      ("/f", ["target-path": "/soc/i2c@2"]), ("/f/__overlay__", ["status": "okay"]),
      ("/g", ["target-path": "/soc"]), ("/g/__overlay__", ["new": 1]),
    ])
    #expect(
      try explain(twice, twice, partly, makeTree([("/soc", [:])])) == """
        1.dtbo: applies
          fragment@0 → /soc/uart@1 (label 'uart_a')
            ~ status = "okay", was "disabled"
          needs
            uart_a → /soc/uart@1
          compatible: not stated
        2.dtbo: applies, but changes nothing
          fragment@0 → /soc/uart@1 (label 'uart_a')
            = status = "okay", unchanged
          needs
            uart_a → /soc/uart@1
          compatible: not stated
        2.dtbo: warning: the overlay changes nothing: the base already has everything it sets
        3.dtbo: applies
          f → /soc/i2c@2
            = status = "okay", unchanged
          g → /soc
            + new = <0x1>
          compatible: 'other,board'; the base is 'acme,board'
        3.dtbo: warning: f changes nothing
        3.dtbo: warning: its root 'compatible' has nothing in common with the base's
        help: NixOS's hardware.deviceTree leaves it out
        4.dtbo: applies, but changes nothing
          compatible: not stated
        4.dtbo: warning: there are no fragments: 'soc' has no '__overlay__', so nothing is applied
        help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root

        """)
  }

  /// A phandle that the base's node did not have is an addition.
  @Test func addedPhandle() throws {
    let overlay = makeTree([("/f", ["target-path": "/one"]), ("/f/__overlay__", ["phandle": 7])])
    let base = makeTree([("/one", [:])])
    #expect(
      try explain(overlay, overlay, onto: base) == """
        1.dtbo: applies
          f → /one
            + phandle = <0x7>
          compatible: not stated
        2.dtbo: applies, but changes nothing
          f → /one
          compatible: not stated
        2.dtbo: warning: the overlay changes nothing: the base already has everything it sets

        """)
  }

  /// A path where a reference is meant, or the reverse.
  @Test func misreadValues() throws {
    let program = try BuiltProgram()
    try program.write(
      Array("/dts-v1/; / { aliases { }; uart_a: u { }; };".utf8), to: "b.dts")
    try program.write(
      Array(
        """
        /dts-v1/;
        /plugin/;
        &{/aliases} { serial0 = <&uart_a>; serial1 = "/u"; };
        &uart_a { next = "&uart_a"; a = "&&"; b = "& more"; c = <0x26610000>; };
        """.utf8), to: "a.dts")
    let outcome = try program.run("overlay", "explain", "-b", "b.dts", "a.dts")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        a.dts:3:15: warning: /aliases:serial0 is a reference, but an alias is a path
            3 | &{/aliases} { serial0 = <&uart_a>; serial1 = "/u"; };
              |               ^
        help: serial0 = "/u"
        a.dts:4:11: warning: /u:next has the text "&uart_a", which is no reference
            4 | &uart_a { next = "&uart_a"; a = "&&"; b = "& more"; c = <0x26610000>; };
              |           ^
        help: a reference has no quotes: <&uart_a>

        """)
  }

  @Test func sources() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(
      Array(
        """
        /dts-v1/;
        /plugin/;
        &uart_a { status = "okay"; /delete-property/ speed; /delete-node/ gps; };
        """.utf8), to: "a.dts")
    try program.write(Array("/dts-v1/; / { };".utf8), to: "b.dts")
    try program.write(Array("/dts-v1/; &uart_a { };".utf8), to: "c.dts")
    let outcome = try program.run("overlay", "explain", "--cross-check", "-b", "base.dtb", "a.dts", "b.dts")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        a.dts:3:28: warning: /delete-property/ speed in /fragment@0/__overlay__ has no effect: an overlay cannot delete what the base has
            3 | &uart_a { status = "okay"; /delete-property/ speed; /delete-node/ gps; };
              |                            ^
        a.dts:3:53: warning: /delete-node/ gps in /fragment@0/__overlay__ has no effect: an overlay cannot delete what the base has
            3 | &uart_a { status = "okay"; /delete-property/ speed; /delete-node/ gps; };
              |                                                     ^
        help: set the node's status to "disabled"
        b.dts: warning: the source has no /plugin/, so it is not compiled as an overlay
        help: begin it with '/dts-v1/; /plugin/;'
        b.dts: warning: there are no fragments: no child of the root has an '__overlay__'
        help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root

        """)
    let refused = try program.run("overlay", "explain", "-b", "base.dtb", "c.dts")
    #expect(refused.status == 1)
    #expect(
      refused.errors.hasSuffix(
        """
        c.dts: warning: the source has no /plugin/, so it is not compiled as an overlay
        help: begin it with '/dts-v1/; /plugin/;'

        """))
  }
}
