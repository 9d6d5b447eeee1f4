import Foundation
import Synchronization
import TestSupport
import Testing

/// A search by hand that two commands continue at once.
struct SimultaneousAnswerTests {
  private static let state = ".swiftdt-bisect.json"

  private static func begin() throws -> Workbench {
    let bench = try Workbench()
    let start = try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb", "a.dts", "b.dts", "c.dts"])
    #expect(start.status == 0)
    return bench
  }

  /// Returns the answers, as a log has them.
  private static func answers(_ bench: Workbench) throws -> [String] {
    try bench.bisect(["log"]).text.split(separator: "\n").map(String.init).filter {
      !$0.hasPrefix("#") && !$0.contains(" start ")
    }
  }

  /// Another command has the lock, and answers that the base alone is good: then the one that waits is about
  /// the set that it names, or about the candidate that was there before.
  @Test(
    .enabled(if: LockWait.isPossible, "the system does not list locks"),
    arguments: [
      (["bad", "all"], "", ["good base", "bad all"]),
      (
        ["bad"],
        """
        swiftdt: error: another command changed the search, and the candidate is no longer the base alone
        note: no answer was recorded
        help: if that is what was tried: swiftdt overlay bisect bad base

        """, ["good base"]
      ),
      (["status"], "", ["good base"]),
    ])
  func waits(arguments: [String], errors: String, answers: [String]) throws {
    let bench = try Self.begin()
    let folder = bench.folder
    let before = try folder.read(Self.state)
    #expect(try bench.bisect(["good"]).status == 0)
    let after = try folder.read(Self.state)
    let candidate = try folder.read("cand.dtb")
    try folder.write(before, to: Self.state)
    #expect(try bench.bisect(["status"]).status == 0)
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let outcome = Mutex<Tool.Result?>(nil)
    let isOver = Mutex(false)
    let isDone = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let result = try? bench.bisect(arguments)
      outcome.withLock { $0 = result }
      isOver.withLock { $0 = true }
      isDone.signal()
    }
    if !LockWait.until(lockIsAwaitedOn: folder.path, unless: { isOver.withLock { $0 } }) {
      Issue.record("bisect \(arguments) was not seen to wait for the lock")
    }
    try folder.write(after, to: Self.state)
    try folder.write(candidate, to: "cand.dtb")
    close(descriptor)
    isDone.wait()
    #expect(outcome.withLock { $0?.errors } == errors)
    #expect(outcome.withLock { $0?.status } == (errors.isEmpty ? 0 : 1))
    #expect(try Self.answers(bench) == answers.map { "swiftdt overlay bisect " + $0 })
  }

  /// Runs a search by a command that, the first time, first does something else to the search.
  private static func run(_ meanwhile: String, _ flags: [String] = [], in bench: Workbench) throws
    -> Tool.Result
  {
    let line =
      "test -e once || { touch once; \"\(Tool.swiftdt.path)\" overlay bisect \(meanwhile) > /dev/null; }; "
      + "! grep -qa is-c \"$SWIFTDT_DTB\""
    return try bench.bisect(["run"] + flags + ["--", "sh", "-c", line])
  }

  /// A verdict on a candidate that another command has replaced is not recorded.
  @Test func candidateIsReplaced() throws {
    let bench = try Self.begin()
    let result = try Self.run("good base", in: bench)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: another command changed the search while the base alone was being tried, and replaced 'cand.dtb'
        note: no answer was recorded

        """)
    #expect(try Self.answers(bench) == ["swiftdt overlay bisect good base"])
  }

  /// Where the candidate is another file, both answers are kept.
  @Test func candidateIsElsewhere() throws {
    let bench = try Self.begin()
    let result = try Self.run("skip 1", ["-o", "other.dtb"], in: bench)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.hasPrefix("overlay 3 is the first bad one: c.dts\n"))
    let answers = try Self.answers(bench)
    #expect(answers.prefix(2) == ["swiftdt overlay bisect skip 1", "swiftdt overlay bisect good base"])
  }

  /// A search that has ended, or another one that has begun meanwhile, gets no answer.
  @Test(arguments: [
    ("reset", "swiftdt: error: cannot read '.swiftdt-bisect.json': No such file or directory\n"),
    (
      "replay log",
      """
      swiftdt: error: another search has taken the place of this one: '.swiftdt-bisect.json'
      note: no answer was recorded

      """
    ),
  ])
  func searchIsReplaced(meanwhile: String, errors: String) throws {
    let bench = try Self.begin()
    let log = "swiftdt overlay bisect start -b base.dts -o cand.dtb b.dts a.dts c.dts\n"
    try bench.folder.write(Array(log.utf8), to: "log")
    let result = try Self.run(meanwhile, in: bench)
    #expect(result.status == 1)
    #expect(result.errors.hasSuffix(errors))
  }
}
