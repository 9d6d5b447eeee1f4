import ArgumentParser
import OverlayBisection
import SourceText

/// A session as the commands that led to it, for people to read and edit.
enum BisectLog {
  private static let command = ["swiftdt", "overlay", "bisect"]

  /// Returns the log; it ends in a newline.
  static func text(_ session: BisectSession) -> String {
    let plan = session.subject.plan
    let words = session.subject.words
    var text = "# \(words.counted(words.count))"
    if let divided = words.divided { text += " of '\(PrintableText.line(divided))'" }
    text += ":\n" + words.list(session.bisection.all, indent: "#   ", limit: .max)
    text += start(plan, candidate: session.candidate) + "\n"
    for trial in session.trials {
      let remark = trial.remark.map { " (\($0))" } ?? ""
      text += "# \(trial.time ?? ""): \(words.text(trial.set))\(remark)\n"
      text += line([trial.verdict.word, words.argument(trial.set)]) + "\n"
    }
    switch session.step {
    case .question(let question): text += "# open: \(words.text(question.set))\n"
    case .finished: text += "# \(PrintableText.line(session.report.headline))\n"
    }
    return text
  }

  /// Returns the command that starts a search by hand.
  static func start(_ plan: BisectPlan, candidate: String) -> String {
    line(["start"] + flags(plan, candidate: candidate) + plan.overlays.map(Shell.asFile))
  }

  private static func line(_ words: [String]) -> String {
    (command + words).map(Shell.quoted).joined(separator: " ")
  }

  private static func flags(_ plan: BisectPlan, candidate: String) -> [String] {
    var flags = ["--strategy", plan.strategy.rawValue]
    if let within = plan.within { flags += ["--within", Shell.asFile(within)] }
    for folder in plan.reading.includeFolders { flags += ["-I", Shell.asFile(folder)] }
    flags += plan.reading.macros.map(\.flag)
    for (flag, value) in [
      ("--pad", plan.sizes.padding), ("--size", plan.sizes.minimum), ("--align", plan.sizes.alignment),
    ] {
      if let value { flags += [flag, "\(value)"] }
    }
    if !plan.keepsSymbols { flags.append("--no-symbols") }
    return flags + ["-b", Shell.asFile(plan.base), "-o", Shell.asFile(candidate)]
  }

  /// How to begin another search in the place of one by hand.
  struct Restart {
    /// Where its candidates are written.
    let candidate: String
    /// The option that names its file, if one is needed, after a space.
    let flag: String

    /// Returns the commands that end the present search and start the one that `plan` describes.
    func commands(_ plan: BisectPlan) -> [String] {
      ["swiftdt overlay bisect reset" + flag, BisectLog.start(plan, candidate: candidate) + flag]
    }
  }

  /// The contents of a log.
  struct Contents {
    var start: BisectStartCommand
    /// The answers, each with its line.
    var answers: [(line: Int, answer: BisectState.Answer)] = []
  }

  /// Reads a log, which may have been edited. The answers get the present time.
  static func read(_ path: String, _ files: SessionFiles) throws(CommandFailure) -> Contents {
    let bytes = try orFail(files.read(path))
    var contents: Contents?
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      func failure(_ message: String) -> CommandFailure {
        Console.show([Diagnostic(.error, "bisect-log", message, subject: "\(path):\(index + 1)")])
        return CommandFailure()
      }
      guard let words = Shell.words(String(decoding: line, as: UTF8.self)) else {
        throw failure("missing closing quote")
      }
      if words.isEmpty { continue }
      guard words.starts(with: command), words.count > command.count else {
        throw failure("expected a line of 'swiftdt overlay bisect log', not '\(words[0])'")
      }
      let arguments = words.dropFirst(command.count + 1)
      switch words[command.count] {
      case "start" where contents == nil:
        do {
          let parsed = try BisectStartCommand.parse(SourceFlags.separated(arguments))
          contents = Contents(start: parsed)
        } catch {
          throw failure(UsageComplaint.sentence(BisectStartCommand.message(for: error)))
        }
      case let verb where Verdict(word: verb) != nil && contents != nil:
        guard arguments.count == 1, let set = arguments.first else {
          throw failure("'\(verb)' needs a set: 1-3,5, or base, or all")
        }
        contents?.answers.append(
          (index + 1, BisectState.Answer(set: set, verdict: verb, time: files.time())))
      case let verb: throw failure("'\(verb)' is not expected here")
      }
    }
    guard let contents else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-log", "there is no 'swiftdt overlay bisect start' in this log", subject: path))
    }
    return contents
  }
}
