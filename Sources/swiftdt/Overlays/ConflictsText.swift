import DeviceTreeOverlay
import SourceText

/// The conflicts among overlays, as text.
struct ConflictsText {
  let conflicts: OverlayConflicts

  /// The table of conflicting pairs, then a valid order if the given one is not; ends in a newline.
  var text: String {
    var rows = conflicts.clashes.map(row)
    rows += conflicts.orders.map(row)
    rows = rows.map { $0.map(PrintableText.line) }
    let failures = conflicts.failures.count
    var text = Table(["overlay", "overlay", "conflict"], rows).text
    if rows.isEmpty { text = failures == 0 ? "no conflicts\n" : "" }
    if let cycle = conflicts.cycle {
      text += "no valid order: " + (cycle + cycle.prefix(1)).map(name).joined(separator: " → ") + "\n"
    } else if let order = conflicts.validOrder, conflicts.orders.contains(where: \.isViolated) {
      text += "valid order: " + order.map { Shell.file(conflicts.overlays[$0]) }.joined(separator: " ") + "\n"
    }
    if failures > 0 {
      let (verb, clause) = failures == 1 ? ("does", "it conflicts") : ("do", "they conflict")
      text += "\(failures) of \(conflicts.overlays.count) overlays \(verb) not apply, "
      text += "so what \(clause) with is unknown\n"
    }
    return text
  }

  private func name(_ overlay: Int) -> String { PrintableText.line(conflicts.overlays[overlay]) }

  private func row(_ clash: OverlayConflicts.Clash) -> [String] {
    [clash.first.map(name) ?? "(base)", name(clash.second), Self.text(clash.subject, name)]
  }

  private func row(_ order: OverlayConflicts.Order) -> [String] {
    let reason =
      switch order.reason {
      case .label(let label): "the second needs label '\(label)' from the first"
      case .node(let path): "the second needs \(path) from the first"
      case .hiddenNode(let path): "the second hides \(path), which the first needs"
      case .hiddenLabel(let label): "the second hides the node of label '\(label)', which the first needs"
      case .spoiledLabel(let label):
        "the second gives label '\(label)', which the first needs, to a node that cannot be referenced"
      }
    let others = order.alternatives.map { " or from " + name($0) }.joined()
    return [
      name(order.before), name(order.after),
      "order: " + reason + others + (order.isViolated ? ", but comes before it" : ""),
    ]
  }

  /// Returns what two overlays disagree on, on one line.
  static func text(_ subject: OverlayConflicts.Subject, _ name: (Int) -> String) -> String {
    switch subject {
    case .property(let path, let property, let first, let second):
      "\(path): \(property) = " + values(first, second, of: property)
    case .label(let label, let first, let second): "label '\(label)': \(first) vs \(second)"
    case .takenLabel(let label, let user, let base, let taken):
      "label '\(label)': \(name(user)) means \(base) if it comes first, but \(taken) if it comes second"
    case .disabledNode(let path, let status, let overlay):
      "\(path): \(name(overlay)) sets status = \(ValueText.text(status, of: "status")), but the other needs it"
    case .gpioLine(let controller, let line, let first, let second):
      "GPIO line \(line.map(String.init).joined(separator: " ")) of \(controller): "
        + "\(first.path):\(first.property) vs \(second.path):\(second.property)"
    case .pins(let pins, let path, let first, let second):
      (pins.isEmpty ? "pins of " : "pins \(pins.joined(separator: ", ")) of ") + path
        + ": \(first.path):\(first.property) vs \(second.path):\(second.property)"
    }
  }

  /// Returns two values of a property, and what tells them apart if they read the same: each overlay may have
  /// a label of its own of that name, and long values are truncated.
  private static func values(
    _ first: OverlayExplanation.Value, _ second: OverlayExplanation.Value, of property: String
  ) -> String {
    let (one, other) = (ValueText.text(first, of: property), ValueText.text(second, of: property))
    guard one == other else { return "\(one) vs \(other)" }
    let common = zip(first.bytes, second.bytes).prefix { $0 == $1 }.count
    let reference = first.references.first {
      $0.offset <= common && common < $0.offset + 4 && second.references.contains($0)
    }
    if let reference { return "\(one), where \(reference.name) means different nodes" }
    return "\(one) vs \(other), which differ from byte \(common) on"
  }
}
