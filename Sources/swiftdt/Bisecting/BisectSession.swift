import OverlayBisection
import SourceText

/// A search by hand: a person answers its questions, step by step, however long that takes.
///
/// Everything that is known is in one file, which is replaced before anything else happens: an answer is safe
/// before the next candidate is written. Whatever a step did not get to do, the next one does: the candidate
/// follows from the answers, and is rewritten if it is not the right one.
struct BisectSession {
  /// The path of the session's file.
  let path: String
  private(set) var state: BisectState
  let subject: BisectSubject
  private(set) var bisection: Bisection
  let files: SessionFiles
  /// What the file held when it was last read or written; empty before that.
  private var text: [UInt8] = []

  /// The path of the candidate.
  var candidate: String { BisectState.path(state.candidate, in: SessionFiles.folder(of: path)) }

  /// Refuses to write candidates to a file that was read, or to the session's file.
  func refuse(candidate: String) throws(CommandFailure) {
    if FileReading.leadToOneFile(path, candidate) { throw Self.refusal(ofCandidateOver: path) }
    try subject.plan.refuse(candidate: candidate)
    try subject.refuse(candidate: candidate)
  }

  /// Returns the error for candidates that would overwrite the session's file.
  static func refusal(ofCandidateOver path: String) -> CommandFailure {
    OutputFile.refusal("the candidate would overwrite the search itself: '\(path)'")
  }

  /// What to do next; sets that cannot be merged need not be tried.
  var step: Bisection.Step { bisection.next(isMergeable: subject.isMergeable) }

  /// What to do next where sets that cannot be merged get a verdict, too.
  var stepOfAll: Bisection.Step { bisection.next { _ in true } }

  /// The answers so far.
  var trials: [BisectTrial] {
    state.answers.compactMap { answer in
      PartSet(answer.set, of: subject.merge.count).flatMap { set in
        Verdict(word: answer.verdict).map { verdict in
          let isUnmergeable = verdict != .good && !subject.isMergeable(set)
          return BisectTrial(
            set: set, verdict: verdict, time: answer.time,
            remark: isUnmergeable ? Verdict.unmergeable.word : nil)
        }
      }
    }
  }

  /// A report on the search so far.
  var report: BisectReport {
    var report = BisectReport(subject, judge: BisectReport.byHand, step, trials)
    report.restart = restart
    return report
  }

  /// How to begin another search in the place of this one.
  var restart: BisectLog.Restart { BisectLog.Restart(candidate: candidate, flag: flag) }
}

// MARK: - Beginning and going on

extension BisectSession {
  /// Begins a search. `answers` are known already; each is from a line of the file `log`.
  init(
    beginning plan: BisectPlan, candidate: String, at path: String,
    answers: [(line: Int, answer: BisectState.Answer)] = [], from log: String = "",
    _ files: SessionFiles = SessionFiles()
  ) throws(CommandFailure) {
    let folder = SessionFiles.folder(of: path)
    // The plan as the file will hold it: relative paths must mean the same when seen from the file's folder.
    var stored = plan
    stored.base = SessionFiles.stored(plan.base, for: folder)
    stored.overlays = plan.overlays.map { SessionFiles.stored($0, for: folder) }
    stored.within = plan.within.map { SessionFiles.stored($0, for: folder) }
    stored.reading.includeFolders = plan.reading.includeFolders.map { SessionFiles.stored($0, for: folder) }
    let read = try BisectSubject(plan, wantsDigests: true)
    state = BisectState(read, candidate: SessionFiles.stored(candidate, for: folder))
    state.base.path = stored.base
    for index in state.overlays.indices { state.overlays[index].path = stored.overlays[index] }
    state.within = stored.within
    state.include = stored.reading.includeFolders
    state.answers = answers.map(\.answer)
    self.path = path
    self.files = files
    subject = read
    bisection = read.bisection
    try replayAnswers { "\(log):\(answers[$0].line)" }
  }

  /// Saves the search and writes the first candidate. If that fails, or if there is nothing to search, a
  /// search that was saved at the path before stays as it was.
  mutating func establish() throws {
    if case .contradiction? = report.outcome { return try BisectRequest.show(report, .text, files.say) }
    guard case .question(let question) = step else { return try save() }
    try refuse(candidate: candidate)
    let former = try formerState()
    try save()
    do {
      _ = try writeCandidate(question)
    } catch {
      restore(former)
      throw error
    }
  }

  /// Puts back what the session's file held, or removes it if there was none.
  private func restore(_ former: [UInt8]?) {
    do throws(FileError) {
      if let former { try files.replace(former, path) } else { try files.remove(path) }
    } catch {
      var diagnostic = error.diagnostic
      if former != nil { diagnostic.notes.append(.init("the search that was in it before is lost")) }
      Console.show([diagnostic])
    }
  }

  /// Returns what the session's file holds before it is replaced; nil if there is none.
  private func formerState() throws(CommandFailure) -> [UInt8]? {
    guard FileReading.size(of: path) != nil else { return nil }
    return try orFail(files.read(path))
  }

  /// Opens the search whose file is at `path`; throws if an input has changed since.
  init(at path: String, _ files: SessionFiles = SessionFiles()) throws(CommandFailure) {
    self.path = path
    self.files = files
    text = try orFail(files.read(path))
    let state: BisectState
    do throws(RecipeError) {
      state = try BisectState.parse(text)
    } catch {
      var (diagnostic, file) = error.diagnostic(for: path, text)
      diagnostic.identifier = "bisect-state"
      diagnostic.help =
        BisectState.isOwn(path)
        ? [.init("repair the file, or discard it: swiftdt overlay bisect reset\(Self.flag(path))")] : []
      throw CommandFailure.saying(diagnostic, in: file)
    }
    self.state = state
    let plan = state.plan(in: SessionFiles.folder(of: path))
    subject = try BisectSubject(plan, wantsDigests: true)
    bisection = subject.bisection
    try checkDigests(plan)
    try replayAnswers { "\(path): 'answers[\($0)].set'" }
  }

  private func checkDigests(_ plan: BisectPlan) throws(CommandFailure) {
    let names = ["the base '\(plan.base)'"] + plan.overlays.map { "overlay '\($0)'" }
    let known = [state.base.sha256] + state.overlays.map(\.sha256)
    let changed = names.indices.filter { known[$0] != subject.digests[$0] }
    if changed.isEmpty { return }
    Console.show(
      changed.map { index in
        Diagnostic(
          .error, "bisect-input-changed", "\(names[index]) has changed since the search began",
          notes: [.init("SHA-256 was \(known[index].prefix(16))…, is \(subject.digests[index].prefix(16))…")])
      } + [
        Diagnostic(
          .note, "bisect-input-changed", "the answers so far were for its old contents",
          help: [
            .init("restore it, or start over: swiftdt overlay bisect reset\(flag)")
          ])
      ])
    throw CommandFailure()
  }

  private mutating func replayAnswers(_ place: (Int) -> String) throws(CommandFailure) {
    for (index, answer) in state.answers.enumerated() {
      var problem: String?
      if let set = PartSet(answer.set, of: subject.merge.count), let verdict = Verdict(word: answer.verdict) {
        // An edited file may write the set in another way.
        state.answers[index].set = set.text(of: subject.merge.count)
        if let other = bisection.record(verdict, of: set) {
          problem = "'\(answer.set)' is both \(other.word) and \(verdict.word)"
        }
      } else {
        problem = "'\(answer.set)' is not a set of the \(subject.words.counted(subject.merge.count))"
      }
      if let problem {
        throw CommandFailure.saying(Diagnostic(.error, "bisect-state", problem, subject: place(index)))
      }
    }
  }

  private mutating func save() throws(CommandFailure) {
    let text: [UInt8]
    do {
      text = try state.text()
    } catch {
      throw CommandFailure.saying(.unexpected(error))
    }
    try orFail(files.replace(text, path))
    self.text = text
  }

  /// Reads the search again if another command has changed it since it was read or written; returns whether
  /// that was so. Throws if there is another search in its place, whose overlays may have other numbers.
  mutating func catchUp() throws(CommandFailure) -> Bool {
    if (try? files.read(path)) == text { return false }
    let present = try BisectSession(at: path, files)
    var (old, new) = (state, present.state)
    old.answers = []
    new.answers = []
    guard old == new else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-changed", "another search has taken the place of this one: '\(path)'",
          notes: [.init("no answer was recorded")]))
    }
    self = present
    return true
  }

  /// Records an answer about a set and saves the search; throws if there is another answer about it.
  mutating func record(_ verdict: Verdict, of set: PartSet) throws(CommandFailure) {
    let words = subject.words
    if bisection.verdict(of: set) == verdict {
      files.say("already known: \(words.text(set)) \(set.count > 1 ? "are" : "is") \(verdict.word)\n")
      return
    }
    if let other = bisection.record(verdict, of: set) {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "bisect-answer",
          "\(words.text(set)) \(set.count > 1 ? "were" : "was") \(other.word) before, and now \(verdict.word)",
          help: [
            .init(
              "to take the first answer back, remove it from the log and replay that: "
                + "swiftdt overlay bisect log\(flag)")
          ]))
    }
    state.answers.append(
      BisectState.Answer(set: set.text(of: words.count), verdict: verdict.word, time: files.time()))
    try save()
  }
}
