import DeviceTreeSource
import SourceText

/// Errors of a source in dtc's form.
enum SyntaxReport {
  /// Shows what is wrong with a source, and ends as dtc does.
  ///
  /// dtc stops at the first place that does not fit its grammar and calls it a syntax error; what is
  /// wrong otherwise it reports, and reads on.
  static func show(_ parsed: ParsedSource) -> DropInExit {
    var positions = PositionLookup(parsed.files)
    for error in parsed.diagnostics where error.severity == .error {
      var place = ""
      if let span = error.span, let start = positions.position(of: span.start) {
        place = "\(start.path):\(start.line).\(start.column)"
        if span.count > 1 {
          place += "-\(start.column + span.count)"
        } else {
          place += "-\(start.column + 1)"
        }
        place += " "
      }
      let text = parsed.files.text
      let words = error.span.map {
        String(
          decoding: text[$0.start.index..<min(text.count, $0.start.index + $0.count)], as: UTF8.self)
      }
      switch error.identifier {
      case "unknown-label":
        let name = (words ?? "").drop { $0 == "&" || $0 == "{" }
        complain(place, "Label or path \(name.hasSuffix("}") ? name.dropLast() : name) not found")
      case "missing-file", "file-read":
        return .fatal(error.message)
      case "division-by-zero": complain(place, "Division by zero")
      case "property-after-subnode":
        complain(place, "Properties must precede subnodes")
        return .fatal("Unable to parse input tree")
      default:
        if Self.meanings.contains(error.identifier) {
          complain(place, error.message)
        } else {
          complain(place, "syntax error")
          return .fatal("Unable to parse input tree")
        }
      }
    }
    return .fatal("Syntax error parsing input tree")
  }

  /// What dtc's grammar takes, but not dtc.
  private static let meanings: Set<String> = [
    "bad-literal", "reference-width", "bad-escape", "root-deleted", "version-tags-differ", "value-too-large",
    "bad-character", "relative-reference-in-plugin",
  ]

  private static func complain(_ place: String, _ message: String) {
    Console.complain("Error: \(place)\(message)\n")
  }
}
