import ArgumentParser
import BlobChecks

/// `swiftdt check`: what is wrong with blobs.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong with blobs, before a board does.",
    discussion: """
      Sources are compiled with labels and checked as blobs. Findings go to standard error, the worst \
      first; exit code 1 if there is an error among them. `--explain` tells about a check, `--list` names all.

      Profiles say what a blob is for, and so how bad what is. Without one, a blob is taken for a complete \
      tree (final), or for an overlay if it is one.
      """)

  @Argument(help: ArgumentHelp("Blobs or sources; - is a blob on standard input.", valueName: "blob"))
  var inputs: [String] = []

  @Option(
    name: [.customShort("P"), .customLong("profile")],
    help: ArgumentHelp(
      "What the blob is for: base, overlay, final, nixos or uboot; may be given several times.",
      valueName: "profile"))
  var profiles: [Profile] = []

  @Option(
    help: ArgumentHelp(
      "A JSON5 file: what is to be true of the board, and which checks count how.", valueName: "file"))
  var expect: String?

  @Option(
    name: [.customShort("W", allowingJoined: true), .customLong("warn")],
    help: ArgumentHelp("Make a check's findings warnings; no-CHECK turns it off.", valueName: "check"))
  var warnings: [SwitchedCheck] = []

  @Option(
    name: [.customShort("E", allowingJoined: true), .customLong("error")],
    help: ArgumentHelp("Make a check's findings errors; no-CHECK makes them warnings.", valueName: "check"))
  var errors: [SwitchedCheck] = []

  @Flag(help: "Treat warnings as errors.")
  var warningsAsErrors = false

  @Option(
    help: ArgumentHelp(
      "Unused bytes that the blob must have for the boot loader's edits.", valueName: "bytes"))
  var headroom: ByteCount?

  @Option(help: ArgumentHelp("The largest size of a blob.", valueName: "bytes"))
  var maxSize: ByteCount?

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp("The address that the blob will be loaded at.", valueName: "address"))
  var address: Address?

  @Option(help: "What to write to standard output: text (nothing), json, sarif or junit.")
  var format: ReportFormat = .text

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where --format goes instead.", valueName: "file"))
  var output: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("Check this many blobs at a time.", valueName: "count"))
  var jobs: Int?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show errors only.")
  var quiet = false

  @Option(help: ArgumentHelp("Tell about a check, and do nothing else.", valueName: "check"))
  var explain: BlobCheckID?

  @Flag(help: "List all checks, and do nothing else.")
  var list = false

  @OptionGroup(title: "Preprocessing of sources") var reading: SourceFlags

  var request: BlobCheckRequest {
    var request = BlobCheckRequest(inputs: inputs)
    request.settings.profiles = profiles
    for item in warnings { request.settings.severities[item.check] = item.isOn ? .warning : .off }
    for item in errors { request.settings.severities[item.check] = item.isOn ? .error : .warning }
    request.settings.warningsAreErrors = warningsAsErrors
    request.settings.headroom = headroom?.value
    request.settings.largestSize = maxSize?.value
    request.settings.address = address?.value
    request.expectations = expect
    request.format = format
    request.output = output
    request.quiet = quiet
    request.jobs = jobs
    request.reading = reading.reading
    return request
  }

  func validate() throws {
    if explain != nil || list { return }
    if let problem = request.problem { throw ValidationError(problem) }
  }

  func run() throws {
    if let explain, let check = BlobCheck.table.first(where: { $0.id == explain }) {
      Console.say(CheckText.explanation(check))
    } else if list {
      Console.say(CheckText.list)
    } else {
      try request.run()
    }
  }
}

extension Profile: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
extension BlobCheckID: ExpressibleByArgument {}

/// `headroom` or `no-headroom`.
struct SwitchedCheck: ExpressibleByArgument, Equatable {
  let check: BlobCheckID
  let isOn: Bool

  init?(argument: String) {
    if let check = BlobCheckID(rawValue: argument) {
      self.check = check
      isOn = true
    } else if argument.hasPrefix("no-"), let check = BlobCheckID(rawValue: String(argument.dropFirst(3))) {
      self.check = check
      isOn = false
    } else {
      return nil
    }
  }
}

/// An address on a command line, decimal or hexadecimal.
struct Address: ExpressibleByArgument, Equatable {
  let value: UInt64

  init?(argument: String) {
    let isHex = argument.hasPrefix("0x") || argument.hasPrefix("0X")
    guard let value = isHex ? UInt64(argument.dropFirst(2), radix: 16) : UInt64(argument) else { return nil }
    self.value = value
  }
}
