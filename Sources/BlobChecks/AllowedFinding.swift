/// Findings that somebody knows of and accepts.
public struct AllowedFinding: Equatable, Sendable {
  /// The check.
  public var check = BlobCheckID.unreadable
  /// The node's path; nil for any.
  public var path: String?
  /// The property; nil for any.
  public var property: String?
  /// Where it was said: `board.json5:4:10`.
  public var origin: String

  /// Nothing yet, said at this place.
  public init(origin: String) { self.origin = origin }

  /// Whether a finding is one of these.
  public func covers(_ finding: BlobFinding) -> Bool {
    finding.check == check.rawValue && (path == nil || path == finding.path)
      && (property == nil || property == finding.property)
  }

  /// What is said if there is no such finding in whatever was checked; nil if nobody wants to know.
  public func unused(_ settings: CheckSettings, _ profiles: [Profile]) -> BlobFinding? {
    let severity = settings.severity(of: BlobCheck.of(.allowedUnused), profiles)
    if severity == .off { return nil }
    var finding = BlobFinding(
      BlobCheckID.allowedUnused.rawValue, severity, "\(origin) allows a finding that no longer occurs")
    finding.help = ["remove the entry"]
    return finding
  }
}
