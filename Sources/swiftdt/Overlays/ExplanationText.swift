import DeviceTreeOverlay
import SourceText

/// The effects of an overlay, as text.
enum ExplanationText {
  /// Returns the text, one line per fact, ending in a newline.
  ///
  /// If many properties are unchanged, only their number is shown, unless `isWhole`.
  /// `place` returns where something was written, for overlays that come from a source.
  static func text(
    _ explanation: OverlayExplanation, isWhole: Bool = false, place: (Origin) -> String? = { _ in nil }
  ) -> String {
    func at(_ origin: Origin) -> String { place(origin).map { " (\($0))" } ?? "" }
    var lines = ["\(explanation.overlay): \(verdict(explanation))"]
    for fragment in explanation.fragments {
      lines.append("  \(fragment.name) → \(target(fragment))" + at(fragment.origin))
      guard explanation.error == nil else { continue }
      for node in fragment.addedNodes { lines.append("    + \(node)") }
      let shown = fragment.writes.filter { !($0.isPhandle && $0.effect == .none) }
      let idle = shown.count { $0.effect == .none }
      for write in shown where isWhole || idle <= idleLimit || write.effect != .none {
        lines.append("    " + line(write, in: fragment) + at(write.origin))
      }
      if !isWhole, idle > idleLimit {
        lines.append("    = \(idle) properties unchanged (--all shows them)")
      }
    }
    if !explanation.needs.isEmpty {
      lines.append("  needs")
      for label in explanation.needs { lines.append("    \(label.name)\(meaning(label.meaning))") }
    }
    if !explanation.exports.isEmpty {
      lines.append("  exports")
      for label in explanation.exports {
        let was = label.replacedPath.map { ", was \($0)" } ?? ""
        let fault =
          label.isDangling ? ", which does not exist" : label.hasPhandle ? "" : ", which has no phandle"
        lines.append("    \(label.name) → \(label.path)\(fault)\(was)")
      }
    }
    lines.append("  compatible: " + compatibility(explanation.compatibility))
    return lines.map(PrintableText.line).joined(separator: "\n") + "\n"
  }

  /// The maximum number of a fragment's unchanged properties that are shown one by one.
  private static let idleLimit = 6

  private static func verdict(_ explanation: OverlayExplanation) -> String {
    if explanation.error != nil { return "does not apply" }
    return explanation.isIdle ? "applies, but changes nothing" : "applies"
  }

  private static func target(_ fragment: OverlayExplanation.Fragment) -> String {
    let path = fragment.path
    switch fragment.target {
    case .label(let label): return path.map { "\($0) (label '\(label)')" } ?? "label '\(label)': missing"
    case .phandle(let phandle):
      let number = "phandle \(PrintableText.hex(phandle))"
      if fragment.lacksOwnTarget {
        return (fragment.ownLabel.map { "label '\($0)'" } ?? number) + " of the overlay itself: missing"
      }
      return path.map { "\($0) (\(number))" } ?? "\(number): missing"
    case .path(let text): return path.map { $0 == text ? $0 : "\($0) ('\(text)')" } ?? "'\(text)': missing"
    case .none: return "no target"
    }
  }

  private static func line(
    _ write: OverlayExplanation.Write, in fragment: OverlayExplanation.Fragment
  ) -> String {
    // Below the fragment's target, a path relative to it is enough.
    var place = write.path
    if let top = fragment.path, place.hasPrefix(top) {
      place = String(place.dropFirst(top.count))
      if place.hasPrefix("/") { place.removeFirst() }
      if !place.isEmpty { place += ": " }
    } else {
      place += ": "
    }
    let new = place + ValueText.statement(write.property, write.new)
    switch write.effect {
    case .adds: return "+ " + new
    case .changes: return "~ \(new), was \(write.old.map { ValueText.text($0, of: write.property) } ?? "")"
    case .none: return "= \(new), unchanged"
    }
  }

  private static func meaning(_ meaning: OverlayExplanation.Meaning) -> String {
    switch meaning {
    case .node(let path): " → \(path)"
    case .unknown(let nearest) where nearest.isEmpty: ": missing"
    case .unknown(let nearest):
      ": missing; nearest: " + nearest.map { "'\($0)'" }.joined(separator: ", ")
    case .baseWithoutSymbols: ": missing: the base exports no labels"
    case .dangling(let path): ": missing: the base has no '\(path)'"
    case .withoutPhandle(let path): " → \(path), which has no phandle"
    }
  }

  private static func compatibility(_ compatibility: OverlayExplanation.Compatibility) -> String {
    switch compatibility {
    case .notStated: "not stated"
    case .baseWithout: "the base has none"
    case .shared(let names): names.map { "'\($0)'" }.joined(separator: ", ")
    case .disjoint(let overlay, let base):
      overlay.map { "'\($0)'" }.joined(separator: ", ") + "; the base is "
        + base.map { "'\($0)'" }.joined(separator: ", ")
    }
  }
}
