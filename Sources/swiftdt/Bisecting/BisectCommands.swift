import ArgumentParser
import BlobChecks
import OverlayBisection
import SourceText

/// `swiftdt overlay bisect`: finds the overlay that breaks the board, or the set that does together.
struct OverlayBisectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect",
    abstract: "Find the overlay that breaks the board, or the set that does together.",
    discussion: """
      With a command, or without one to find what cannot be merged: swiftdt overlay bisect -b BASE \
      OVERLAY... [-- COMMAND...]
      By hand: swiftdt overlay bisect start -b BASE -o CANDIDATE OVERLAY..., and then good, bad or skip for \
      each candidate.
      """,
    subcommands: [
      BisectRunCommand.self, BisectStartCommand.self, BisectGoodCommand.self, BisectBadCommand.self,
      BisectSkipCommand.self, BisectStatusCommand.self, BisectLogCommand.self, BisectReplayCommand.self,
      BisectResetCommand.self,
    ], defaultSubcommand: BisectRunCommand.self)

  /// Returns the command that the word after `bisect` selects, with its full name and its arguments.
  ///
  /// ArgumentParser takes what follows `--` for more overlays, so each word of the command is passed to it as
  /// `--command=WORD`. As one word, because a command's `-DNAME` is not for us to separate.
  static func command(
    _ arguments: ArraySlice<String>
  ) -> (type: any ParsableCommand.Type, name: String, arguments: ArraySlice<String>) {
    let found = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    if let found, let name = arguments.first, found != BisectRunCommand.self {
      return (found, "overlay bisect \(name)", arguments.dropFirst())
    }
    let words = found == nil ? arguments : arguments.dropFirst()
    let flags = words.prefix { $0 != "--" }
    let rest = words[flags.endIndex...]
    // A variable of a script may be empty.
    let command = (rest.count == 1 ? [""] : rest.dropFirst()).flatMap { word in
      word.isEmpty ? ["--command", ""] : ["--command=" + word]
    }
    return (BisectRunCommand.self, "overlay bisect run", (flags + command)[...])
  }
}

/// `swiftdt overlay bisect run`: an automatic search.
struct BisectRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Search with a command, or for what cannot be merged.",
    usage: "swiftdt overlay bisect [run] -b BASE OVERLAY... [-- COMMAND...]",
    discussion: """
      The command gets the candidate's path in place of {} in its arguments, and in $SWIFTDT_DTB. Its exit \
      code is the verdict: 0 is good, 125 cannot tell, any other code up to 127 is bad; higher ones end the \
      search. Its output goes to standard error. Without a command, a candidate is good if it can be merged \
      and, with --check or --expect, passes `swiftdt check`. Without -b and --recipe, a search that was \
      started by hand is continued, in the way in which it was started.

      Signals that swiftdt ignores, as under nohup, are not ignored by the command. If it must outlive the \
      terminal as well, give it a nohup of its own: nohup swiftdt overlay bisect ... -- nohup COMMAND...

      Exit codes: 0 found, 1 no answer, 2 wrong usage.
      """)

  @OptionGroup var flags: BisectFlags

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write candidates here instead of in a temporary folder.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("Run the command this many times for each candidate.", valueName: "times"))
  var `repeat` = 1

  @Option(
    help: ArgumentHelp(
      "Kill the command after this many seconds; the candidate is then bad.", valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "Without a command: a candidate that passes `swiftdt check` for this profile is good.",
      valueName: "profile"))
  var check: [Profile] = []

  @Option(
    help: ArgumentHelp(
      "Without a command: a candidate that meets the expectations in this file is good.", valueName: "file"),
    completion: .file())
  var expect: String?

  @OptionGroup var format: BisectFormatFlags
  @OptionGroup var noise: QuietFlag
  @OptionGroup var session: BisectStateFlags

  @Argument(help: ArgumentHelp("The overlays: blobs or sources.", valueName: "overlay"), completion: .file())
  var overlays: [String] = []

  @Option(parsing: .unconditionalSingleValue, help: .hidden)
  var command: [String] = []

  func validate() throws {
    try flags.validate(overlays)
    if self.repeat < 1 || self.repeat > 1000 {
      throw ValidationError("--repeat must be from 1 to 1000")
    }
    if let timeout, !(timeout > 0 && timeout <= 1e7) {
      throw ValidationError("--timeout must be more than 0 seconds, and at most 10,000,000")
    }
    if command.first == "" { throw ValidationError("the command is empty") }
    if command.isEmpty, self.repeat > 1 || timeout != nil || output != nil {
      throw ValidationError("--repeat, --timeout and --output require a command: -- COMMAND…")
    }
    if checks, !command.isEmpty {
      throw ValidationError("--check and --expect cannot be used with a command")
    }
    if flags.base == nil, flags.recipe == nil {
      if let problem = mistypedCommand { throw ValidationError(problem) }
      if command.isEmpty, !checks {
        let isOpen = overlays.isEmpty && (session.state ?? SessionFiles().find()) != nil
        throw ValidationError(
          isOpen
            ? "to continue the search that was started by hand, give a command: -- COMMAND…"
            : "missing --base or --recipe")
      }
      if !overlays.isEmpty { throw ValidationError("overlays need a base: -b BASE") }
    }
  }

  func run() throws {
    guard flags.base != nil || flags.recipe != nil else { return try goOn() }
    let plan = noise.applied(to: try flags.plan(overlays), \.reading)
    try BisectRequest.refuse(plan)
    if let output { try plan.refuse(candidate: output) }
    try BisectRequest(
      plan: plan, command: command, check: candidateCheck(), repeats: self.repeat, timeout: timeout,
      candidate: output,
      format: format.format
    ).run()
  }

  /// The complaint about a word that was taken for an overlay, but looks like a mistyped command.
  private var mistypedCommand: String? {
    guard let word = overlays.first, !FileReading.isReadable(word) else { return nil }
    let names = OverlayBisectCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    return NearestText.question(about: word, among: names).map { "unknown command '\(word)'; \($0)" }
  }

  /// Whether `swiftdt check` gives the verdicts.
  private var checks: Bool { !check.isEmpty || expect != nil }

  private func candidateCheck() throws -> CandidateCheck? {
    checks ? try CandidateCheck(check, expecting: expect) : nil
  }

  /// Throws if there are options that would have to be given when the search begins.
  private func refuseChanges(to search: BisectSession) throws(CommandFailure) {
    let given = flags.namesOfGiven
    guard let last = given.last else { return }
    let names = given.count == 1 ? last : given.dropLast().joined(separator: ", ") + " and " + last
    let plan = search.subject.plan
    let other = flags.changed(plan)
    throw CommandFailure.saying(
      Diagnostic(
        .error, "bisect-plan",
        "\(names) cannot change a search that was started by hand (with --strategy \(plan.strategy.rawValue))",
        help: [
          .init(
            other.problem.map { "nor would another one begin with this: \($0)" }
              ?? "start another one: \(search.restart.commands(other).joined(separator: "; "))")
        ]), status: .usage)
  }

  /// Answers the questions of a search that was started by hand.
  private func goOn() throws {
    var search = try session.open()
    try refuseChanges(to: search)
    let path = output ?? search.candidate
    try search.refuse(candidate: path)
    try BisectRequest.withJudge(command, self.repeat, timeout, candidateCheck(), path) {
      judge, interruption in
      var loop = BisectLoop(subject: search.subject, judge: judge, interruption: interruption)
      // A check takes what cannot be merged for bad.
      while case .question(let question) = command.isEmpty ? search.stepOfAll : search.step {
        try search.answer(try loop.ask(question), on: command.isEmpty ? nil : path)
      }
      try BisectRequest.show(search.report, format.format)
    }
  }
}

/// The options for a report's format.
struct BisectFormatFlags: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Write JSON.")
  var json = false

  @Flag(name: .customLong("markdown"), help: "Write Markdown.")
  var markdown = false

  var format: BisectReport.Format { json ? .json : markdown ? .markdown : .text }

  func validate() throws {
    if json, markdown { throw ValidationError("--json and --markdown are mutually exclusive") }
  }
}
