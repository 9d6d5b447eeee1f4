import DeviceTreeBlob
import SourceText

/// A blob under examination: its tree, what is asked for, and what was found.
///
/// A reference, so that checks can read the tree while they report, and nothing large is handed on.
final class BlobExamination {
  let view: BlobView
  let tree: TreeIndex
  let settings: CheckSettings
  /// What the blob is taken to be for.
  let profiles: [Profile]
  /// By check: the rank of its findings' severity.
  private let ranks: UniqueArray<UInt8>
  private var kept: [BlobFinding] = []
  /// Whether some check had more than are kept.
  private var isOverLimit = false
  /// By check: how many there were, those that are not kept included.
  private var counts = UniqueArray<UInt32>(repeating: 0, count: BlobCheckID.count)

  /// How many findings of one check are kept: what has more has one cause.
  static let limit = 100

  init(_ view: BlobView, _ tree: TreeIndex, _ settings: CheckSettings, _ profiles: [Profile]) {
    self.view = view
    self.tree = tree
    self.settings = settings
    self.profiles = profiles
    ranks = settings.ranks(profiles)
  }

  /// Whether anybody wants to know what a check finds.
  func wants(_ check: BlobCheckID) -> Bool { ranks[check.index] != 0 }

  func wants(_ check: BlobCheckID, or other: BlobCheckID) -> Bool { wants(check) || wants(other) }

  /// Notes what a check found of a property, or of a node. The texts are made only if somebody wants
  /// them.
  func report(
    _ check: BlobCheckID, _ node: Int?, _ property: TreeIndex.Property?,
    _ message: @autoclosure () -> String, notes: @autoclosure () -> [String] = [],
    help: @autoclosure () -> [String] = [], offset: Int? = nil,
    atMost limit: FindingSeverity = .error
  ) {
    let severity = settings.severity(
      FindingSeverity(rank: ranks[check.index]), of: check, atMost: limit)
    guard severity != .off else { return }
    counts[check.index] += 1
    guard counts[check.index] <= Self.limit else {
      isOverLimit = true
      return
    }
    var finding = BlobFinding(
      check.rawValue, severity, path: node.map { tree.path(of: $0) },
      property: property.map { tree.text(tree.name(of: $0)) }, message())
    finding.notes = notes()
    finding.help = help()
    finding.offset = offset ?? property.map { Int($0.start) }
    kept.append(finding)
  }

  /// Notes what a check found of a node, or of the blob.
  func report(
    _ check: BlobCheckID, _ node: Int?, _ message: @autoclosure () -> String,
    notes: @autoclosure () -> [String] = [], help: @autoclosure () -> [String] = [],
    offset: Int? = nil, atMost limit: FindingSeverity = .error
  ) {
    report(
      check, node, nil, message(), notes: notes(), help: help(), offset: offset, atMost: limit)
  }

  /// What somebody accepts and nothing was found of.
  func unused() -> [AllowedFinding] {
    settings.allowed.filter { allowed in
      allowed.check.topic != .bootFolder && !kept.contains(where: allowed.covers)
    }
  }

  /// The findings, and for each check that had too many a word on that.
  func finished() -> [BlobFinding] {
    var findings =
      settings.allowed.isEmpty
      ? kept : kept.filter { finding in !settings.allowed.contains { $0.covers(finding) } }
    if !isOverLimit { return findings }
    for check in BlobCheckID.allCases where counts[check.index] > Self.limit {
      let rest = Int(counts[check.index]) - Self.limit
      findings.append(
        BlobFinding(check.rawValue, .note, "\(rest) more findings of this check are not shown"))
    }
    return findings
  }
}
