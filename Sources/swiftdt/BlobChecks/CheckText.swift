import BlobChecks
import DeviceTreeChecks
import DeviceTreeSource
import SourceText

/// Findings as text for people.
enum CheckText {
  /// Returns a finding as a diagnostic, which names the blob and the node, or points into a source.
  static func diagnostic(
    _ finding: BlobFinding, _ blob: String, _ spot: ExtentSpot? = nil
  ) -> Diagnostic {
    let severity: Diagnostic.Severity =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      case .note, .off: .note
      }
    var subject = blob
    var message = "\(finding.message) [\(finding.check)]"
    if spot?.span != nil {
      message = (finding.shownPath.map { $0 + ": " } ?? "") + message
    } else if let place = finding.place {
      subject = "\(place.path):\(place.line)" + (place.column.map { ":\($0)" } ?? "")
    } else if let file = finding.file {
      subject = file
    } else if let path = finding.shownPath {
      subject += ":" + path
    }
    return Diagnostic(
      severity, finding.check, message, at: spot?.span, subject: subject,
      notes: (spot?.notes ?? []) + finding.notes.map { Diagnostic.Note($0) },
      help: finding.help.map { Diagnostic.Note($0) })
  }

  /// Appends findings that do not point into a source, the worst first: a build log shows little.
  static func write(
    _ findings: [BlobFinding], of blob: String, isQuiet: Bool, _ renderer: DiagnosticRenderer,
    to text: inout [UInt8]
  ) {
    write(findings, .error, .error, blob, renderer, &text)
    if isQuiet { return }
    write(findings, .warning, .warning, blob, renderer, &text)
    write(findings, .note, .note, blob, renderer, &text)
  }

  private static func write(
    _ findings: [BlobFinding], _ severity: FindingSeverity, _ shown: Diagnostic.Severity, _ blob: String,
    _ renderer: DiagnosticRenderer, _ text: inout [UInt8]
  ) {
    for finding in findings where finding.severity == severity {
      renderer.writeHead(shown, to: &text) { text in
        text.append(text: blob)
        if let path = finding.shownPath {
          text.append(text: ":")
          text.append(text: path)
        }
      } message: { text in
        text.append(text: finding.message)
        text.append(text: " [")
        text.append(text: finding.check)
        text.append(text: "]")
      }
      for note in finding.notes { renderer.writeNote(note, to: &text) }
      for help in finding.help { renderer.writeHelp(help, to: &text) }
    }
  }

  /// Returns the line that sums up the run; nothing if the only input could not be checked.
  static func summary(_ reports: [CheckReport]) -> String {
    guard reports.count == 1, let report = reports.first else {
      let bad = reports.count(where: \.hasErrors)
      let warned = reports.count { !$0.hasErrors && $0.count(.warning) > 0 }
      return "\(reports.count) files checked: \(bad) with errors, \(warned) with warnings only\n"
    }
    if report.failure != nil { return "" }
    var text: [UInt8] = []
    writeSummary(report.path, report.findings, report.profiles, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the line that sums up what was found in one blob.
  static func writeSummary(
    _ path: String, _ findings: [BlobFinding], _ profiles: [Profile], to text: inout [UInt8]
  ) {
    // Written out, because joining with the library's functions takes the runtime longer than the checks.
    let start = text.count
    text.append(text: path)
    PrintableText.makeLine(of: &text, from: start)
    text.append(text: ": ")
    var hasCounts = false
    func add(_ severity: FindingSeverity, _ name: String) {
      var count = 0
      for finding in findings where finding.severity == severity { count += 1 }
      if count == 0 { return }
      if hasCounts { text.append(text: ", ") }
      text.append(text: String(count))
      text.append(text: " ")
      text.append(text: name)
      if count != 1 { text.append(text: "s") }
      hasCounts = true
    }
    add(.error, "error")
    add(.warning, "warning")
    add(.note, "note")
    if !hasCounts { text.append(text: "nothing found") }
    text.append(text: " (")
    for (index, profile) in profiles.enumerated() {
      if index > 0 { text.append(text: ", ") }
      text.append(text: profile.rawValue)
    }
    text.append(text: ")\n")
  }

  /// Returns the explanation of a check.
  static func explanation(_ check: BlobCheck) -> String {
    let severities = Profile.allCases.map { "\($0.rawValue) \(check.severity($0).rawValue)" }
    return """
      \(check.id.rawValue): \(check.title)
      \(severities.joined(separator: ", "))

      \(wrapped(check.documentation))

      """
  }

  /// Returns the explanation of one of dtc's checks.
  static func explanation(_ check: CheckID) -> String {
    "\(check.name): one of dtc's checks; off by default\n\n\(wrapped(check.documentation))\n"
  }

  /// All checks, one to a line.
  static var list: String {
    Table(
      ["check", "", "what it finds"],
      BlobCheck.table.map { [$0.id.rawValue, $0.topic.rawValue, $0.title] }
        + CheckID.allCases.map { [$0.name, "dtc", $0.title] }
    ).text
  }

  /// Returns text in lines of at most 80 characters.
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
