import DeviceTreeOverlay
import OverlayBisection
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `swiftdt overlay bisect` is asked to do by itself.
struct BisectRequest: Sendable {
  var plan: BisectPlan
  /// The command that tells good from bad; none is whether the merge succeeds.
  var command: [String] = []
  /// What is good instead, without a command.
  var check: CandidateCheck?
  /// How often it is asked about each candidate.
  var repeats = 1
  /// How many seconds it may take.
  var timeout: Double?
  /// Where candidates are written; nil is a folder of their own that is removed in the end.
  var candidate: String?
  var format = BisectReport.Format.text

  func run() throws {
    let subject = try BisectSubject(plan)
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

  /// Fails if there is something wrong with a plan.
  static func refuse(_ problem: String?) throws(CommandFailure) {
    guard let problem else { return }
    throw CommandFailure.saying(Diagnostic(.error, "bisect-plan", problem))
  }

  /// Who answers, for a report.
  static func name(_ command: [String], _ check: CandidateCheck?) -> String {
    if let check { return "exit code of `\(check.name)`" }
    return command.isEmpty
      ? "whether the merge succeeds" : "exit code of `\(command.map(Shell.quoted).joined(separator: " "))`"
  }

  /// Shows what came of a search; fails if that is nothing.
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

  /// Calls `body` with who answers; what candidates needed is gone when it returns, or a signal has ended it.
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

/// A folder for candidates that nobody wants to keep.
struct CandidateFolder {
  private let path: String

  /// Makes it, where temporary files go.
  init() throws {
    let parent = Console.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array((parent + "/swiftdt-bisect-XXXXXX").utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer {
      unsafe $0.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if !isMade {
      throw CommandFailure.saying(
        Diagnostic(.error, "file-write", "cannot create a folder for candidates in '\(parent)'"))
    }
  }

  /// Where the candidate is written.
  var candidate: String { path + "/candidate.dtb" }

  /// Removes the folder with the candidate.
  func remove() {
    _ = unsafe unlink(candidate)
    _ = unsafe rmdir(path)
  }
}
