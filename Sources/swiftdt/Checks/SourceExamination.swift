import DeviceTree
import DeviceTreeChecks
import DeviceTreeSource
import OverlayChecks
import SourceText

/// Runs the checks over one source on its way to a blob, and selects what is shown of their findings:
/// the first of each kind in full and only the number of the others, so that a vendor's two hundred
/// warnings do not bury anything. What is in the source itself comes before what is in files that it includes.
///
/// A finding becomes a diagnostic only once it is known to be shown: of seventy thousand in all
/// of Linux, a batch shows fifty.
struct SourceExamination: TreeExaminer {
  /// A warning that represents all of its kind in a batch.
  struct First {
    let check: CheckID
    let diagnostic: Diagnostic
  }

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
    if let base { run.outside = outside(tree, base) }
    run.examineResolved(tree)
  }

  /// Returns what the checks need to know of an overlay's base.
  private func outside(_ overlay: DeviceTree, _ base: OverlayBase) -> OutsideTree {
    guard let merged = base.merged(with: overlay) else { return OutsideTree(unknownTo: overlay) }
    return OutsideTree(
      of: merged.target, for: overlay,
      comparesAddresses: run.selection.isEnabled(.uniqueUnitAddress)
        || run.selection.isEnabled(.uniqueUnitAddressIfEnabled))
  }

  mutating func report(
    on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot
  ) -> [Diagnostic] {
    guard !run.findings.isEmpty else { return [] }
    let findings = base == nil ? run.findings : run.findings.filter { !Self.isAboutFragment($0, tree) }
    // A finding without a node is from a check that could not run, and says nothing about the source.
    var counts = [Int](repeating: 0, count: CheckID.count)
    for finding in findings where finding.node != nil { counts[Int(finding.check.rawValue)] += 1 }
    var warnings: [Diagnostic] = []
    var errors: [Diagnostic] = []
    /// Returns the finding to show of a check, of which this one is the first.
    func shown(_ first: Finding, of count: Int) -> Finding {
      if count == 1 { return first }
      return findings.first {
        $0.check == first.check && $0.node != nil && Self.spot(of: $0, tree, spot).isInSource
      } ?? first
    }
    for finding in showsAll ? Self.ownFirst(findings, tree, spot) : findings {
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
          firsts.append(
            First(check: finding.check, diagnostic: diagnostic(for: shown(finding, of: count), tree, spot)))
        }
        continue
      }
      var diagnostic = diagnostic(for: shown(finding, of: count), tree, spot)
      if count > 1 { diagnostic.notes.append(Self.more(count - 1, of: finding.check)) }
      if finding.isError { errors.append(diagnostic) } else { warnings.append(diagnostic) }
    }
    return warnings + errors
  }

  /// Whether a finding is about a fragment without `__overlay__` not being a device: a merge says what it lacks.
  private static func isAboutFragment(_ finding: Finding, _ tree: DeviceTree) -> Bool {
    guard finding.check == .unitAddressVsReg, let node = finding.node, tree.parent(of: node) == .root else {
      return false
    }
    return ["target", "target-path"].contains { tree.property(of: node, named: $0) != nil }
  }

  /// Returns findings with those in the source itself first among those of each check.
  private static func ownFirst(
    _ findings: [Finding], _ tree: DeviceTree, _ spot: (Extent, Symbol) -> ExtentSpot
  ) -> [Finding] {
    var sorted: [Finding] = []
    var others: [Finding] = []
    for finding in findings {
      if let last = others.last, last.check != finding.check {
        sorted += others
        others = []
      }
      if Self.spot(of: finding, tree, spot).isInSource {
        sorted.append(finding)
      } else {
        others.append(finding)
      }
    }
    return sorted + others
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

  /// Returns where to point for a finding: to its property or, if that was not written anywhere, its node.
  private static func spot(
    of finding: Finding, _ tree: DeviceTree, _ spot: (Extent, Symbol) -> ExtentSpot
  ) -> ExtentSpot {
    guard let node = finding.node else { return ExtentSpot(span: nil, notes: []) }
    if let property = property(of: finding, in: tree) {
      let own = spot(tree.extent(of: property), tree.name(of: property))
      if own.span != nil { return own }
    }
    return spot(tree.extent(of: node), tree.name(of: node))
  }

  private func diagnostic(
    for finding: Finding, _ tree: DeviceTree, _ spot: (Extent, Symbol) -> ExtentSpot
  ) -> Diagnostic {
    var message = finding.text
    let found = Self.spot(of: finding, tree, spot)
    var notes: [Diagnostic.Note] = []
    if let node = finding.node {
      var path = tree.path(of: node)
      if let property = Self.property(of: finding, in: tree) {
        path += ":" + tree.names.string(tree.name(of: property))
      } else {
        // What is wrong may have been added by a later definition. The place is the same if a file is
        // included again.
        var seen = found.span.map { [$0.start] } ?? []
        for extent in tree.furtherExtents(of: node).suffix(3) {
          guard let span = spot(extent, tree.name(of: node)).span, !seen.contains(span.start) else {
            continue
          }
          seen.append(span.start)
          notes.append(.init("also defined here", at: span))
        }
      }
      message = "\(path): \(message)"
    }
    return Diagnostic(
      finding.isError ? .error : .warning, finding.check.name, "\(message) [\(finding.check.name)]",
      at: found.span, notes: found.notes + notes, help: Self.help(on: finding))
  }
}
