import DeviceTreeOverlay
import SourceText

/// The conflicts among overlays, as JSON.
struct ConflictsJSON: Encodable {
  struct Clash: Encodable {
    let kind: String
    let first: String?
    let second: String
    var path: String?
    var property: String?
    var label: String?
    var values: [String]?
    var disabledBy: String?
    var usedBy: String?
    var line: [UInt32]?
    var pins: [String]?
  }

  struct Order: Encodable {
    let before: String
    let after: String
    var label: String?
    var path: String?
    var hides: Bool?
    let alternatives: [String]
    let violated: Bool
  }

  struct Failure: Encodable {
    let overlay: String
    let error: String
    let message: String
  }

  let overlays: [String]
  let clashes: [Clash]
  let orders: [Order]
  let validOrder: [String]?
  let cycle: [String]?
  let failures: [Failure]
  let findings: [ExplanationJSON.Finding]
  /// The input that cannot be read, if there is one; then nothing was compared.
  let failure: InputFailureJSON?

  init(
    _ conflicts: OverlayConflicts, _ findings: [Diagnostic] = [], in files: SourceFiles = SourceFiles()
  ) {
    var positions = PositionLookup(files)
    failure = nil
    self.findings = findings.map { ExplanationJSON.Finding($0, &positions, namesSubject: true) }
    let names = conflicts.overlays
    overlays = names
    clashes = conflicts.clashes.map { clash in
      let (first, second) = (clash.first.map { names[$0] }, names[clash.second])
      switch clash.subject {
      case .property(let path, let name, let a, let b):
        return Clash(
          kind: "property", first: first, second: second, path: path, property: name,
          values: [a, b].map { ValueText.text($0, of: name, isWhole: true) })
      case .label(let label, let a, let b):
        return Clash(kind: "label", first: first, second: second, label: label, values: [a, b])
      case .takenLabel(let label, let user, let base, let taken):
        return Clash(
          kind: "taken-label", first: first, second: second, label: label, values: [base, taken],
          usedBy: names[user])
      case .disabledNode(let path, let status, let overlay):
        return Clash(
          kind: "disabled-node", first: first, second: second, path: path, property: "status",
          values: [ValueText.text(status, of: "status", isWhole: true)], disabledBy: names[overlay])
      case .gpioLine(let controller, let line, let a, let b):
        return Clash(
          kind: "gpio-line", first: first, second: second, path: controller,
          values: [a, b].map { $0.path + ":" + $0.property }, line: line)
      case .pins(let pins, let path, let a, let b):
        return Clash(
          kind: "pins", first: first, second: second, path: path,
          values: [a, b].map { $0.path + ":" + $0.property }, pins: pins.isEmpty ? nil : pins)
      }
    }
    orders = conflicts.orders.map { order in
      var result = Order(
        before: names[order.before], after: names[order.after],
        alternatives: order.alternatives.map { names[$0] }, violated: order.isViolated)
      switch order.reason {
      case .label(let label): result.label = label
      case .node(let path): result.path = path
      case .hiddenNode(let path): (result.path, result.hides) = (path, true)
      case .hiddenLabel(let label), .spoiledLabel(let label): (result.label, result.hides) = (label, true)
      }
      return result
    }
    validOrder = conflicts.validOrder.map { $0.map { names[$0] } }
    cycle = conflicts.cycle.map { $0.map { names[$0] } }
    failures = conflicts.failures.map {
      Failure(overlay: names[$0.overlay], error: $0.error.libfdtName, message: $0.error.message)
    }
  }
}
