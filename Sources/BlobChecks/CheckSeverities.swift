/// Severities that were set for single checks.
public struct CheckSeverities: Equatable, Sendable {
  // A dictionary would take longer to create than most checks take to run.
  private var items: [Item] = []

  private struct Item: Equatable {
    let check: BlobCheckID
    var severity: FindingSeverity
  }

  /// Creates an empty set of severities.
  init() {}

  /// The severity that was set for a check; nil if none was.
  public subscript(check: BlobCheckID) -> FindingSeverity? {
    get { items.first { $0.check == check }?.severity }
    set {
      items.removeAll { $0.check == check }
      if let newValue { items.append(Item(check: check, severity: newValue)) }
    }
  }

  /// Adds severities of others for checks that have none here.
  public mutating func add(_ others: CheckSeverities) {
    for item in others.items where self[item.check] == nil { items.append(item) }
  }
}

/// A check's severities by profile, as written in the table.
struct ProfileSeverities: Sendable {
  var base: FindingSeverity?
  var overlay: FindingSeverity?
  var final: FindingSeverity?
  var uboot: FindingSeverity?
  var nixos: FindingSeverity?

  subscript(profile: Profile) -> FindingSeverity? {
    switch profile {
    case .base: base
    case .overlay: overlay
    case .final: final
    case .uboot: uboot
    case .nixos: nixos
    }
  }
}
