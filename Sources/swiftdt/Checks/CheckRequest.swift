import DeviceTreeChecks
import DeviceTreeSource
import SourceText

/// Which checks run over what is compiled, and what is shown of their findings; whoever says so.
struct CheckRequest: Equatable, Sendable {
  /// What follows `-W`, in order.
  var warnings: [String] = []
  /// What follows `-E`, in order.
  var errors: [String] = []
  /// Nothing but errors is shown.
  var isQuiet = false

  /// Whether every finding is shown, not only the first of each kind.
  var showsAll: Bool { warnings.contains("all") }

  /// What it is when a header hides a different one: a warning of the preprocessor that goes by the name
  /// of a check.
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

  /// Where every warning is an error, makes errors of the compiler's own: those of checks are errors by now, or a
  /// flag lets them pass.
  func judge(_ result: inout CompiledSource) {
    guard errors.contains("all") else { return }
    for index in result.diagnostics.indices where result.diagnostics[index].severity == .warning {
      let name = result.diagnostics[index].identifier
      if Self.isShadowedHeader(name) || CheckID(name: name) != nil { continue }
      result.diagnostics[index].severity = .error
      result.tree = nil
    }
  }

  /// What is wrong with the request: a name that no check has.
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
    // Every warning, for a build that is to have none, unless a further option lets one pass.
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
