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

  /// From 0, the better the lower.
  var rank: UInt8 {
    switch self {
    case .off: 0
    case .note: 1
    case .warning: 2
    case .error: 3
    }
  }

  /// The severity of a rank.
  init(rank: UInt8) {
    self =
      switch rank {
      case 0: .off
      case 1: .note
      case 2: .warning
      default: .error
      }
  }
}
