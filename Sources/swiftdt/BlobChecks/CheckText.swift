import BlobChecks
import SourceText

/// Findings for people.
enum CheckText {
  /// A finding as a diagnostic, which names the blob and the node.
  static func diagnostic(_ finding: BlobFinding, _ blob: String) -> Diagnostic {
    let severity: Diagnostic.Severity =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      case .note, .off: .note
      }
    return Diagnostic(
      severity, finding.check.rawValue, finding.message + " [\(finding.check.rawValue)]",
      subject: finding.path.map { blob + ":" + $0 } ?? blob,
      notes: finding.notes.map { Diagnostic.Note($0) }, help: finding.help.map { Diagnostic.Note($0) })
  }

  /// One line at the end.
  static func summary(_ reports: [CheckReport]) -> String {
    guard reports.count == 1, let report = reports.first else {
      let bad = reports.count(where: \.hasErrors)
      let warned = reports.count { !$0.hasErrors && $0.count(.warning) > 0 }
      return "\(reports.count) blobs checked: \(bad) with errors, \(warned) with warnings\n"
    }
    if report.failure != nil { return "" }
    let counts = [(FindingSeverity.error, "error"), (.warning, "warning"), (.note, "note")]
      .map { (report.count($0.0), $0.1) }.filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let profiles = report.profiles.map(\.rawValue).joined(separator: ", ")
    return
      "\(report.path): \(counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")) (\(profiles))\n"
  }

  /// What there is to know about a check.
  static func explanation(_ check: BlobCheck) -> String {
    let severities = Profile.allCases.map { "\($0.rawValue) \(check.severity($0).rawValue)" }
    return """
      \(check.id.rawValue): \(check.title)
      \(severities.joined(separator: ", "))

      \(wrapped(check.documentation))

      """
  }

  /// All checks, a line each.
  static var list: String {
    Table(
      ["check", "", "what it finds"],
      BlobCheck.table.map { [$0.id.rawValue, $0.topic.rawValue, $0.title] }
    ).text
  }

  /// Text in lines of at most 80 characters.
  private static func wrapped(_ text: String) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 80 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
