import DeviceTreeOverlay
import SourceText

/// Describes what an overlay does to the tree, with a line for each node and property.
enum BisectChanges {
  /// Returns the lines, with `+` before what is added and `~` before what is changed; or
  /// why the overlay does not apply.
  static func lines(_ explanation: OverlayExplanation) -> [String] {
    facts(explanation).map(PrintableText.line)
  }

  private static func facts(_ explanation: OverlayExplanation) -> [String] {
    if let error = explanation.error {
      let diagnostic = error.diagnostic.worded
      return [diagnostic.message] + diagnostic.notes.map { "note: \($0.message)" }
        + diagnostic.help.map { "help: \($0.message)" }
    }
    var lines: [String] = []
    for fragment in explanation.fragments {
      lines += fragment.addedNodes.map { "+ \($0)" }
      for write in fragment.writes where !write.isPhandle {
        let new = "\(write.path): \(ValueText.statement(write.property, write.new))"
        switch write.effect {
        case .adds: lines.append("+ " + new)
        case .changes:
          lines.append("~ \(new), was \(write.old.map { ValueText.text($0, of: write.property) } ?? "")")
        case .none: break
        }
      }
    }
    return lines.isEmpty ? ["changes nothing"] : lines
  }
}
