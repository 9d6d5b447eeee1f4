/// How bad a finding is, or that nobody wants to know.
public enum FindingSeverity: String, Sendable, Comparable, CaseIterable {
  /// The check does not run.
  case off
  /// Worth knowing, and often meant so.
  case note
  /// Probably not what was meant.
  case warning
  /// The blob does not do what it is for.
  case error

  /// By how bad it is.
  public static func < (a: FindingSeverity, b: FindingSeverity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .off: 0
    case .note: 1
    case .warning: 2
    case .error: 3
    }
  }
}
