import DeviceTree
import DeviceTreeOverlay
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// The exact output of `overlay explain` about labels.
@Suite struct ExplainedLabelTests {
  private func explain(_ overlays: DeviceTree..., onto base: DeviceTree = Boards.base) throws -> String {
    try Boards.explain(overlays, onto: base)
  }

  /// libfdt takes labels as they are: one whose node does not exist is a trap for the next overlay.
  @Test func labelsThatLeadNowhere() throws {
    let exports = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__", ["status": "okay"]),
      ("/__symbols__", ["soc": "/f/__overlay__/x", "lost": "/f/__overlay__/y", "outside": "/g/x"]),
    ])
    #expect(
      try explain(exports, Boards.status("okay", of: "lost"), Boards.status("okay", of: "outside")) == """
        1.dtbo: applies
          f → /soc
            + status = "okay"
          exports
            soc → /soc/x, which does not exist, was /soc
            lost → /soc/y, which does not exist
          compatible: not stated
        1.dtbo: warning: label 'soc' is exported as /soc/x, which does not exist
        help: an overlay that refers to it will not apply
        1.dtbo: warning: label 'soc' used to mean /soc and now means /soc/x
        1.dtbo: warning: label 'lost' is exported as /soc/y, which does not exist
        help: an overlay that refers to it will not apply
        2.dtbo: does not apply
          fragment@0 → label 'lost': missing
          needs
            lost: missing: the base has no '/soc/y'
          compatible: not stated
        swiftdt: error: overlay '2.dtbo': fragment@0 targets label 'lost', which '1.dtbo' exports as '/soc/y', which does not exist
        note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
        3.dtbo: does not apply
          fragment@0 → label 'outside': missing
          needs
            outside: missing
          compatible: not stated
        swiftdt: error: overlay '3.dtbo': fragment@0 targets label 'outside', which the base does not export
        note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)

        """)
  }

  @Test func aBaseWithoutLabels() throws {
    #expect(
      try explain(
        Boards.status("okay", of: "soc"), onto: makeTree([("/", ["compatible": "x"]), ("/soc", [:])]))
          == """
          1.dtbo: does not apply
            fragment@0 → label 'soc': missing
            needs
              soc: missing: the base exports no labels
            compatible: not stated
          swiftdt: error: overlay '1.dtbo': fragment@0 targets label 'soc', but the base exports no labels
          note: fragment@0: property 'target' (FDT_ERR_BADOFFSET in libfdt)
          help: compile the base with -@ (dtc) or swiftdt compile -@

          """)
  }

  /// Nearest labels are named for the first ones only, since each costs a search of all labels of the base.
  @Test func manyUnknownLabels() throws {
    let labels = (10..<40).map { "uart_\($0)" }
    var overlay = makeTree([
      ("/fragment@0", ["target-path": "/soc"]), ("/fragment@0/__overlay__", ["new": 1]),
    ])
    let fixups = overlay.addNode(named: overlay.names.intern("__fixups__"), to: .root)
    for label in labels {
      let place = Array("/fragment@0/__overlay__:new:0\0".utf8)
      _ = overlay.addProperty(overlay.names.intern(label), overlay.makeValue(place.span), to: fixups)
    }
    var target = try OverlayTarget(Boards.base)
    let needs = target.explain(overlay, named: "1.dtbo").needs
    #expect(needs.map(\.name) == labels)
    #expect(needs.prefix(20).allSatisfy { $0.meaning == .unknown(nearest: ["uart_a"]) })
    #expect(needs.dropFirst(20).allSatisfy { $0.meaning == .unknown(nearest: []) })
  }
}
