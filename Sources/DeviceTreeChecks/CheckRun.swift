public import DeviceTree

/// One run of the checks over one tree, in dtc's order.
///
/// dtc puts references into the tree after its first checks and before the others, so a run over a
/// source has three steps: `examineStructure` and `examineReferences` on the tree as it was parsed,
/// then, once the references are in, `examineMeaning`. For a tree without references, such as a
/// decoded blob, `examine` takes all three.
///
/// After a check whose findings are errors has failed, dtc runs no further ones, even with `-f`;
/// nor does a run.
public struct CheckRun: Sendable {
  private enum Status: Sendable {
    case unchecked, blocked, passed, failed
  }

  /// What was found so far, in dtc's order.
  public private(set) var findings: [Finding] = []
  /// Whether a check whose findings are errors has failed.
  public private(set) var hasErrors = false
  /// Which checks run.
  public let selection: CheckSelection
  /// How many findings are kept; what a tree has beyond that is not told.
  public var limit = 1_000_000

  private var known = KnownNames()
  private var statuses = [Status](repeating: .unchecked, count: Check.table.count)

  /// What dtc writes when a run had errors and `-f` was not given.
  public static let abortMessage =
    "ERROR: Input tree has errors, aborting (use -f to force output)\n"
  /// What dtc writes when a run had errors and `-f` was given.
  public static let forcedMessage = "Warning: Input tree has errors, output forced\n"

  /// A run that has not begun.
  public init(_ selection: CheckSelection = CheckSelection()) {
    self.selection = selection
  }

  /// Runs all checks over a tree in which nothing is left to be resolved.
  public mutating func examine(_ tree: inout DeviceTree) {
    examineStructure(of: &tree)
    examineReferences(of: tree)
    examineMeaning(of: tree)
  }

  /// Runs the checks over a tree that the source compiler has resolved, but for those that it asks
  /// itself; all of them, whatever they find.
  public mutating func examineResolved(_ tree: DeviceTree) {
    for check in CheckID.askedByCompiler { statuses[check.index] = .passed }
    var examination = Examination(tree, known, limit: limit)
    for check in Check.table where selection.isEnabled(check.id) {
      if run(check, &examination) { hasErrors = true }
    }
    findings = examination.findings
  }

  /// Runs the checks that dtc runs before it resolves references.
  ///
  /// As in dtc, a `name` property that says only what the node's name says is deleted.
  public mutating func examineStructure(of tree: inout DeviceTree) {
    for name in run(.structure, on: tree) { tree.delete(name) }
  }

  /// Reports the references that lead nowhere, first those to phandles, then those to paths; in a
  /// plugin, the former may.
  public mutating func examineReferences(of tree: DeviceTree) {
    _ = run(.references, on: tree)
  }

  /// Runs the checks that dtc runs after it has resolved references and left out unused nodes.
  public mutating func examineMeaning(of tree: DeviceTree) {
    _ = run(.meaning, on: tree)
  }

  /// Returns the properties that are to be deleted.
  private mutating func run(_ phase: Check.Phase, on tree: DeviceTree) -> Set<PropertyID> {
    guard !hasErrors else { return [] }
    var examination = Examination(tree, known, limit: limit)
    examination.findings = findings
    findings = []
    for check in Check.table where check.phase == phase && selection.isEnabled(check.id) {
      if run(check, &examination) {
        hasErrors = true
        break
      }
    }
    findings = examination.findings
    known = examination.survey.known
    return examination.redundantNames
  }

  /// Runs a check after its prerequisites; returns whether that is an error. The depth of the
  /// recursion is that of the table's prerequisites.
  private mutating func run(_ check: Check, _ examination: inout Examination) -> Bool {
    var isError = false
    if statuses[check.id.index] == .unchecked {
      for id in check.prerequisites {
        isError = isError || run(Check.table[id.index], &examination)
        guard statuses[id.index] != .passed else { continue }
        statuses[check.id.index] = .blocked
        prepare(check, &examination)
        examination.add(nil, nil, ["Failed prerequisite '", .text(id.name), "'"])
      }
    }
    if statuses[check.id.index] == .unchecked {
      prepare(check, &examination)
      examination.carryOut(check.rule)
      statuses[check.id.index] = examination.hasFailed ? .failed : .passed
    }
    return isError || selection.isError(check.id) && statuses[check.id.index] != .passed
  }

  private func prepare(_ check: Check, _ examination: inout Examination) {
    examination.check = check.id
    examination.isShown = selection.shows(check.id)
    examination.isError = selection.isError(check.id)
    examination.hasFailed = false
  }
}

extension Examination {
  mutating func carryOut(_ rule: Check.Rule) {
    switch rule {
    case .nothing: return
    case .plainTree(let examine): return examine(&self)
    default: survey.survey(tree)
    }
    switch rule {
    case .nothing, .plainTree: break
    case .tree(let examine): examine(&self)
    case .everyNode(let examine): for node in survey.order { examine(&self, node) }
    case .everyChosen(let examine): for node in survey.chosen { examine(&self, node) }
    case .everyAliases(let examine): for node in survey.aliases { examine(&self, node) }
    case .each(let property, let examine):
      for index in survey.range(of: property) { examine(&self, survey.sites[index]) }
    }
  }
}
