import DeviceTree
import DeviceTreeChecks
import DeviceTreeSource
import SourceText

/// Runs the checks over one source on its way to a blob, and selects what is shown of their findings:
/// the first of each kind in full and only the number of the others, so that a vendor's two hundred
/// warnings do not bury anything.
///
/// A finding becomes a diagnostic only once it is known to be shown: of seventy thousand in all
/// of Linux, a batch shows fifty.
struct SourceExamination: TreeExaminer {
  /// A warning that represents all of its kind in a batch.
  typealias First = (check: CheckID, diagnostic: Diagnostic)

  private let showsAll: Bool
  private let tally: FindingTally?
  /// The number of the source in its batch.
  private var source = 0
  private var run: CheckRun
  /// The base that the source is an overlay for, if it is used as one.
  var base: OverlayBase?
  /// The warnings of this source that the tally may show.
  private(set) var firsts: [First] = []

  /// Creates an examination of sources; in a batch, with a tally.
  init(_ request: CheckRequest, tally: FindingTally? = nil) {
    run = CheckRun(request.selection)
    showsAll = request.showsAll
    self.tally = request.showsAll ? nil : tally
  }

  /// Starts over with the source of this number, which has the names of the one before, and perhaps more.
  mutating func restart(source: Int) {
    self.source = source
    run.restart()
    firsts = []
  }

  func severity(of check: String) -> Diagnostic.Severity? {
    guard let check = CheckID(name: check) else { return .error }
    return run.selection.isError(check) ? .error : run.selection.isEnabled(check) ? .warning : nil
  }

  mutating func examine(_ tree: DeviceTree) {
    if let base { run.outsideCells = TargetCells.cells(of: tree, in: base.target(of: tree)) }
    run.examineResolved(tree)
  }

  mutating func report(
    on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot
  ) -> [Diagnostic] {
    let findings = run.findings
    guard !findings.isEmpty else { return [] }
    // A finding without a node is from a check that could not run, and says nothing about the source.
    var counts = [Int](repeating: 0, count: CheckID.count)
    for finding in findings where finding.node != nil { counts[Int(finding.check.rawValue)] += 1 }
    var warnings: [Diagnostic] = []
    var errors: [Diagnostic] = []
    for finding in findings {
      if showsAll {
        let diagnostic = diagnostic(for: finding, tree, spot)
        if finding.isError { errors.append(diagnostic) } else { warnings.append(diagnostic) }
        continue
      }
      let count = counts[Int(finding.check.rawValue)]
      guard finding.node != nil, count > 0 else { continue }
      counts[Int(finding.check.rawValue)] = 0
      if let tally, !finding.isError {
        if tally.add(finding.check, count, source: source) {
          firsts.append((finding.check, diagnostic(for: finding, tree, spot)))
        }
        continue
      }
      var diagnostic = diagnostic(for: finding, tree, spot)
      if count > 1 { diagnostic.notes.append(Self.more(count - 1, of: finding.check)) }
      if finding.isError { errors.append(diagnostic) } else { warnings.append(diagnostic) }
    }
    return warnings + errors
  }

  /// Returns the note about findings that are not shown.
  static func more(_ count: Int, of check: CheckID) -> Diagnostic.Note {
    .init("\(count) more of '\(check.name)'\(Advice.allFindings)")
  }

  /// Returns the property that a finding is about. For interrupts, dtc names the property of the controller
  /// that gives their number of cells.
  private static func property(of finding: Finding, in tree: DeviceTree) -> PropertyID? {
    guard finding.check == .interruptsProperty, let node = finding.node, let named = finding.property,
      tree.owner(of: named) != node, let interrupts = tree.names.find("interrupts")
    else { return finding.property }
    return tree.property(of: node, named: interrupts) ?? named
  }

  private static func help(on finding: Finding) -> [Diagnostic.Note] {
    guard finding.check == .nodeNameNotEmpty, finding.isError,
      let advice = Advice.leniency("U-Boot's binman templates ('@fdt-SEQ')", finding.check.name)
    else { return [] }
    return [.init(advice)]
  }

  private func diagnostic(
    for finding: Finding, _ tree: DeviceTree, _ spot: (Extent, Symbol) -> ExtentSpot
  ) -> Diagnostic {
    var message = finding.text
    var found: ExtentSpot?
    var notes: [Diagnostic.Note] = []
    if let node = finding.node {
      var path = tree.path(of: node)
      found = spot(tree.extent(of: node), tree.name(of: node))
      if let property = Self.property(of: finding, in: tree) {
        path += ":" + tree.names.string(tree.name(of: property))
        let own = spot(tree.extent(of: property), tree.name(of: property))
        if own.span != nil { found = own }
      } else {
        // What is wrong may have been added by a later definition.
        for extent in tree.furtherExtents(of: node).suffix(3) {
          let further = spot(extent, tree.name(of: node))
          // The place is the same if a file is included again.
          if let span = further.span, span.start != found?.span?.start {
            notes.append(.init("also defined here", at: span))
          }
        }
      }
      message = "\(path): \(message)"
    }
    return Diagnostic(
      finding.isError ? .error : .warning, finding.check.name, "\(message) [\(finding.check.name)]",
      at: found?.span, notes: (found?.notes ?? []) + notes, help: Self.help(on: finding))
  }
}
