/// There is no check of this name.
public struct UnknownCheck: Error, Equatable {
  /// The name that was asked for, without `no-`.
  public let name: String
}

/// Which checks run and how bad their findings are: dtc's `-W` and `-E`.
public struct CheckSelection: Sendable {
  /// Whether findings are shown: dtc's `-q`.
  public enum Quietness: Int, Sendable {
    /// Everything.
    case nothing
    /// Only errors.
    case warnings
    /// Not even errors, though they still count.
    case errors
  }

  /// What is not shown.
  public var quietness = Quietness.nothing
  private var warns = CheckSet()
  private var fails = CheckSet()

  /// dtc's defaults.
  public init() {
    for index in Check.table.indices {
      let check = Check.table[index].id
      switch Check.table[index].level {
      case .off: break
      case .warning: warns.set(check, true)
      case .error: fails.set(check, true)
      }
    }
  }

  /// Carries out one option: `name`, `no-name` or `no_name` after `-W` (`asErrors` false) or `-E`.
  ///
  /// A check that is raised raises those it depends on, and one that is lowered lowers those that
  /// depend on it.
  public mutating func apply(_ option: String, asErrors: Bool) throws(UnknownCheck) {
    let lowers = option.hasPrefix("no-") || option.hasPrefix("no_")
    let name = lowers ? option.dropFirst(3) : option[...]
    if Self.retired.contains(name) { return }
    guard let check = CheckID(name: name) else { throw UnknownCheck(name: String(name)) }
    if lowers { lower(check, asErrors) } else { raise(check, asErrors) }
  }

  /// Checks that dtc has no longer, but that makefiles still name, the kernel's among them: to name one
  /// means nothing.
  private static let retired: [Substring] = ["graph_child_address"]

  /// Whether dtc runs a check for its own sake; it may still run as another's prerequisite.
  public func isEnabled(_ check: CheckID) -> Bool { warns.contains(check) || fails.contains(check) }

  /// Whether findings of a check are errors.
  public func isError(_ check: CheckID) -> Bool { fails.contains(check) }

  /// Whether findings of a check are to be shown.
  func shows(_ check: CheckID) -> Bool {
    warns.contains(check) && quietness == .nothing || fails.contains(check) && quietness != .errors
  }

  private func has(_ check: CheckID, _ asErrors: Bool) -> Bool {
    asErrors ? fails.contains(check) : warns.contains(check)
  }

  private mutating func set(_ check: CheckID, _ asErrors: Bool, _ value: Bool) {
    if asErrors { fails.set(check, value) } else { warns.set(check, value) }
  }

  // The depth of both is that of the table's prerequisites.

  private mutating func raise(_ check: CheckID, _ asErrors: Bool) {
    guard !has(check, asErrors) else { return }
    var number = 0
    while let prerequisite = Check.table[check.index].prerequisite(number) {
      raise(prerequisite, asErrors)
      number += 1
    }
    set(check, asErrors, true)
  }

  private mutating func lower(_ check: CheckID, _ asErrors: Bool) {
    guard has(check, asErrors) else { return }
    for other in Check.table where other.isAfter(check) { lower(other.id, asErrors) }
    set(check, asErrors, false)
  }
}
