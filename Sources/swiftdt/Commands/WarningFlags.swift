import SourceText

/// Which warnings are shown and which of them are errors, as gcc's flags say it.
struct WarningFlags: Equatable {
  /// Whether there are none at all: `-w`.
  var isSilent = false
  /// Whether they are errors: `-Werror`.
  private var areErrors = false
  /// For each of `kinds` a bit: whether it is not wanted, an error or none in any case.
  private var unwanted: UInt8 = 0
  private var errors: UInt8 = 0
  private var noErrors: UInt8 = 0

  /// What has a flag of its own: gcc's name for it and ours, and whether gcc warns of it by itself.
  private static let kinds: [(flag: String, identifier: String, isUsual: Bool)] = [
    ("cpp", "warning-directive", true), ("endif-labels", "endif-labels", true),
    ("builtin-macro-redefined", "builtin-undefined", true), ("date-time", "clock-macro", false),
    ("shadowed-header", "shadowed-header", false),
  ]

  /// Takes what follows `-W`; what is not known changes nothing.
  mutating func take(_ flag: Substring) {
    var name = flag
    let isNegated = name.hasPrefix("no-")
    if isNegated { name = name.dropFirst(3) }
    if name == "error" {
      areErrors = !isNegated
      return
    }
    let isAboutErrors = name.hasPrefix("error=")
    if isAboutErrors { name = name.dropFirst(6) }
    guard let kind = Self.kinds.firstIndex(where: { $0.flag == name }) else { return }
    let bit: UInt8 = 1 << UInt8(kind)
    if isAboutErrors {
      errors = isNegated ? errors & ~bit : errors | bit
      noErrors = isNegated ? noErrors | bit : noErrors & ~bit
    }
    // An error is wanted, too; that it is to be none says nothing of whether it is.
    if !isNegated { unwanted &= ~bit } else if !isAboutErrors { unwanted |= bit }
  }

  /// Whether headers are wanted that hide others, which takes a search.
  var haveShadowedHeaders: Bool {
    !isSilent && unwanted & 1 << UInt8(Self.kinds.count - 1) == 0
  }

  /// What is to be shown of a diagnostic: nothing, itself, or an error in its place.
  func shown(_ diagnostic: Diagnostic) -> Diagnostic? {
    guard diagnostic.severity == .warning else { return diagnostic }
    if isSilent { return nil }
    var cause: String? = areErrors ? "-Werror" : nil
    if let kind = Self.kinds.firstIndex(where: { $0.identifier == diagnostic.identifier }) {
      let bit: UInt8 = 1 << UInt8(kind)
      if unwanted & bit != 0 { return nil }
      if noErrors & bit != 0 || !Self.kinds[kind].isUsual { cause = nil }
      if errors & bit != 0 { cause = "-Werror=" + Self.kinds[kind].flag }
    }
    guard let cause else { return diagnostic }
    var error = diagnostic
    error.severity = .error
    error.notes.append(Diagnostic.Note("\(cause) makes this warning an error"))
    return error
  }
}
