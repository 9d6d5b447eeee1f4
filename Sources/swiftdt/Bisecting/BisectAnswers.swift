import OverlayBisection
import SourceText

/// Answers to the questions of a search by hand, by a person or by a command that goes on with it.
extension BisectSession {
  /// Records an answer, about the set that `text` names or, if it is nil, about the candidate.
  ///
  /// What cannot be merged may be called bad, as a check does, or be skipped, but cannot have worked.
  mutating func answer(_ verdict: Verdict, about text: String?) throws(CommandFailure) {
    let set = if let text { try setNamed(text) } else { try setAskedFor() }
    let words = subject.words
    let isUntried = text != nil && !subject.isMergeable(set)
    if isUntried, verdict == .good {
      let it = set.count > 1 ? "they" : "it"
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-answer", "\(words.text(set)) cannot have been good: \(it) cannot be merged"))
    }
    try record(verdict, of: set)
    if isUntried {
      Console.show([
        Diagnostic(
          .note, "bisect-answer",
          "\(words.text(set)) cannot be merged, so this counts as \(verdict.word) without having been tried")
      ])
    }
  }

  /// Returns the set that an answer names.
  private func setNamed(_ text: String) throws(CommandFailure) -> PartSet {
    let words = subject.words
    guard let set = PartSet(text, of: words.count) else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-no-set",
          "'\(text)' is not a set of the \(words.counted(words.count)): "
            + "numbers and ranges such as 1-3,5, or \(words.argument(.none)), or all"), status: .usage)
    }
    return set
  }

  /// Returns the set that the search asks about, if its candidate is still as it was written.
  private func setAskedFor() throws(CommandFailure) -> PartSet {
    guard case .question(let question) = step else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-answer", "there is nothing to answer: \(report.headline)",
          help: [.init("end the search: swiftdt overlay bisect reset\(flag)")]))
    }
    try checkCandidate(question)
    return question.set
  }

  /// Records the verdict of `run`; `candidate` is where the candidate was written that a command tried. If
  /// another command has changed the search meanwhile, throws if it has replaced this candidate as well.
  mutating func answer(_ trial: BisectTrial, on candidate: String?) throws(CommandFailure) {
    let lock = FileLock(folderOf: path)
    defer { _ = lock }
    if try catchUp(), let candidate, let bytes = try? files.read(candidate),
      let tried = try subject.candidate(trial.set), bytes != tried
    {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-changed",
          "another command changed the search while \(subject.words.text(trial.set)) was being tried, "
            + "and replaced '\(candidate)'", notes: [.init("no answer was recorded")]))
    }
    if bisection.verdict(of: trial.set) == trial.verdict { return }
    try record(trial.verdict, of: trial.set)
  }
}
