import DeviceTreeChecks
import DeviceTreeSource
import SourceText

/// Which warnings are shown and which of them are errors, according to gcc's flags.
struct WarningFlags: Equatable {
  /// Whether no warnings are shown: `-w`.
  var isSilent = false
  /// Whether warnings are errors: `-Werror`.
  private var areErrors = false
  /// By bit, for each of `kinds`: whether it is turned off, turned on by name, always an error, or never one.
  private var unwanted: UInt8 = 0
  private var wanted: UInt8 = 0
  private var errors: UInt8 = 0
  private var noErrors: UInt8 = 0

  /// The warnings with a flag of their own: gcc's name and ours, and whether gcc has it on by default.
  private static let kinds: [(flag: String, identifier: String, isUsual: Bool)] = [
    ("cpp", "warning-directive", true), ("endif-labels", "endif-labels", true),
    ("builtin-macro-redefined", "builtin-undefined", true), ("date-time", "clock-macro", false),
    ("shadowed-header", "shadowed-header", false),
  ]

  /// Takes what follows `-W`; unknown names have no effect.
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
    // Making it an error also turns it on; making it not an error does not turn it off.
    if isNegated, isAboutErrors { return }
    unwanted = isNegated ? unwanted | bit : unwanted & ~bit
    wanted = isNegated ? wanted & ~bit : wanted | bit
  }

  /// Whether to look for headers that hide others, which takes a search. (They are the last of `kinds`, which
  /// every run would have to create just to count it.)
  var haveShadowedHeaders: Bool {
    !isSilent && unwanted & 1 << 4 == 0
  }

  /// Returns what to show for a diagnostic: nothing, itself, or an error in its place.
  func shown(_ diagnostic: Diagnostic) -> Diagnostic? {
    guard diagnostic.severity == .warning else { return diagnostic }
    if isSilent { return nil }
    var cause: String? = areErrors ? "-Werror" : nil
    if let kind = Self.kinds.firstIndex(where: { $0.identifier == diagnostic.identifier }) {
      let bit: UInt8 = 1 << UInt8(kind)
      if unwanted & bit != 0 { return nil }
      // gcc's -Werror applies only to warnings that are on; ours are on without a flag.
      if noErrors & bit != 0 || !Self.kinds[kind].isUsual && wanted & bit == 0 { cause = nil }
      if errors & bit != 0 { cause = "-Werror=" + Self.kinds[kind].flag }
    }
    guard let cause else { return diagnostic }
    var error = diagnostic
    error.severity = .error
    error.notes.append(Diagnostic.Note("\(cause) makes this warning an error"))
    return error
  }

  /// Does the same for the diagnostics of a compiled source. Findings of dtc's checks are not gcc's warnings.
  func judge(_ result: inout CompiledSource) {
    result.diagnostics = result.diagnostics.compactMap { diagnostic in
      if CheckID(name: diagnostic.identifier) != nil { return diagnostic }
      guard let shown = shown(diagnostic) else { return nil }
      if shown.severity == .error { result.tree = nil }
      return shown
    }
  }
}
