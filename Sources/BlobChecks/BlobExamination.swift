import DeviceTreeBlob
import SourceText

/// A blob under examination: its tree, the settings, and the findings so far.
///
/// It is a class so that checks can read the tree while they report, and nothing large is passed around.
final class BlobExamination {
  let view: BlobView
  let tree: TreeIndex
  let settings: CheckSettings
  /// The purposes that the blob is checked for.
  let profiles: [Profile]
  /// The rank of the severity of a check's findings, by check.
  private let ranks: UniqueArray<UInt8>
  private var kept: [BlobFinding] = []
  /// Whether a check had more findings than are kept.
  private var isOverLimit = false
  /// The number of findings by check and severity, including those that are not kept.
  private var counts = UniqueArray<UInt32>(
    repeating: 0, count: BlobCheckID.count * FindingSeverity.allCases.count)
  /// For each entry of `settings.allowed`, whether it covers some finding.
  private var isUsed: UniqueArray<Bool>
  /// The cells that are references according to the source.
  let stated: StatedReferences
  /// What `settings.allowed` covers; nil until a finding may be allowed.
  private var allowedPlaces: AllowedPlaces?
  /// The properties whose references have the wrong number of cells, by cause.
  var misfits: Misfits?

  /// The number of findings of one check and severity that are kept: more than that have one cause.
  static let limit = 100

  init(
    _ view: BlobView, _ tree: TreeIndex, _ settings: CheckSettings, _ profiles: [Profile],
    _ stated: StatedReferences = StatedReferences()
  ) {
    self.stated = stated
    self.view = view
    self.tree = tree
    self.settings = settings
    self.profiles = profiles
    ranks = settings.ranks(profiles)
    isUsed = UniqueArray(repeating: false, count: settings.allowed.count)
  }

  /// Whether a check is on.
  func wants(_ check: BlobCheckID) -> Bool { ranks[check.index] != 0 }

  func wants(_ check: BlobCheckID, or other: BlobCheckID) -> Bool { wants(check) || wants(other) }

  /// Reports a finding about a property or a node. The texts are only made if the finding is kept. Returns its
  /// number then.
  @discardableResult
  func report(
    _ check: BlobCheckID, _ node: Int?, _ property: TreeIndex.Property?,
    _ message: @autoclosure () -> String, notes: @autoclosure () -> [String] = [],
    help: @autoclosure () -> [String] = [], remedy: Remedy? = nil, offset: Int? = nil,
    atMost limit: FindingSeverity = .error
  ) -> Int? {
    let severity = settings.severity(
      FindingSeverity(rank: ranks[check.index]), of: check, atMost: limit)
    guard severity != .off, !isAllowed(check, node, property) else { return nil }
    let place = Self.place(of: check, severity)
    counts[place] += 1
    guard counts[place] <= Self.limit else {
      isOverLimit = true
      return nil
    }
    var finding = BlobFinding(
      check.rawValue, severity, path: node.map { tree.path(of: $0) },
      property: property.map { tree.text(tree.name(of: $0)) }, message())
    finding.notes = notes()
    finding.help = help()
    finding.remedy = remedy
    finding.offset = offset ?? property.map { Int($0.start) }
    if let offset, let property { finding.cell = (offset - Int(property.start)) / 4 }
    kept.append(finding)
    return kept.count - 1
  }

  /// Reports a finding about a node or the blob.
  func report(
    _ check: BlobCheckID, _ node: Int?, _ message: @autoclosure () -> String,
    notes: @autoclosure () -> [String] = [], help: @autoclosure () -> [String] = [],
    remedy: Remedy? = nil, offset: Int? = nil, atMost limit: FindingSeverity = .error
  ) {
    report(
      check, node, nil, message(), notes: notes(), help: help(), remedy: remedy, offset: offset, atMost: limit
    )
  }

  /// Whether a finding is accepted; notes each entry that covers it as used.
  private func isAllowed(_ check: BlobCheckID, _ node: Int?, _ property: TreeIndex.Property?) -> Bool {
    guard settings.allowed.contains(where: { $0.check == check.rawValue }) else { return false }
    let entries = allowedPlaces ?? AllowedPlaces(settings.allowed)
    allowedPlaces = entries
    var isAllowed = false
    entries.forEach(
      check: check.rawValue, path: node.map { tree.path(of: $0) },
      property: property.map { tree.text(tree.name(of: $0)) }
    ) {
      isUsed[$0] = true
      isAllowed = true
    }
    return isAllowed
  }

  private static func place(of check: BlobCheckID, _ severity: FindingSeverity) -> Int {
    check.index * FindingSeverity.allCases.count + Int(severity.rank)
  }

  /// Returns the entries of accepted findings that cover none.
  func unused() -> [AllowedFinding] {
    settings.allowed.indices.filter { index in
      !settings.allowed[index].isAboutBootFolder && !isUsed[index]
    }.map { settings.allowed[$0] }
  }

  /// Returns the findings, with a note for each check that had too many.
  func finished() -> [BlobFinding] {
    var findings = kept
    if let misfits { explain(misfits, in: &findings) }
    if !isOverLimit { return findings }
    for check in BlobCheckID.allCases {
      let rest = FindingSeverity.allCases.reduce(0) { rest, severity in
        rest + max(0, Int(counts[Self.place(of: check, severity)]) - Self.limit)
      }
      if rest > 0 {
        findings.append(
          BlobFinding(check.rawValue, .note, "\(rest) more findings of this check are not shown"))
      }
    }
    return findings
  }
}
