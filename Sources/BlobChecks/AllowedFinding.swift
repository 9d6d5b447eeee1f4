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
