/// There is no check with this name.
public struct UnknownCheck: Error, Equatable {
  /// The requested name, without `no-`.
  public let name: String
}

/// Which checks run and how severe their findings are: dtc's `-W` and `-E`.
public struct CheckSelection: Sendable {
  /// Which findings are suppressed: dtc's `-q`.
  public enum Quietness: Int, Sendable {
    /// None.
    case nothing
    /// Warnings: only errors are shown.
    case warnings
    /// Errors, too, though they still count.
    case errors
  }

  /// Which findings are suppressed.
  public var quietness = Quietness.nothing
  private var warns = CheckSet()
  private var fails = CheckSet()

  /// Creates a selection with dtc's defaults.
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

  /// Applies one option: `name`, `no-name` or `no_name` after `-W` (`asErrors` false) or `-E`.
  ///
  /// Raising a check raises those it depends on, and lowering one lowers those that depend on it.
  public mutating func apply(_ option: String, asErrors: Bool) throws(UnknownCheck) {
    let lowers = option.hasPrefix("no-") || option.hasPrefix("no_")
    let name = lowers ? option.dropFirst(3) : option[...]
    if Self.retired.contains(name) { return }
    guard let check = CheckID(name: name) else { throw UnknownCheck(name: String(name)) }
    if lowers { lower(check, asErrors) } else { raise(check, asErrors) }
  }

  /// Checks that dtc no longer has, but that makefiles still name, the kernel's among them: naming
  /// one has no effect.
  private static let retired: [Substring] = ["graph_child_address"]

  /// Whether dtc runs a check for its own sake; otherwise it may still run as another's prerequisite.
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

  // Both recurse as deep as the table's prerequisites.

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
