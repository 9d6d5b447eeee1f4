import DeviceTreeOverlay
import OverlayBisection
import SourceText
import SystemPackage

/// A request for an automatic search by `swiftdt overlay bisect`.
struct BisectRequest: Sendable {
  var plan: BisectPlan
  /// The command that tells good from bad. If it is empty, `check` does, or whether the merge succeeds.
  var command: [String] = []
  /// The check that tells good from bad, without a command.
  var check: CandidateCheck?
  /// The number of times that the command is run for each candidate.
  var repeats = 1
  /// The number of seconds that the command may take; nil for any.
  var timeout: Double?
  /// The path where candidates are written; nil for a temporary folder, which is removed at the end.
  var candidate: String?
  var format = BisectReport.Format.text

  func run() throws {
    let subject = try self.subject()
    subject.showFindings()
    if let candidate { try subject.refuse(candidate: candidate) }
    try Self.withJudge(command, repeats, timeout, check, candidate) { judge, interruption in
      var loop = BisectLoop(subject: subject, judge: judge, interruption: interruption)
      let outcome = try loop.run(subject.bisection)
      try Self.show(
        BisectReport(
          subject, judge: Self.name(command, check), .finished(outcome), loop.trials), format)
    }
  }

  /// Reads the base and the overlays. If that fails, a report as JSON says so, too.
  private func subject() throws -> BisectSubject {
    do throws(CommandFailure) {
      return try BisectSubject(plan)
    } catch {
      if format == .json, let failed = InputFailureJSON(error) {
        Console.say(
          try JSONText.text(FailedBisectJSON(plan, judge: Self.name(command, check), failed)))
      }
      throw error
    }
  }

  /// Throws after showing a problem, if there is one.
  static func refuse(_ problem: String?, status: ExitStatus = .failure) throws(CommandFailure) {
    guard let problem else { return }
    throw CommandFailure.saying(Diagnostic(.error, "bisect-plan", problem), status: status)
  }

  /// Throws after showing the problem with a plan, if there is one: with a recipe, it is known only when that
  /// has been read.
  static func refuse(_ plan: BisectPlan) throws(CommandFailure) {
    try refuse(plan.problemOfInputs)
    try refuse(plan.problemOfFlags, status: .usage)
  }

  /// Returns what gives the verdicts, as a report says it.
  static func name(_ command: [String], _ check: CandidateCheck?) -> String {
    if let check { return "exit code of `\(check.name)`" }
    return command.isEmpty
      ? "whether the merge succeeds" : "exit code of `\(command.map(Shell.quoted).joined(separator: " "))`"
  }

  /// Shows the result of a search; throws if it found nothing.
  static func show(
    _ report: BisectReport, _ format: BisectReport.Format, _ say: (String) -> Void = Console.say
  ) throws {
    if case .contradiction(let contradiction)? = report.outcome {
      var notes = report.remarks.map { Diagnostic.Note($0) }
      if case .full(.unmergeable) = contradiction {
        do {
          _ = try report.subject.merge.merged(report.subject.bisection.all, isShown: true)
        } catch {
          Console.show(
            [report.subject.explained(error).diagnostic(in: report.subject.files)], in: report.subject.files)
        }
      }
      if let last = report.trials.last, report.remarks.isEmpty, let remark = last.remark {
        notes.append(Diagnostic.Note("\(report.subject.words.text(last.set)): \(remark)"))
      }
      Console.show([
        Diagnostic(
          .error, "bisect-contradiction", report.headline, notes: notes,
          help: report.advice.map { [.init($0)] } ?? [])
      ])
      if format != .text { say(try report.text(as: format)) }
      throw CommandFailure()
    }
    say(try report.text(as: format))
    if !report.isFound { throw CommandFailure() }
  }

  /// Calls `body` with what gives the verdicts. The candidates' temporary folder is removed when `body`
  /// returns. If a signal arrived meanwhile, it then ends the program.
  static func withJudge(
    _ words: [String], _ repeats: Int, _ timeout: Double?, _ check: CandidateCheck?, _ path: String?,
    _ body: (BisectLoop.Judge, Interruption) throws -> Void
  ) throws {
    var signal: Int32?
    defer { if let signal { Interruption.end(by: signal) } }
    try Interruption.whileHandled { interruption in
      defer { signal = interruption.signal }
      if words.isEmpty { return try body(check.map { .check($0) } ?? .merge, interruption) }
      let folder = path == nil ? try CandidateFolder() : nil
      defer { folder?.remove() }
      let candidate = path ?? folder?.candidate ?? ""
      try body(
        .command(CommandRun(words: words, timeout: timeout), repeats: repeats, candidate: candidate),
        interruption)
    }
  }
}

/// A temporary folder for candidates.
struct CandidateFolder {
  private let path: String

  /// Creates the folder in `$TMPDIR`, or else in `/tmp`.
  init() throws {
    let given = Console.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 }
    let parent = given ?? "/tmp"
    do throws(Errno) {
      path = try FolderCreation.createTemporary(in: parent, "swiftdt-bisect-")
    } catch {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "file-write", "cannot create a folder for candidates in '\(parent)': \(error)",
          notes: given == nil ? [] : [.init("$TMPDIR is '\(parent)'")],
          help: [.init("write candidates to a file of your choice: -o FILE")]))
    }
  }

  /// The path to which the candidate is written.
  var candidate: String { path + "/candidate.dtb" }

  /// Removes the candidate and the folder.
  func remove() {
    try? FileRemoval.remove(candidate)
    try? FileRemoval.remove(emptyFolder: path)
  }
}
