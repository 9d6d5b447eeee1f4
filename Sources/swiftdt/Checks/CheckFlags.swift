import ArgumentParser

/// The options for checks, which commands that compile share.
struct CheckFlags: ParsableArguments {
  @Option(
    name: [.customShort("W", allowingJoined: true), .customLong("warn")],
    help: ArgumentHelp(
      "Make a check's findings warnings; no-NAME turns it off, all shows every finding. The names are dtc's, as `swiftdt check --list` has them, and shadowed-header.",
      valueName: "name"), completion: .list(CheckNames.sourceSwitches))
  var warnings: [String] = []

  @Option(
    name: [.customShort("E", allowingJoined: true), .customLong("error")],
    help: ArgumentHelp(
      "Make a check's findings errors; no-NAME makes them warnings, all makes every warning about sources and overlays an error.",
      valueName: "name"), completion: .list(CheckNames.sourceSwitches))
  var errors: [String] = []

  @Flag(name: .customLong("warnings-as-errors"), help: "Same as -E all.")
  var warningsAsErrors = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show only errors.")
  var quiet = false

  /// The request that the options make.
  var request: CheckRequest {
    CheckRequest(warnings: warnings, errors: errors + (warningsAsErrors ? ["all"] : []), isQuiet: quiet)
  }

  func validate() throws {
    if let problem = request.problem { throw ValidationError(problem) }
  }
}
