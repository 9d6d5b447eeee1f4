public import DeviceTree
import SourceText

/// A run of the checks over one tree, in dtc's order.
///
/// dtc resolves references after its first checks and before the others, so a run over a source has
/// three steps: `examineStructure` and `examineReferences` on the tree as it was parsed, then, once
/// the references are resolved, `examineMeaning`. For a tree without references, such as a decoded
/// blob, `examine` takes all three.
///
/// After a check whose findings are errors has failed, dtc runs no further ones, even with `-f`;
/// nor does a run.
public struct CheckRun: Sendable {
  /// The findings so far, in dtc's order.
  public private(set) var findings: [Finding] = []
  /// Whether a check whose findings are errors has failed.
  public private(set) var hasErrors = false
  /// The check that failed as an error and after which no further one ran.
  public private(set) var lastCheck: CheckID?
  /// Which checks run.
  public let selection: CheckSelection
  /// The number of findings kept of each check, so that those of one do not hide those of another.
  public var limitPerCheck = 1_000_000
  /// The number of findings kept in total; further ones are not reported.
  public var limit = 1_000_000

  /// What is known of the tree that the tree, an overlay, is to be merged into.
  public var outside: OutsideTree?

  private var known = KnownNames()
  /// The checks that ran or could not run, and those of them that passed.
  private var done = CheckSet()
  private var passed = CheckSet()
  /// Those with more findings than are kept of one check.
  private var cut = CheckSet()

  /// What dtc prints when a run had errors and `-f` was not given.
  public static let abortMessage =
    "ERROR: Input tree has errors, aborting (use -f to force output)\n"
  /// What dtc prints when a run had errors and `-f` was given.
  public static let forcedMessage = "Warning: Input tree has errors, output forced\n"

  /// Creates a run that has not begun.
  public init(_ selection: CheckSelection = CheckSelection()) {
    self.selection = selection
  }

  /// Whether a check had more findings than are kept of one check.
  public func isCut(_ check: CheckID) -> Bool { cut.contains(check) }

  /// Whether the check ran in which dtc finds out the nodes' phandles.
  public var hasReadPhandles: Bool { done.contains(.explicitPhandles) }

  /// Runs all checks over a tree without unresolved references.
  public mutating func examine(_ tree: inout DeviceTree) {
    examineStructure(of: &tree)
    examineReferences(of: tree)
    examineMeaning(of: tree)
  }

  /// Starts over, keeping what is known of names: their table may only have grown.
  public mutating func restart() {
    findings = []
    outside = nil
    hasErrors = false
    lastCheck = nil
    cut = CheckSet()
    done = CheckSet()
    passed = CheckSet()
  }

  /// Runs the checks over a tree that the source compiler has resolved, except for those it performs
  /// itself; all of them, whatever they find.
  public mutating func examineResolved(_ tree: DeviceTree) {
    for check in CheckID.askedByCompiler { note(check, hasPassed: true) }
    var examination = Examination(tree, known, outside, limit: limit)
    for index in Check.table.indices where selection.isEnabled(Check.table[index].id) {
      if run(Check.table[index].id, &examination) { hasErrors = true }
    }
    findings = examination.findings
    known = examination.survey.known
  }

  /// Runs the checks that dtc runs before it resolves references.
  ///
  /// As in dtc, a `name` property that says only what the node's name says is deleted.
  public mutating func examineStructure(of tree: inout DeviceTree) {
    for name in run(.structure, on: tree) { tree.delete(name) }
  }

  /// Reports the references that lead nowhere, first phandle references, then path references; in a
  /// plugin, phandle references may lead nowhere.
  public mutating func examineReferences(of tree: DeviceTree) {
    _ = run(.references, on: tree)
  }

  /// Runs the checks that dtc runs after it has resolved references and left out unused nodes.
  public mutating func examineMeaning(of tree: DeviceTree) {
    _ = run(.meaning, on: tree)
  }

  /// Runs the checks of one phase; returns the properties to be deleted.
  private mutating func run(_ phase: Check.Phase, on tree: DeviceTree) -> Set<PropertyID> {
    guard !hasErrors else { return [] }
    var examination = Examination(tree, known, nil, limit: limit)
    examination.findings = findings
    findings = []
    for index in Check.table.indices {
      let check = Check.table[index].id
      guard check.phase == phase, selection.isEnabled(check) else { continue }
      if run(check, &examination) {
        hasErrors = true
        lastCheck = check
        break
      }
    }
    findings = examination.findings
    known = examination.survey.known
    return examination.redundantNames
  }

  /// Runs a check after its prerequisites; returns whether that is an error. Recursion is as deep as
  /// the table's prerequisites.
  private mutating func run(_ check: CheckID, _ examination: inout Examination) -> Bool {
    var isError = false
    if !done.contains(check) {
      var number = 0
      while let id = Check.table[check.index].prerequisite(number) {
        number += 1
        if passed.contains(id) { continue }
        isError = isError || run(id, &examination)
        guard !passed.contains(id) else { continue }
        note(check, hasPassed: false)
        prepare(check, &examination)
        examination.add(nil, nil, ["Failed prerequisite '", .text(id.name), "'"])
      }
    }
    if !done.contains(check) {
      prepare(check, &examination)
      examination.carryOut(check)
      if examination.dropSurplus() { cut.set(check, true) }
      note(check, hasPassed: !examination.hasFailed)
    }
    return isError || selection.isError(check) && !passed.contains(check)
  }

  private mutating func note(_ check: CheckID, hasPassed: Bool) {
    done.set(check, true)
    passed.set(check, hasPassed)
  }

  private func prepare(_ check: CheckID, _ examination: inout Examination) {
    examination.check = check
    examination.isShown = selection.shows(check)
    examination.isError = selection.isError(check)
    examination.hasFailed = false
    examination.makeRoom(for: limitPerCheck)
  }
}
