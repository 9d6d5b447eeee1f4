import OverlayBisection
import SourceText

/// The candidate of a search by hand, and what a person is told about it.
extension BisectSession {
  /// Throws if an answer about the candidate came when `asked` was the step, and another command has changed
  /// the search since: the answer is about what the person was asked to try.
  func refuse(_ verdict: Verdict, asked: Bisection.Step) throws(CommandFailure) {
    guard case .question(let question) = asked else { return }
    if case .question(let present) = step, present.set == question.set { return }
    throw CommandFailure.saying(
      Diagnostic(
        .error, "bisect-changed",
        "another command changed the search, and the candidate is no longer \(subject.words.text(question.set))",
        notes: [.init("no answer was recorded")],
        help: [
          .init(
            "if that is what was tried: swiftdt overlay bisect \(verdict.word)\(flag) "
              + subject.words.argument(question.set))
        ]))
  }

  /// Throws if the candidate is not the one that the question is about, after writing the right one. An
  /// answer that does not name a set is about the candidate, so something else must have been tried.
  func checkCandidate(_ question: Question) throws(CommandFailure) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try files.read(candidate)
    } catch {
      // It may have been moved to where it was tried.
      if error.isMissing { return }
      throw CommandFailure.saying(error.diagnostic)
    }
    guard let expected = try subject.candidate(question.set), bytes != expected else { return }
    _ = try writeCandidate(question)
    throw CommandFailure.saying(
      Diagnostic(
        .error, "bisect-candidate",
        "'\(candidate)' was not the candidate to try: \(subject.words.text(question.set))",
        notes: [.init("it is now; no answer was recorded")],
        help: [
          .init(
            "try it and then answer, or say what was tried: "
              + "swiftdt overlay bisect good\(flag) \(subject.words.argument(question.set))")
        ]))
  }

  /// Writes the candidate unless it is already there; returns its size in bytes.
  func writeCandidate(_ question: Question) throws(CommandFailure) -> Int {
    guard let blob = try subject.candidate(question.set) else { return 0 }
    if (try? files.read(candidate)) == blob { return blob.count }
    try orFail(files.replace(blob, candidate))
    return blob.count
  }

  /// Writes the candidate and says what to try next, or shows what was found.
  func proceed() throws {
    guard case .question(let question) = step else {
      try BisectRequest.show(report, .text, files.say)
      files.say("the search is over; to forget it: swiftdt overlay bisect reset\(flag)\n")
      return
    }
    let size = try writeCandidate(question)
    let words = subject.words
    let set = question.set
    var text = "step \(state.answers.count + 1), about \(question.stepsLeft) left: try \(words.text(set))\n"
    if !set.isEmpty, set.count < words.count || words.count <= 24 { text += words.list(set) }
    text += "\(PrintableText.line(candidate)) written, \(size) bytes\n"
    let argument = words.argument(set)
    let rows = [("good", "it works"), ("bad", "it does not"), ("skip", "you cannot tell")].map {
      ["  swiftdt overlay bisect \($0)\(flag) \(argument)", "if \($1)"]
    }
    text += "then type\n" + Table(rows).text
    files.say(text)
  }
}
