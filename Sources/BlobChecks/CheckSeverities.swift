/// Severities that somebody set for single checks.
public struct CheckSeverities: Equatable, Sendable {
  // A dictionary would take longer to make than most checks run.
  private var items: [Item] = []

  private struct Item: Equatable {
    let check: BlobCheckID
    var severity: FindingSeverity
  }

  /// None.
  public init() {}

  /// The severity that was set for a check; nil if none was.
  public subscript(check: BlobCheckID) -> FindingSeverity? {
    get { items.first { $0.check == check }?.severity }
    set {
      items.removeAll { $0.check == check }
      if let newValue { items.append(Item(check: check, severity: newValue)) }
    }
  }

  /// Takes over what others set, where nothing is set here.
  public mutating func add(_ others: CheckSeverities) {
    for item in others.items where self[item.check] == nil { items.append(item) }
  }
}

/// A check's severities for profiles, as they are written down in the table.
struct ProfileSeverities: Sendable, ExpressibleByDictionaryLiteral {
  private let items: [(Profile, FindingSeverity)]

  init(dictionaryLiteral elements: (Profile, FindingSeverity)...) { items = elements }

  subscript(profile: Profile) -> FindingSeverity? { items.first { $0.0 == profile }?.1 }
}
