import BlobChecks

/// The findings about one file of a boot folder, or about the folder.
struct BootFindings {
  private let settings: CheckSettings
  private(set) var report: CheckReport

  /// Creates an empty report.
  init(_ settings: CheckSettings, path: String, _ profiles: [Profile]) {
    self.settings = settings
    report = CheckReport(path: path)
    report.profiles = profiles
    report.checks = BlobCheck.table.filter {
      $0.topic == .bootFolder && settings.severity(of: $0, profiles) != .off
    }.map(\.id)
  }

  /// Adds a finding, unless its check is off.
  mutating func add(
    _ check: BlobCheckID, _ message: String, line: Int? = nil, file: String? = nil, notes: [String] = [],
    help: [String] = [], atMost limit: FindingSeverity = .error
  ) {
    let severity = settings.severity(
      settings.severity(of: BlobCheck.of(check), report.profiles), of: check, atMost: limit)
    guard severity != .off else { return }
    var finding = BlobFinding(check.rawValue, severity, message)
    finding.notes = notes
    finding.help = help
    finding.file = file
    if let line { finding.place = FilePlace(report.path, line: line) }
    report.findings.append(finding)
  }

  /// Adds a finding about the complete file.
  mutating func add(_ finding: BlobFinding) { report.add(finding) }

  /// Adds findings that were made before, now about another line.
  mutating func add(_ findings: [BlobFinding], again line: Int) {
    for finding in findings {
      var finding = finding
      finding.place = FilePlace(report.path, line: line)
      report.findings.append(finding)
    }
  }

  /// Returns findings with those merged that say the same about several lines, such as one
  /// for each generation of a system.
  static func once(_ findings: [BlobFinding]) -> [BlobFinding] {
    struct Text: Hashable {
      let check, message: String
    }
    var first: [Text: Int] = [:]
    var others: [Int: Int] = [:]
    var kept: [BlobFinding] = []
    for finding in findings {
      let text = Text(check: finding.check, message: finding.message)
      if let index = first[text] {
        others[index, default: 0] += 1
      } else {
        first[text] = kept.count
        kept.append(finding)
      }
    }
    for (index, count) in others {
      kept[index].notes.append("the same applies to \(count) more \(count == 1 ? "line" : "lines")")
    }
    return kept
  }
}
