import BlobChecks
import DeviceTree
import DeviceTreeChecks
import SourceText

/// The checks of dtc that run besides ours: only those requested by name, or all with `dtc`.
struct DTCChecks: Equatable, Sendable {
  /// The name that means all that dtc itself has on.
  static let group = "dtc"

  private var wanted: [CheckID: FindingSeverity] = [:]

  /// Sets the severity of a check or, with `dtc`, of all that dtc itself has on.
  mutating func set(_ name: String, _ severity: FindingSeverity) {
    if name == Self.group {
      let selection = CheckSelection()
      for check in CheckID.allCases where selection.isEnabled(check) {
        wanted[check] = severity == .warning && selection.isError(check) ? .error : severity
      }
    } else if let check = CheckID(name: name) {
      wanted[check] = severity
    }
  }

  /// Whether a name is that of a check of dtc's, or means all of them.
  static func has(_ name: String) -> Bool { name == group || CheckID(name: name) != nil }

  /// Returns what the checks find in a tree; `isResolved` says that it is one of a source that the compiler has
  /// resolved.
  func findings(in tree: DeviceTree, isPlugin: Bool, isResolved: Bool = false) -> [BlobFinding] {
    var tree = tree
    tree.isPlugin = isPlugin
    // All run as warnings, because dtc stops at the first check that finds an error.
    var selection = CheckSelection()
    for check in CheckID.allCases {
      try? selection.apply("no-" + check.name, asErrors: true)
      try? selection.apply("no-" + check.name, asErrors: false)
    }
    for (check, severity) in wanted where severity != .off {
      try? selection.apply(check.name, asErrors: false)
    }
    var run = CheckRun(selection)
    run.limitPerCheck = 1000
    if isResolved { run.examineResolved(tree) } else { run.examine(&tree) }
    let findings: [BlobFinding] = run.findings.compactMap { finding in
      guard let node = finding.node, let severity = wanted[finding.check], severity != .off else {
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
      + CheckID.allCases.filter { run.isCut($0) && wanted[$0, default: .off] != .off }.map {
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
