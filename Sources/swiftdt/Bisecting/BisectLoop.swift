import OverlayBisection
import SourceText

/// An automatic search: a command, a check or the merge answers each question.
struct BisectLoop {
  /// What answers the questions.
  enum Judge {
    /// A candidate is good if it can be merged.
    case merge
    /// A command, run `repeats` times on each candidate, which is written to the path `candidate`.
    case command(CommandRun, repeats: Int, candidate: String)
    /// A candidate is good if it can be merged and passes the check.
    case check(CandidateCheck)
  }

  let subject: BisectSubject
  let judge: Judge
  let interruption: Interruption
  var progress = BisectProgress()
  /// The answers so far.
  var trials: [BisectTrial] = []

  /// Searches to the end.
  mutating func run(_ bisection: Bisection) throws(CommandFailure) -> Outcome {
    var bisection = bisection
    return try bisection.run { question throws(CommandFailure) in try ask(question).verdict }
  }

  /// Asks one question.
  mutating func ask(_ question: Question) throws(CommandFailure) -> BisectTrial {
    if interruption.signal != nil { throw CommandFailure() }
    progress.begin(question, subject.words, number: trials.count + 1)
    let start = ContinuousClock.now
    var trial = try answer(question)
    if case .command = judge { trial.seconds = (ContinuousClock.now - start) / .seconds(1) }
    // Nothing was tried if the set cannot be merged.
    if trial.verdict != .unmergeable { trials.append(trial) }
    progress.end(trial)
    return trial
  }

  private func answer(_ question: Question) throws(CommandFailure) -> BisectTrial {
    let set = question.set
    switch judge {
    case .merge: return BisectTrial(set: set, verdict: subject.isMergeable(set) ? .good : .bad)
    case .check(let check):
      guard let blob = try subject.candidate(set) else {
        return BisectTrial(set: set, verdict: .bad, remark: Verdict.unmergeable.word)
      }
      return check.trial(of: set, blob)
    case .command(let command, let repeats, let path):
      guard let blob = try subject.candidate(set) else {
        return BisectTrial(set: set, verdict: .unmergeable)
      }
      try orFail(FileReplacement.write(blob, to: path))
      var first: BisectTrial?
      for _ in 0..<repeats {
        let trial = try trial(of: set, command, path)
        if let first, first.verdict != trial.verdict { throw unstable(set, first, trial) }
        first = first ?? trial
      }
      return first ?? BisectTrial(set: set, verdict: .unknown)
    }
  }

  private func trial(
    of set: PartSet, _ command: CommandRun, _ path: String
  ) throws(CommandFailure) -> BisectTrial {
    let name = command.words[0]
    switch command.run(on: path, interruption) {
    case .exited(0): return BisectTrial(set: set, verdict: .good)
    case .exited(125): return BisectTrial(set: set, verdict: .unknown, remark: "exit code 125")
    case .exited(let code) where code < 128:
      return BisectTrial(set: set, verdict: .bad, remark: "exit code \(code)")
    case .exited(let code):
      throw ended(
        "bisect-command-aborted", "'\(name)' exited with code \(code) for \(subject.words.text(set))",
        help: "0 is good, 125 cannot tell, any other code up to 127 is bad; higher ones end the search")
    case .killed(let signal):
      throw ended(
        "bisect-command-killed",
        "'\(name)' was killed by signal \(signal)\(SignalName.inBrackets(signal)) for \(subject.words.text(set))"
      )
    case .timedOut:
      return BisectTrial(
        set: set, verdict: .bad, remark: "timed out after \(DurationText.text(command.timeout ?? 0))")
    case .notStarted(let reason):
      throw ended("bisect-command-not-run", "cannot run '\(name)': \(reason)")
    case .interrupted: throw CommandFailure()
    }
  }

  private func unstable(_ set: PartSet, _ first: BisectTrial, _ second: BisectTrial) -> CommandFailure {
    ended(
      "bisect-unstable-verdict",
      "the verdict is not stable: \(subject.words.text(set)) was \(first.verdict.word), then "
        + second.verdict.word,
      help: "have the command itself try several times, and exit with 125 if it cannot tell")
  }

  private func ended(_ identifier: String, _ message: String, help: String? = nil) -> CommandFailure {
    let known = trials.map { "\(subject.words.argument($0.set)) \($0.verdict.word)" }
    Console.show([
      Diagnostic(
        .error, identifier, message,
        notes: known.isEmpty
          ? [] : [.init("known so far: " + known.joined(separator: ", "))],
        help: help.map { [.init($0)] } ?? [])
    ])
    return CommandFailure()
  }
}

/// The names of signals that end commands.
enum SignalName {
  private static let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL",
    11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
  ]

  /// Returns ` (SIGKILL)` for 9, and nothing for signals without a name here.
  static func inBrackets(_ signal: Int32) -> String { names[signal].map { " (\($0))" } ?? "" }
}
