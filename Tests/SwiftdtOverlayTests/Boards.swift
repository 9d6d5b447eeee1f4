import DeviceTree
import DeviceTreeOverlay
import SourceText
import TestSupport

@testable import swiftdt

/// A small base and overlays for it.
enum Boards {
  static let base = makeTree([
    ("/", ["compatible": "acme,board"]),
    ("/soc", ["phandle": 1]),
    ("/soc/uart@1", ["status": "disabled", "phandle": 2]),
    ("/soc/i2c@2", ["status": "okay", "clock-frequency": 100000, "phandle": 3]),
    ("/__symbols__", ["soc": "/soc", "uart_a": "/soc/uart@1", "i2c_b": "/soc/i2c@2"]),
  ])

  /// Returns an overlay that sets the `status` of a labelled node.
  static func status(_ text: String, of label: String) -> DeviceTree {
    setting(["status": .text(text)], of: label)
  }

  /// Returns an overlay that sets properties of a labelled node.
  static func setting(_ properties: KeyValuePairs<String, Value>, of label: String) -> DeviceTree {
    makeTree([
      ("/fragment@0", ["target": 0xFFFF_FFFF]), ("/fragment@0/__overlay__", properties),
      ("/__fixups__", [label: "/fragment@0:target:0"]),
    ])
  }

  /// Returns an overlay that adds a labelled node below a node with another label.
  static func adding(_ label: String, to parent: String) -> DeviceTree {
    makeTree([
      ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__/\(label)", ["phandle": 1]),
      ("/__symbols__", [label: .text("/f/__overlay__/\(label)")]), ("/__fixups__", [parent: "/f:target:0"]),
    ])
  }

  /// Returns the output of `overlay explain` for overlays.
  static func explain(_ overlays: DeviceTree..., onto base: DeviceTree = base) throws -> String {
    try explain(overlays, onto: base)
  }

  static func explain(_ overlays: [DeviceTree], onto base: DeviceTree = base) throws -> String {
    var target = try OverlayTarget(base)
    var text = ""
    for (index, overlay) in overlays.enumerated() {
      let explanation = target.explain(overlay, named: "\(index + 1).dtbo")
      text += ExplanationText.text(explanation)
      text += DiagnosticRenderer(files: SourceFiles()).render(
        ExplanationFindings.findings(explanation).map(\.worded))
    }
    return text
  }

  /// Returns the conflicts between overlays.
  static func conflicts(_ overlays: KeyValuePairs<String, DeviceTree>) throws -> OverlayConflicts {
    try OverlayTarget(base).conflicts(among: overlays.map { (name: $0.key, tree: $0.value) })
  }
}
