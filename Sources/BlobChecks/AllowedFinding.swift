/// Findings that are known and accepted.
public struct AllowedFinding: Equatable, Sendable {
  /// The name of the check: one of `BlobCheckID`'s, or of dtc's checks.
  public var check = ""
  /// The node's path; nil for any.
  public var path: String?
  /// The property; nil for any.
  public var property: String?
  /// The place of the entry: `board.json5:4:10`.
  public var origin: String

  /// Creates an entry at a place, to be filled in.
  public init(origin: String) { self.origin = origin }

  /// Whether it is about boot folders, and not about trees.
  package var isAboutBootFolder: Bool {
    BlobCheckID(rawValue: check)?.topic == .bootFolder
  }

  /// Whether a finding is one of these.
  public func covers(_ finding: BlobFinding) -> Bool {
    finding.check == check && (path == nil || path == finding.path)
      && (property == nil || property == finding.property)
  }

  /// Returns the finding to report if nothing that was checked has such a finding; nil if that check is off.
  public func unused(_ settings: CheckSettings, _ profiles: [Profile]) -> BlobFinding? {
    let severity = settings.severity(of: BlobCheck.of(.allowedUnused), profiles)
    if severity == .off { return nil }
    var finding = BlobFinding(
      BlobCheckID.allowedUnused.rawValue, severity, "\(origin) allows a finding that no longer occurs")
    finding.help = ["remove the entry"]
    return finding
  }
}

/// Accepted findings by what they cover: there may be as many as findings.
final class AllowedPlaces {
  private struct Place: Hashable {
    let check: String
    let path: String?
    let property: String?
  }

  /// The indices of the entries.
  private let indices: [Place: [Int]]

  init(_ allowed: [AllowedFinding]) {
    indices = Dictionary(grouping: allowed.indices) { index in
      Place(check: allowed[index].check, path: allowed[index].path, property: allowed[index].property)
    }
  }

  /// Calls `body` with the index of each entry that covers a finding.
  func forEach(check: String, path: String?, property: String?, _ body: (Int) -> Void) {
    for (path, property) in [(path, property), (path, nil), (nil, property), (nil, nil)] {
      for index in indices[Place(check: check, path: path, property: property)] ?? [] { body(index) }
    }
  }
}
