import ArgumentParser

/// Which checks run: the flags that the commands share that compile for good.
struct CheckFlags: ParsableArguments {
  @Option(
    name: [.customShort("W", allowingJoined: true), .customLong("warn")],
    help: ArgumentHelp(
      "Warn of what this check finds, or with no-NAME do not; all shows every finding.",
      valueName: "name"), completion: .list(CheckNames.sourceSwitches))
  var warnings: [String] = []

  @Option(
    name: [.customShort("E", allowingJoined: true), .customLong("error")],
    help: ArgumentHelp(
      "Take what this check finds for an error, or with no-NAME do not; all takes every warning about sources for one.",
      valueName: "name"), completion: .list(CheckNames.sourceSwitches))
  var errors: [String] = []

  @Flag(name: .customLong("warnings-as-errors"), help: "The same as -E all.")
  var warningsAsErrors = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show nothing but errors.")
  var quiet = false

  /// What the flags say, for those who compile.
  var request: CheckRequest {
    CheckRequest(warnings: warnings, errors: errors + (warningsAsErrors ? ["all"] : []), isQuiet: quiet)
  }

  func validate() throws {
    if let problem = request.problem { throw ValidationError(problem) }
  }
}
