/// A set of checks: a bit for each.
struct CheckSet: Equatable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// No checks.
  init() {}

  /// Whether a check is in the set.
  func contains(_ check: CheckID) -> Bool {
    let bit = UInt64(1) << UInt64(check.rawValue & 63)
    return (check.rawValue < 64 ? low : high) & bit != 0
  }

  /// Puts a check in, or takes it out.
  mutating func set(_ check: CheckID, _ isIn: Bool) {
    let bit = UInt64(1) << UInt64(check.rawValue & 63)
    if check.rawValue < 64 {
      low = isIn ? low | bit : low & ~bit
    } else {
      high = isIn ? high | bit : high & ~bit
    }
  }
}
