import DeviceTree

/// A check as a value: what it is called, how bad what it finds is, which checks must have passed
/// before it, and what it does where.
struct Check: Sendable {
  /// How bad findings are unless the user says otherwise.
  enum Level: Sendable {
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

  /// Looks at one node.
  typealias NodeRule = @Sendable (inout Examination, NodeID) -> Void
  /// Looks at one property.
  typealias PropertyRule = @Sendable (inout Examination, PropertySite) -> Void

  /// Where a check looks. dtc walks over the whole tree for each check; we walk once, note where the
  /// properties are that some check asks for, and show each check its own.
  enum Rule: Sendable {
    /// Nothing to do: the check stands for something else's success.
    case nothing
    case everyNode(NodeRule)
    case each(KnownProperty, PropertyRule)
    case everyChosen(NodeRule)
    case everyAliases(NodeRule)
    /// All at once.
    case tree(@Sendable (inout Examination) -> Void)
    /// All at once, without the help of the survey.
    case plainTree(@Sendable (inout Examination) -> Void)
  }

  let id: CheckID
  let name: String
  let level: Level
  let prerequisites: [CheckID]
  let rule: Rule

  init(
    _ id: CheckID, _ name: String, _ level: Level, after prerequisites: [CheckID] = [], _ rule: Rule
  ) {
    self.id = id
    self.name = name
    self.level = level
    self.prerequisites = prerequisites
    self.rule = rule
  }

  var phase: Phase {
    switch id {
    case .phandleReferences, .pathReferences, .omitUnusedNodes: .references
    default: id.rawValue < CheckID.phandleReferences.rawValue ? .structure : .meaning
    }
  }
}
