import ArgumentParser
import OverlayBisection
import SourceText

/// The option for the file that keeps a search by hand.
struct BisectStateFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The search's state file; by default, .swiftdt-bisect.json here or in a parent folder.",
      valueName: "file"),
    completion: .file())
  var state: String?

  /// Returns the path of the existing search; throws if there is none.
  func path() throws(CommandFailure) -> String {
    if let path = state ?? SessionFiles().find() { return path }
    throw CommandFailure.saying(
      Diagnostic(
        .error, "bisect-no-session",
        "no search was started: there is no \(BisectState.usualPath) here or in a parent folder",
        help: [.init("swiftdt overlay bisect start -b BASE -o CANDIDATE OVERLAY…")]))
  }

  /// Refuses an existing file that is not a search's, since it would be replaced or removed.
  static func refuseOther(_ path: String) throws(CommandFailure) {
    if BisectState.isOwn(path) { return }
    throw CommandFailure.saying(
      Diagnostic(.error, "bisect-state", "'\(path)' is not a search, and is left as it is"))
  }

  /// Opens the existing search.
  func open() throws(CommandFailure) -> BisectSession { try BisectSession(at: path()) }

  /// Opens the existing search and calls `body` with it, while other commands that change it wait. If one has
  /// changed it just before, it is as that left it; `asked` is the step before that.
  func whileLocked(_ body: (_ search: inout BisectSession, _ asked: Bisection.Step) throws -> Void) throws {
    var search = try open()
    let asked = search.step
    let lock = FileLock(folderOf: search.path)
    defer { _ = lock }
    _ = try search.catchUp()
    try body(&search, asked)
  }
}

/// `swiftdt overlay bisect start`: begins a search by hand.
struct BisectStartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start a search by hand.",
    discussion: """
      Writes the first candidate, with 131072 bytes of headroom for U-Boot unless --pad says otherwise. Try it, \
      and answer with good, bad or skip; each answer writes the next one. The search is kept in a file, so \
      it may take a week.
      """)

  @OptionGroup var flags: BisectFlags

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where to write candidates.", valueName: "file"), completion: .file())
  var output: String

  @OptionGroup var noise: QuietFlag

  @OptionGroup var session: BisectStateFlags

  @Argument(help: ArgumentHelp("The overlays: blobs or sources.", valueName: "overlay"), completion: .file())
  var overlays: [String] = []

  func validate() throws {
    if flags.base == nil, flags.recipe == nil {
      throw ValidationError("missing --base or --recipe")
    }
    try flags.validate(overlays)
    if output == "-" { throw ValidationError("--output needs a regular file") }
    if session.state == "-" { throw ValidationError("--state needs a regular file") }
    if ([flags.base].compactMap { $0 } + overlays).contains("-") {
      throw ValidationError("a search by hand needs files, not standard input")
    }
  }

  func run() throws {
    let path = session.state ?? BisectState.usualPath
    try BisectStateFlags.refuseOther(path)
    let lock = FileLock(folderOf: path)
    defer { _ = lock }
    if let open = session.state.map({ FileReading.isReadable($0) ? $0 : nil }) ?? SessionFiles().find() {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-open", "a search was already started: \(open)",
          help: [
            .init("continue it: swiftdt overlay bisect status\(BisectSession.flag(open))"),
            .init("or end it: swiftdt overlay bisect reset\(BisectSession.flag(open))"),
          ]))
    }
    var search = try begin(at: path)
    try search.establish()
    try search.proceed()
  }

  /// Begins the search, without saving it.
  func begin(
    at path: String, answers: [(line: Int, answer: BisectState.Answer)] = [], from log: String = ""
  ) throws -> BisectSession {
    let plan = noise.applied(to: try flags.plan(overlays), \.reading)
    try BisectRequest.refuse(plan)
    if let input = ([plan.base] + plan.overlays).first(where: FileReading.isSpecial) {
      try BisectRequest.refuse("a search by hand needs regular files, which '\(input)' is not")
    }
    try plan.refuse(candidate: output)
    if output == path { throw BisectSession.refusal(ofCandidateOver: path) }
    if !log.isEmpty, FileReading.leadToOneFile(log, output) {
      throw OutputFile.refusal("the candidate would overwrite the log: '\(output)'")
    }
    let search = try BisectSession(beginning: plan, candidate: output, at: path, answers: answers, from: log)
    search.subject.showFindings()
    return search
  }
}

/// The arguments of an answer: it is about the candidate, or about a set that is named.
struct BisectAnswerFlags: ParsableArguments {
  @OptionGroup var session: BisectStateFlags

  @Argument(
    help: ArgumentHelp(
      "What was tried, if not the candidate: numbers and ranges (1-3,5), base or all.", valueName: "set"))
  var set: String?

  func answer(_ verdict: Verdict) throws {
    try session.whileLocked { search, asked in
      if set == nil { try search.refuse(verdict, asked: asked) }
      try search.answer(verdict, about: set)
      try search.proceed()
    }
  }
}

/// `swiftdt overlay bisect good`.
struct BisectGoodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "good", abstract: "The candidate works; continue.")
  @OptionGroup var flags: BisectAnswerFlags
  func run() throws { try flags.answer(.good) }
}

/// `swiftdt overlay bisect bad`.
struct BisectBadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bad", abstract: "The candidate does not work; continue.")
  @OptionGroup var flags: BisectAnswerFlags
  func run() throws { try flags.answer(.bad) }
}

/// `swiftdt overlay bisect skip`.
struct BisectSkipCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Cannot tell whether the candidate works; continue.")
  @OptionGroup var flags: BisectAnswerFlags
  func run() throws { try flags.answer(.unknown) }
}

/// `swiftdt overlay bisect status`.
struct BisectStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what to try next, or what was found.",
    discussion: "Rewrites the candidate if it is missing.")
  @OptionGroup var format: BisectFormatFlags
  @OptionGroup var session: BisectStateFlags

  func run() throws {
    try session.whileLocked { search, _ in
      if format.format == .text { return try search.proceed() }
      guard case .question(let question) = search.step else {
        return try BisectRequest.show(search.report, format.format)
      }
      _ = try search.writeCandidate(question)
      Console.say(try search.report.text(as: format.format))
    }
  }
}

/// `swiftdt overlay bisect log`.
struct BisectLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Show the search as commands, for `replay`.")
  @OptionGroup var session: BisectStateFlags
  func run() throws { Console.say(BisectLog.text(try session.open())) }
}

/// `swiftdt overlay bisect replay`.
struct BisectReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Start over with the answers in a log, which may have been edited.")
  @OptionGroup var session: BisectStateFlags
  @Argument(help: ArgumentHelp("The log.", valueName: "file"), completion: .file())
  var file: String

  func run() throws {
    let path = session.state ?? SessionFiles().find() ?? BisectState.usualPath
    try BisectStateFlags.refuseOther(path)
    if FileReading.leadToOneFile(file, path) {
      throw OutputFile.refusal("the search would overwrite the log: '\(path)'")
    }
    let log = try BisectLog.read(file, SessionFiles())
    let lock = FileLock(folderOf: path)
    defer { _ = lock }
    var search = try log.start.begin(at: path, answers: log.answers, from: file)
    try search.establish()
    try search.proceed()
  }
}

/// `swiftdt overlay bisect reset`.
struct BisectResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "End the search by hand and forget it.")
  @OptionGroup var session: BisectStateFlags

  func run() throws {
    let path = try session.path()
    let lock = FileLock(folderOf: path)
    defer { _ = lock }
    try BisectStateFlags.refuseOther(path)
    try orFail(SessionFiles().remove(path))
    Console.say("removed \(PrintableText.line(path)); the last candidate is kept\n")
  }
}
