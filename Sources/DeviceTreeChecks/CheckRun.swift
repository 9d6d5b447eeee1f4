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
  /// What was found so far, in dtc's order.
  public private(set) var findings: [Finding] = []
  /// Whether a check whose findings are errors has failed.
  public private(set) var hasErrors = false
  /// The check that was an error and after which no further one ran.
  public private(set) var lastCheck: CheckID?
  /// Which checks run.
  public let selection: CheckSelection
  /// How many findings are kept; what a tree has beyond that is not told.
  public var limit = 1_000_000

  /// What is known of an overlay's nodes by what they are merged into.
  public var outsideCells: [OutsideCells] = []

  private var known = KnownNames()
  /// The checks that ran, or could not, and those of them that found nothing.
  private var done = CheckSet()
  private var passed = CheckSet()

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

  /// Begins again, with what is known of names kept: they may only have become more.
  public mutating func restart() {
    findings = []
    outsideCells = []
    hasErrors = false
    lastCheck = nil
    done = CheckSet()
    passed = CheckSet()
  }

  /// Runs the checks over a tree that the source compiler has resolved, but for those that it asks
  /// itself; all of them, whatever they find.
  public mutating func examineResolved(_ tree: DeviceTree) {
    for check in CheckID.askedByCompiler { note(check, hasPassed: true) }
    var examination = Examination(tree, known, limit: limit)
    if !outsideCells.isEmpty {
      examination.outsideCells = outsideCells
      examination.merged = Set(outsideCells.map(\.node))
    }
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

  /// Runs a check after its prerequisites; returns whether that is an error. The depth of the
  /// recursion is that of the table's prerequisites.
  private mutating func run(_ check: CheckID, _ examination: inout Examination) -> Bool {
    var isError = false
    if !done.contains(check) {
      var number = 0
      while let id = Check.table[check.index].prerequisite(number) {
        number += 1
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
  }
}
