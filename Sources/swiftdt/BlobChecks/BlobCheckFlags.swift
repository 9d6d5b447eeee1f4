import ArgumentParser
import BlobChecks
import DeviceTreeChecks

/// The options of commands that check blobs: which checks run, and what becomes of their findings.
struct BlobCheckFlags: ParsableArguments {
  @Option(
    name: [.customShort("P"), .customLong("profile")],
    help: ArgumentHelp(
      "What the blob is for; may be repeated.", valueName: "profile"))
  var profiles: [Profile] = []

  @Option(
    help: ArgumentHelp(
      "A JSON5 file that says what must be true of the board, and how severe each check is.",
      valueName: "file"),
    completion: .file())
  var expect: String?

  @Option(
    name: [.customShort("W", allowingJoined: true), .customLong("warn")],
    help: ArgumentHelp(
      "Make a check's findings warnings; no-CHECK turns it off, all runs dtc's checks as well.",
      valueName: "check"),
    completion: .list(["all"] + CheckNames.switches), transform: SwitchedCheck.named)
  var warnings: [SwitchedCheck] = []

  @Option(
    name: [.customShort("E", allowingJoined: true), .customLong("error")],
    help: ArgumentHelp(
      "Make a check's findings errors; no-CHECK makes them warnings, all makes all warnings errors.",
      valueName: "check"),
    completion: .list(["all"] + CheckNames.switches), transform: SwitchedCheck.named)
  var errors: [SwitchedCheck] = []

  @Flag(help: "Same as -E all.")
  var warningsAsErrors = false

  @Option(
    help: ArgumentHelp(
      "The headroom that the blob must have for the boot loader's edits; for uboot and nixos, 12288 by default.",
      valueName: "bytes"))
  var headroom: ByteCount?

  @Option(help: ArgumentHelp("The maximum size of a blob; by default, 2 MiB.", valueName: "bytes"))
  var maxSize: ByteCount?

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp("The address that the blob will be loaded at.", valueName: "address"))
  var address: NumberArgument<UInt64>?

  @Option(
    name: .customLong("format"),
    help: "What to write to standard output: text (nothing, the default), json, sarif or junit.")
  var givenFormat: ReportFormat?

  @Flag(help: "Same as --format json.")
  var json = false

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the --format report here instead.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Draw a map of memory and reserved memory: an .svg file, or - for text on standard output.",
      valueName: "file"), completion: .file())
  var map: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("Check this many at a time; by default, one per processor.", valueName: "count"))
  var jobs: Int?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show only errors.")
  var quiet = false

  func validate() throws {
    if json, let givenFormat, givenFormat != .json {
      throw ValidationError("--json and --format \(givenFormat.rawValue) are mutually exclusive")
    }
  }

  /// Returns the request that the options make for these inputs.
  func request(_ inputs: [String]) -> BlobCheckRequest {
    var request = BlobCheckRequest(inputs: inputs)
    request.settings.profiles = profiles
    for item in warnings { request.set(item, asErrors: false) }
    for item in errors { request.set(item, asErrors: true) }
    if warningsAsErrors { request.settings.warningsAreErrors = true }
    request.settings.headroom = headroom?.value
    request.settings.largestSize = maxSize?.value
    request.settings.address = address?.value
    request.expectations = expect
    request.format = givenFormat ?? (json ? .json : .text)
    request.output = output
    request.map = map
    request.quiet = quiet
    request.jobs = jobs
    return request
  }
}

extension Profile: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}

/// The explanation of a check, ours or dtc's.
struct ExplainedCheck: Equatable {
  let text: String

  /// Returns the explanation of the check with a name; throws if there is none.
  static func named(_ name: String) throws -> ExplainedCheck {
    if let id = BlobCheckID(rawValue: name) {
      return ExplainedCheck(text: CheckText.explanation(BlobCheck.of(id)))
    }
    guard let check = CheckID(name: name) else { throw UnknownCheckName.error(name) }
    return ExplainedCheck(text: CheckText.explanation(check))
  }
}

/// A check of ours or dtc's that is switched on or off: `headroom` or `no-headroom`.
struct SwitchedCheck: Equatable {
  let name: String
  let isOn: Bool

  /// The name that means all checks, or with `-E` all warnings, as in commands that compile.
  static let all = "all"

  /// Creates it from `CHECK` or `no-CHECK`; nil if there is no such check.
  init?(_ argument: String) {
    isOn = !argument.hasPrefix("no-")
    name = isOn ? argument : String(argument.dropFirst(3))
    guard name == Self.all && isOn || BlobCheckID(rawValue: name) != nil || DTCChecks.has(name) else {
      return nil
    }
  }

  /// Returns the check that an argument switches; throws if there is none.
  static func named(_ argument: String) throws -> SwitchedCheck {
    if let check = SwitchedCheck(argument) { return check }
    throw UnknownCheckName.error(argument.hasPrefix("no-") ? String(argument.dropFirst(3)) : argument)
  }
}

/// The names of all checks, ours and dtc's, for completion and for suggestions.
enum CheckNames {
  static let all = BlobCheckID.allCases.map(\.rawValue) + CheckID.allCases.map(\.name)

  /// Returns a question about the check whose name is nearest to one that is unknown.
  static func question(about name: String) -> String? {
    // Ours are written with dashes, dtc's with underscores.
    let other = all.first { $0.replacing("_", with: "-") == name.replacing("_", with: "-") }
    return other.map { "did you mean '\($0)'?" } ?? NearestText.question(about: name, among: all)
  }

  /// What `-W` and `-E` accept.
  static let switches = [DTCChecks.group] + all + all.map { "no-" + $0 }

  /// What they accept in commands that compile.
  static let sourceSwitches: [String] = {
    let names = CheckID.allCases.map(\.name) + [BlobCheckID.shadowedHeader.rawValue]
    return ["all"] + names + names.map { "no-" + $0 }
  }()
}

/// The error for a name that is neither a check of ours nor one of dtc's.
private enum UnknownCheckName {
  static func error(_ name: String) -> ValidationError {
    if ["all", "none"].contains(name) {
      return ValidationError("unknown check '\(name)'; -q hides warnings")
    }
    if name == "error" {
      return ValidationError("unknown check 'error'; -E all makes all warnings errors")
    }
    let help = CheckNames.question(about: name) ?? "swiftdt check --list lists them all"
    return ValidationError("unknown check '\(name)'; \(help)")
  }
}

extension BlobCheckRequest {
  /// Applies a `-W` or `-E`. On, it makes findings warnings or errors; off, it
  /// drops them or makes them warnings.
  mutating func set(_ item: SwitchedCheck, asErrors: Bool) {
    if item.name == SwitchedCheck.all, asErrors {
      settings.warningsAreErrors = true
      return
    }
    // Ours run anyway, where they make sense.
    let name = item.name == SwitchedCheck.all ? DTCChecks.group : item.name
    let severity: FindingSeverity =
      asErrors ? (item.isOn ? .error : .warning) : (item.isOn ? .warning : .off)
    if let check = BlobCheckID(rawValue: name) {
      settings.severities[check] = severity
    } else {
      var checks = dtc ?? DTCChecks()
      checks.set(name, severity)
      dtc = checks
    }
  }
}
