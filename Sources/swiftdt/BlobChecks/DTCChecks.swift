import BlobChecks
import DeviceTree
import DeviceTreeChecks
import SourceText

/// The checks of dtc that run besides ours: only those requested by name, or all with `dtc`.
struct DTCChecks: Equatable, Sendable {
  /// The name that means all that dtc itself has on.
  static let group = "dtc"

  /// The severities of single checks, and of the others that dtc itself has on.
  private var named: [CheckID: FindingSeverity] = [:]
  private var others: FindingSeverity?

  /// Sets the severity of a check or, with `dtc`, of all that dtc itself has on and that have none of their own.
  mutating func set(_ name: String, _ severity: FindingSeverity) {
    if name == Self.group {
      others = severity
    } else if let check = CheckID(name: name) {
      named[check] = severity
    }
  }

  /// Adds severities of others where there are none here.
  mutating func add(_ checks: DTCChecks) {
    named.merge(checks.named) { own, _ in own }
    others = others ?? checks.others
  }

  /// Returns the severity of a check's findings in a run with these settings; nil if it does not run.
  private func severity(of check: CheckID, _ settings: CheckSettings) -> FindingSeverity? {
    var severity = named[check]
    let usual = CheckSelection()
    if severity == nil, let others, usual.isEnabled(check) {
      severity = others == .warning && usual.isError(check) ? .error : others
    }
    return severity == .off ? nil : severity.map(settings.strict)
  }

  /// Whether an accepted finding is one of a check of dtc's that does not run.
  func leavesOut(_ allowed: AllowedFinding, _ settings: CheckSettings) -> Bool {
    CheckID(name: allowed.check).map { severity(of: $0, settings) == nil } ?? false
  }

  /// Whether a name is that of a check of dtc's, or means all of them.
  static func has(_ name: String) -> Bool { name == group || CheckID(name: name) != nil }

  /// Returns what the checks find in a tree, with the severities of a run with these settings.
  func findings(in tree: DeviceTree, isPlugin: Bool, _ settings: CheckSettings) -> [BlobFinding] {
    var tree = tree
    tree.isPlugin = isPlugin
    // All run as warnings, because dtc stops at the first check that finds an error.
    var selection = CheckSelection()
    for check in CheckID.allCases {
      try? selection.apply("no-" + check.name, asErrors: true)
      try? selection.apply("no-" + check.name, asErrors: false)
    }
    for check in CheckID.allCases where severity(of: check, settings) != nil {
      try? selection.apply(check.name, asErrors: false)
    }
    var run = CheckRun(selection)
    run.limitPerCheck = 1000
    run.examine(&tree)
    let findings: [BlobFinding] = run.findings.compactMap { finding in
      guard let node = finding.node, let severity = severity(of: finding.check, settings) else {
        return nil
      }
      var found = BlobFinding(
        finding.check.name, severity, path: PrintableText.text(tree.pathBytes(of: node)),
        property: finding.property.map { PrintableText.text(tree.names.array(tree.name(of: $0))) },
        PrintableText.text(finding.message))
      found.namesProperty = false
      return found
    }
    return findings
      + CheckID.allCases.filter { run.isCut($0) && severity(of: $0, settings) != nil }.map {
        BlobFinding($0.name, .note, "more findings of this check are not shown")
      }
  }
}

extension BlobFinding {
  /// The path of its node, with the property unless the message names that.
  var shownPath: String? {
    guard !namesProperty, let path, let property else { return path }
    return path + ":" + property
  }
}
