import DeviceTreeChecks
import DeviceTreeSource
import SourceText

/// Which checks run over compiled sources, and which of their findings are shown.
struct CheckRequest: Equatable, Sendable {
  /// What follows `-W`, in order.
  var warnings: [String] = []
  /// What follows `-E`, in order.
  var errors: [String] = []
  /// Whether only errors are shown.
  var isQuiet = false

  /// Whether every finding is shown, not only the first of each kind.
  var showsAll: Bool { warnings.contains("all") }

  /// The severity of a header that hides a different one, a warning of the preprocessor that is switched
  /// like a check; nil if it is off.
  var shadowedHeader: Diagnostic.Severity? {
    let name = "shadowed-header"
    func isOn(_ options: [String]) -> Bool? {
      options.last { Self.isShadowedHeader($0) }.map { $0.replacing("_", with: "-") == name }
    }
    let isWarning = isOn(warnings) ?? true
    if isOn(errors) ?? (errors.contains("all") && isWarning) { return .error }
    return isWarning ? .warning : nil
  }

  private static func isShadowedHeader(_ option: String) -> Bool {
    ["shadowed-header", "no-shadowed-header"].contains(option.replacing("_", with: "-"))
  }

  /// What follows the first `-W` or `-E` that is about more than headers that hide others.
  var firstCheck: String? { (warnings + errors).first { !Self.isShadowedHeader($0) } }

  /// If every warning is to be an error, makes the compiler's own warnings errors. Those of checks already
  /// are, unless a flag lets them pass.
  func judge(_ result: inout CompiledSource) {
    guard makesWarningsErrors else { return }
    for index in result.diagnostics.indices where result.diagnostics[index].severity == .warning {
      let name = result.diagnostics[index].identifier
      if Self.isShadowedHeader(name) || CheckID(name: name) != nil { continue }
      result.diagnostics[index].severity = .error
      result.tree = nil
    }
  }

  /// Whether every warning is to be an error.
  var makesWarningsErrors: Bool { errors.contains("all") }

  /// Returns warnings about overlays as errors, if every warning is to be one.
  func judged(_ findings: [Diagnostic]) -> [Diagnostic] {
    guard makesWarningsErrors else { return findings }
    return findings.map { finding in
      var finding = finding
      if finding.severity == .warning { finding.severity = .error }
      return finding
    }
  }

  /// What is wrong with the request: the name of an unknown check.
  var problem: String? {
    do throws(UnknownCheck) {
      _ = try makeSelection()
      return nil
    } catch {
      if ["all", "none"].contains(error.name) {
        return "unknown check '\(error.name)'; -q hides warnings"
      }
      if error.name == "error" { return "unknown check 'error'; -E all makes all warnings errors" }
      // dtc's are written with underscores.
      let name = error.name.replacing("-", with: "_")
      let names = CheckID.allCases.map(\.name)
      let question =
        names.contains(name) ? "did you mean '\(name)'?" : NearestText.question(about: name, among: names)
      return "unknown check '\(error.name)'" + (question.map { "; \($0)" } ?? "")
    }
  }

  /// The checks that run; dtc's defaults if the request has a problem.
  var selection: CheckSelection { (try? makeSelection()) ?? CheckSelection() }

  private func makeSelection() throws(UnknownCheck) -> CheckSelection {
    var selection = CheckSelection()
    selection.quietness = isQuiet ? .warnings : .nothing
    for option in warnings where option != "all" && !Self.isShadowedHeader(option) {
      try selection.apply(option, asErrors: false)
    }
    // Every warning becomes an error, unless a further option lets one pass.
    if errors.contains("all") {
      for check in CheckID.allCases where selection.isEnabled(check) {
        try selection.apply(check.name, asErrors: true)
      }
    }
    for option in errors where option != "all" && !Self.isShadowedHeader(option) {
      try selection.apply(option, asErrors: true)
    }
    return selection
  }
}
