import BlobChecks
import SourceText

/// Findings as JUnit's XML: a suite for each blob, a test for each check that ran or found something.
///
/// Errors are failures of tests; warnings and notes are their output.
enum JUnitXML {
  static func text(_ reports: [CheckReport]) -> String {
    let suites = reports.map(suite)
    let tests = suites.map(\.tests).reduce(0, +)
    let failures = suites.map(\.failures).reduce(0, +)
    let errors = reports.count { $0.failure != nil }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="swiftdt check" tests="\(tests)" failures="\(failures)" errors="\(errors)">
      \(suites.map(\.text).joined())</testsuites>

      """
  }

  private static func suite(_ report: CheckReport) -> (text: String, tests: Int, failures: Int) {
    if let failure = report.failure {
      let details = escaped(report.findings.map(lines).joined(separator: "\n"))
      let text = """
          <testsuite name="\(escaped(report.path))" tests="1" failures="0" errors="1">
            <testcase classname="\(escaped(report.path))" name="read">
              <error message="\(escaped(failure.message))"\(details.isEmpty ? "/" : ">\(details)</error")>
            </testcase>
          </testsuite>

        """
      return (text, 1, 0)
    }
    var text = ""
    var tests = 0
    var failures = 0
    let ran = report.checks.map(\.rawValue)
    let others = report.findings.map(\.check).filter { !ran.contains($0) }
    for check in ran + Set(others).sorted() {
      let findings = report.findings.filter { $0.check == check }
      tests += 1
      let errors = findings.filter { $0.severity == .error }
      if !errors.isEmpty { failures += 1 }
      text += testCase(check, report.path, errors, findings.filter { $0.severity != .error })
    }
    let open =
      "  <testsuite name=\"\(escaped(report.path))\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\">\n"
    return (open + text + "  </testsuite>\n", tests, failures)
  }

  private static func testCase(
    _ name: String, _ path: String, _ errors: [BlobFinding], _ others: [BlobFinding]
  ) -> String {
    let open = "    <testcase classname=\"\(escaped(path))\" name=\"\(name)\""
    guard let first = errors.first ?? others.first else { return open + "/>\n" }
    var text = open + ">\n"
    if !errors.isEmpty {
      text +=
        "      <failure type=\"\(name)\" message=\"\(escaped(line(first)))\">"
        + escaped(errors.map(lines).joined(separator: "\n")) + "</failure>\n"
    }
    if !others.isEmpty {
      text += "      <system-out>" + escaped(others.map(lines).joined(separator: "\n")) + "</system-out>\n"
    }
    return text + "    </testcase>\n"
  }

  /// Returns a finding in one line.
  private static func line(_ finding: BlobFinding) -> String {
    var place = finding.file
    if let found = finding.place {
      place = "\(found.path):\(found.line)" + (found.column.map { ":\($0)" } ?? "")
    }
    return [place, finding.severity.rawValue, finding.shownPath, finding.message].compactMap { $0 }
      .joined(separator: ": ")
  }

  /// Returns a finding with its notes and help, one to a line.
  private static func lines(_ finding: BlobFinding) -> String {
    ([line(finding)] + finding.notes.map { "note: " + $0 } + finding.help.map { "help: " + $0 })
      .joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String { MarkupText.escaped(text) }
}
