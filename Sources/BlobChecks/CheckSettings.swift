import SourceText

/// What a run is asked for: profiles, single checks switched, and figures.
public struct CheckSettings: Sendable, Equatable {
  /// What the blob is for. None: a complete tree, or an overlay if it is one.
  public var profiles: [Profile] = []
  /// Checks whose severity somebody set, whatever the profile says.
  public var severities = CheckSeverities()
  /// Whether warnings count as errors.
  public var warningsAreErrors = false
  /// How many unused bytes the blob must have for edits in place; nil is the profile's.
  public var headroom: Int?
  /// The largest size of a blob in bytes; nil is the profile's.
  public var largestSize: Int?
  /// Where in memory the blob will lie; nil if nobody knows.
  public var address: UInt64?

  /// Findings that are not told.
  public var allowed: [AllowedFinding] = []

  /// The defaults.
  public init() {}

  /// How bad each check's findings are: ranks, by the check's number.
  func ranks(_ profiles: [Profile]) -> UniqueArray<UInt8> {
    var ranks = UniqueArray<UInt8>()
    ranks.reserve(BlobCheckID.count)
    BlobCheck.forEach { ranks.append(severity(of: $0, profiles).rank) }
    return ranks
  }

  /// How bad a check's findings are for a blob of these purposes.
  public func severity(of check: BlobCheck, _ profiles: [Profile]) -> FindingSeverity {
    var severity = profiles.isEmpty ? check.usual : .off
    for profile in profiles { severity = max(severity, check.severity(profile)) }
    if let own = severities[check.id] {
      severity = own
    } else if check.id == .headroom && headroom != nil || check.id == .blobSize && largestSize != nil {
      // Who gives a figure wants it kept.
      severity = .error
    }
    return strict(severity)
  }

  /// How bad one finding is that is no worse than `limit` by itself, where its check's are `severity`. What
  /// somebody said of the check counts.
  public func severity(
    _ severity: FindingSeverity, of check: BlobCheckID, atMost limit: FindingSeverity
  ) -> FindingSeverity {
    limit < severity && severities[check] == nil ? strict(limit) : severity
  }

  private func strict(_ severity: FindingSeverity) -> FindingSeverity {
    severity == .warning && warningsAreErrors ? .error : severity
  }
}
