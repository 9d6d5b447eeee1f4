import SourceText

/// The settings of a run: profiles, the severities of single checks, and limits.
public struct CheckSettings: Sendable, Equatable {
  /// The purposes of the blob. If empty, it is checked as a complete tree, or as an overlay if it is one.
  public var profiles: [Profile] = []
  /// Severities that were set for single checks; they override the profiles'.
  public var severities = CheckSeverities()
  /// Whether warnings count as errors.
  public var warningsAreErrors = false
  /// The number of unused bytes that the blob must have for edits in place; nil for the default.
  public var headroom: Int?
  /// The largest size of a blob, in bytes; nil for the default.
  public var largestSize: Int?
  /// The address at which the blob will be loaded; nil if unknown.
  public var address: UInt64?

  /// Findings that are accepted and not reported.
  public var allowed: [AllowedFinding] = []

  /// Creates the default settings.
  public init() {}

  /// Returns the rank of the severity of each check's findings, by the check's index.
  func ranks(_ profiles: [Profile]) -> UniqueArray<UInt8> {
    var ranks = UniqueArray<UInt8>()
    ranks.reserve(BlobCheckID.count)
    BlobCheck.forEach { ranks.append(severity(of: $0, profiles).rank) }
    return ranks
  }

  /// Whether a limit that a check compares with was set.
  func hasLimit(of check: BlobCheckID) -> Bool {
    switch check {
    case .headroom: headroom != nil
    case .blobSize: largestSize != nil
    case .loadAddress: address != nil
    default: false
    }
  }

  /// Returns the severity of a check's findings for a blob of these purposes.
  public func severity(of check: BlobCheck, _ profiles: [Profile]) -> FindingSeverity {
    var severity = profiles.isEmpty ? check.usual : .off
    for profile in profiles { severity = max(severity, check.severity(profile)) }
    if let own = severities[check.id] {
      severity = own
    } else if hasLimit(of: check.id) {
      // A limit that was set explicitly is to be enforced.
      severity = .error
    }
    return strict(severity)
  }

  /// Returns the severity of a finding that is in itself no worse than `limit`, of a check whose findings
  /// have `severity`. A severity that was set for the check takes precedence.
  public func severity(
    _ severity: FindingSeverity, of check: BlobCheckID, atMost limit: FindingSeverity
  ) -> FindingSeverity {
    limit < severity && severities[check] == nil ? strict(limit) : severity
  }

  /// Returns the severity that findings have in this run: if warnings count as errors, they are errors.
  package func strict(_ severity: FindingSeverity) -> FindingSeverity {
    severity == .warning && warningsAreErrors ? .error : severity
  }
}
