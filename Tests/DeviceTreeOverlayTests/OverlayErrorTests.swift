import DeviceTree
import DeviceTreeOverlay
import SourceText
import TestSupport
import Testing

/// The exact text of every error.
@Suite struct OverlayErrorTests {
  typealias Nodes = [(path: String, properties: KeyValuePairs<String, Value>)]

  static let fragment: Nodes = [
    ("/fragment@1", ["target": 0xFFFF_FFFF]), ("/fragment@1/__overlay__", ["ref": 0xFFFF_FFFF]),
  ]

  static let cases: [(overlay: Nodes, text: String)] = [
    (
      fragment + [("/__fixups__", ["tdm_pin": "/fragment@1:target:0"])],
      """
      fragment@1 targets label 'tdm_pin', which the base does not export
      note: fragment@1: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      help: nearest labels: 'tdm_pins', 'tdm_b_pin'
      """
    ),
    (
      fragment + [("/__fixups__", ["nothing": "/fragment@1/__overlay__:ref:0"])],
      """
      /fragment@1/__overlay__ refers to label 'nothing', which the base does not export
      note: /fragment@1/__overlay__: property 'ref' (FDT_ERR_NOTFOUND in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["lost": "/fragment@1:target:0"])],
      """
      fragment@1 targets label 'lost', which the base exports as '/lost', which does not exist
      note: fragment@1: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["bare": "/fragment@1:target:0"])],
      """
      fragment@1 targets label 'bare', which the base exports as 'bare', which does not exist
      note: fragment@1: property 'target' (FDT_ERR_BADPATH in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["silent": "/fragment@1:target:0"])],
      """
      fragment@1 targets label 'silent', but the base's /silent has no phandle
      note: fragment@1: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      help: compile the base with labels (dtc's -@), which gives labelled nodes phandles
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": "/fragment@1:target"])],
      """
      '/fragment@1:target' is not a valid fixup for label 'tdm_pins'
      note: /__fixups__: property 'tdm_pins' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": "/fragment@1:target:4294967296"])],
      """
      '/fragment@1:target:4294967296' is not a valid fixup for label 'tdm_pins'
      note: /__fixups__: property 'tdm_pins' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": "/fragment@1::0"])],
      """
      '/fragment@1::0' is not a valid fixup for label 'tdm_pins'
      note: /__fixups__: property 'tdm_pins' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": ":ref:0"])],
      """
      a fixup for label 'tdm_pins' has no path
      note: FDT_ERR_BADPATH in libfdt
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": "/fragment@2:target:0"])],
      """
      fragment@2 should refer to label 'tdm_pins', but does not exist
      note: fragment@2: property 'target' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": "/fragment@1:goal:0"])],
      """
      fragment@1 should refer to label 'tdm_pins' in 'goal', which does not exist
      note: fragment@1: property 'goal' (FDT_ERR_NOTFOUND in libfdt)
      """
    ),
    (
      fragment + [("/__fixups__", ["tdm_pins": "/fragment@1/__overlay__:ref:2"])],
      """
      /fragment@1/__overlay__ should have a reference at byte 2 of 'ref', which has 4 bytes
      note: /fragment@1/__overlay__: property 'ref', byte 2 (FDT_ERR_NOSPACE in libfdt)
      """
    ),
    (
      [("/fragment@1/__overlay__/n", ["phandle": .bytes([1])])],
      """
      /fragment@1/__overlay__/n has a 'phandle' of 1 byte instead of 4
      note: /fragment@1/__overlay__/n: property 'phandle' (FDT_ERR_BADPHANDLE in libfdt)
      """
    ),
    (
      [("/fragment@1/__overlay__/n", ["phandle": 0xFFFF_FFFE])],
      """
      there is no phandle left for /fragment@1/__overlay__/n: it has 0xfffffffe, the base's go up to 0x2
      note: /fragment@1/__overlay__/n: property 'phandle' (FDT_ERR_NOPHANDLES in libfdt)
      """
    ),
    (
      [("/fragment@1/__overlay__/n", ["phandle": 0xFFFF_FFFD])],
      """
      there is no phandle left for /fragment@1/__overlay__/n: it has 0xfffffffd, the base's go up to 0x2
      note: /fragment@1/__overlay__/n: property 'phandle' (FDT_ERR_NOPHANDLES in libfdt)
      """
    ),
    (
      [("/__local_fixups__", ["p": .bytes([0, 0])])],
      """
      /__local_fixups__ lists offsets for 'p' in 2 bytes, which is not a multiple of 4
      note: /__local_fixups__: property 'p' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      [("/__local_fixups__/n", ["p": 0])],
      """
      /__local_fixups__/n refers to a node that does not exist
      note: /__local_fixups__/n (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      [("/n", [:]), ("/__local_fixups__/n", ["p": 0])],
      """
      __local_fixups__ lists a property 'p' of n that does not exist
      note: n: property 'p' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      [("/n", ["p": .bytes([1])]), ("/__local_fixups__/n", ["p": 0])],
      """
      n should have a reference at byte 0 of 'p', which has 1 byte
      note: n: property 'p' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
    (
      [("/fragment@1/__overlay__", [:])],
      """
      fragment@1 has no target
      note: fragment@1 (FDT_ERR_BADOVERLAY in libfdt)
      help: give the fragment a 'target' or a 'target-path'
      """
    ),
    (
      [("/fragment@1", ["target": 0]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 has no target
      note: fragment@1 (FDT_ERR_BADOVERLAY in libfdt)
      help: give the fragment a 'target' or a 'target-path'
      """
    ),
    (
      fragment,
      """
      fragment@1 targets 0xffffffff, an unresolved reference
      note: fragment@1: property 'target' (FDT_ERR_BADPHANDLE in libfdt)
      """
    ),
    (
      [("/fragment@1", ["target": .bytes([1])]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 has a 'target' of 1 byte instead of 4
      note: fragment@1: property 'target' (FDT_ERR_BADPHANDLE in libfdt)
      help: 'target' is one reference: target = <&label>; use 'target-path' for a path
      """
    ),
    (
      [("/fragment@1", ["target": [2, 2]]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 has a 'target' of 8 bytes instead of 4
      note: fragment@1: property 'target' (FDT_ERR_BADPHANDLE in libfdt)
      help: 'target' is one reference: target = <&label>; use 'target-path' for a path
      """
    ),
    (
      [("/fragment@1", ["target": 77]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 targets phandle 0x4d, which no node of the base has
      note: fragment@1: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      """
    ),
    (
      [("/fragment@1", ["target-path": "/no"]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 targets '/no', which the base does not have
      note: fragment@1: property 'target-path' (FDT_ERR_NOTFOUND in libfdt)
      """
    ),
    (
      [("/fragment@1", ["target-path": "no"]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 targets 'no', which is not a path and does not begin with an alias of the base
      note: fragment@1: property 'target-path' (FDT_ERR_BADPATH in libfdt)
      """
    ),
    (
      [("/fragment@1", ["target-path": "open"]), ("/fragment@1/__overlay__", [:])],
      """
      fragment@1 targets 'open', which is not a path and does not begin with an alias of the base
      note: fragment@1: property 'target-path' (FDT_ERR_BADPATH in libfdt)
      """
    ),
    (
      [
        ("/f", ["target-path": "/tdm"]), ("/f/__overlay__/n", [:]),
        ("/__symbols__", ["l": "/f/__overlay__/n\0x"]),
      ],
      """
      label 'l' has no path
      note: /__symbols__: property 'l' (FDT_ERR_BADVALUE in libfdt)
      """
    ),
    (
      [("/__symbols__", ["l": .bytes([0x2F])])],
      """
      label 'l' has no path
      note: /__symbols__: property 'l' (FDT_ERR_BADVALUE in libfdt)
      """
    ),
    (
      [("/__symbols__", ["l": "/fragment@9/__overlay__/n"])],
      """
      label 'l' is at '/fragment@9/__overlay__/n', which is in no fragment
      note: /__symbols__: property 'l' (FDT_ERR_BADOVERLAY in libfdt)
      """
    ),
  ]

  @Test(arguments: cases.indices)
  func text(_ index: Int) throws {
    var target = try OverlayTarget(
      makeTree([
        ("/tdm", ["phandle": 2]), ("/silent", [:]), ("/aliases", ["open": .bytes(Array("/tdm".utf8))]),
        (
          "/__symbols__",
          [
            "uart": "/tdm", "tdm_b_pin": "/tdm", "tdm_pins": "/tdm", "lost": "/lost", "bare": "bare",
            "silent": "/silent",
          ]
        ),
      ]))
    let (overlay, text) = Self.cases[index]
    #expect(render(makeTree(overlay), onto: &target) == text)
  }

  @Test func aBaseWithoutSymbols() throws {
    var target = try OverlayTarget(makeTree([("/a", ["phandle": 1])]))
    let overlay = makeTree(Self.fragment + [("/__fixups__", ["a": "/fragment@1:target:0"])])
    #expect(
      render(overlay, onto: &target) == """
        fragment@1 targets label 'a', but the base exports no labels
        note: fragment@1: property 'target' (FDT_ERR_BADOFFSET in libfdt)
        help: compile the base with labels (dtc's -@)
        """)
  }

  @Test func factsAreKept() throws {
    var target = try OverlayTarget(makeTree([("/__symbols__", [:])]))
    let overlay = makeTree(Self.fragment + [("/__fixups__", ["a": "/fragment@1/__overlay__:ref:0"])])
    do throws(OverlayError) {
      try target.apply(overlay, named: "x.dtbo")
      Issue.record("applied")
    } catch {
      #expect(error.kind == .unknownLabel(nearest: []))
      #expect(error.overlay == "x.dtbo")
      #expect(error.fragment == "fragment@1")
      #expect(error.path == "/fragment@1/__overlay__")
      #expect(error.property == "ref")
      #expect(error.label == "a")
      #expect(error.offset == 0)
    }
  }

  /// Returns what the renderer prints after the names of the program and the overlay.
  private func render(_ overlay: DeviceTree, onto target: inout OverlayTarget) -> String {
    do throws(OverlayError) {
      try target.apply(overlay, named: "x.dtbo")
      return "no error"
    } catch {
      let text = DiagnosticRenderer(files: SourceFiles()).render(error.diagnostic)
      return String(text.dropFirst("swiftdt: error: overlay 'x.dtbo': ".count).dropLast())
    }
  }
}
