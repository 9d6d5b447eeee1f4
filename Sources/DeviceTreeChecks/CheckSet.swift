/// A set of checks, with one bit for each.
struct CheckSet: Equatable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Creates an empty set.
  init() {}

  /// Whether a check is in the set.
  func contains(_ check: CheckID) -> Bool {
    let bit = UInt64(1) << UInt64(check.rawValue & 63)
    return (check.rawValue < 64 ? low : high) & bit != 0
  }

  /// Inserts or removes a check.
  mutating func set(_ check: CheckID, _ isIn: Bool) {
    let bit = UInt64(1) << UInt64(check.rawValue & 63)
    if check.rawValue < 64 {
      low = isIn ? low | bit : low & ~bit
    } else {
      high = isIn ? high | bit : high & ~bit
    }
  }
}
