/// A check as a value: its name, the severity of its findings, and which checks must have passed
/// before it. What it does, and where, is in `Examination.carryOut(_:)`.
///
/// The table of all checks is data laid out by the compiler: nothing of it is built at run time.
struct Check: Sendable {
  /// The severity of findings unless the user says otherwise.
  enum Level: UInt8, Sendable {
    case off, warning, error
  }

  /// When a check runs: dtc resolves references between two of its checks.
  enum Phase: Sendable {
    /// On the tree as it was written.
    case structure
    /// While references are resolved.
    case references
    /// On the complete tree.
    case meaning
  }

  let id: CheckID
  let name: String
  let level: Level
  /// The checks that must have passed before, in order; nil after the last.
  private let prerequisites: (CheckID?, CheckID?, CheckID?)

  init(
    _ id: CheckID, _ name: String, _ level: Level, after first: CheckID? = nil,
    _ second: CheckID? = nil, _ third: CheckID? = nil
  ) {
    self.id = id
    self.name = name
    self.level = level
    prerequisites = (first, second, third)
  }

  /// Returns the prerequisite with this number, counted from 0; nil after the last.
  func prerequisite(_ number: Int) -> CheckID? {
    switch number {
    case 0: prerequisites.0
    case 1: prerequisites.1
    case 2: prerequisites.2
    default: nil
    }
  }

  /// Whether `check` is a direct prerequisite of this one.
  func isAfter(_ check: CheckID) -> Bool {
    prerequisites.0 == check || prerequisites.1 == check || prerequisites.2 == check
  }
}

extension CheckID {
  /// When the check runs.
  var phase: Check.Phase {
    switch self {
    case .phandleReferences, .pathReferences, .omitUnusedNodes: .references
    default: rawValue < CheckID.phandleReferences.rawValue ? .structure : .meaning
    }
  }
}
