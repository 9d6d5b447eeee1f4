/// How bad a finding is, or that it is not reported.
public enum FindingSeverity: String, Sendable, Comparable, CaseIterable {
  /// The check does not run.
  case off
  /// Worth knowing, and often intended.
  case note
  /// Probably not intended.
  case warning
  /// The blob does not do what it is for.
  case error

  /// Compares severities by how bad they are.
  public static func < (a: FindingSeverity, b: FindingSeverity) -> Bool { a.rank < b.rank }

  /// The rank, from 0 for `off` to 3 for `error`.
  var rank: UInt8 {
    switch self {
    case .off: 0
    case .note: 1
    case .warning: 2
    case .error: 3
    }
  }

  /// Creates the severity with a rank.
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
