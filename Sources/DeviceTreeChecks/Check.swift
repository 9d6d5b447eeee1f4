import DeviceTree

/// A check as a value: what it is called, how bad what it finds is, and which checks must have passed
/// before it. What it does where is in `Examination.carryOut(_:)`.
///
/// The table of all checks is data that the compiler lays out: nothing of it is made when the program runs.
struct Check: Sendable {
  /// How bad findings are unless the user says otherwise.
  enum Level: UInt8, Sendable {
    case off, warning, error
  }

  /// When a check runs: dtc puts references into the tree between two of its checks.
  enum Phase: Sendable {
    /// On the tree as it was written.
    case structure
    /// With the putting in of references.
    case references
    /// On the complete tree.
    case meaning
  }

  let id: CheckID
  let name: String
  let level: Level
  /// The checks that must have passed before, in order; nil behind the last.
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

  /// The prerequisite with this number from 0; nil behind the last.
  func prerequisite(_ number: Int) -> CheckID? {
    switch number {
    case 0: prerequisites.0
    case 1: prerequisites.1
    case 2: prerequisites.2
    default: nil
    }
  }

  /// Whether a check must have passed before this one.
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
