import Foundation
import OverlayBisection
import SourceText
import SystemPackage
import TestSupport
import Testing

@testable import swiftdt

/// Searches by hand that are killed, at any point, and resumed.
@Suite(.serialized) struct InterruptionTests {
  /// The verdict that a person reaches by trying: bad with `b` and `g` together.
  private static func verdict(_ blob: [UInt8]) -> Verdict {
    let text = String(decoding: blob, as: UTF8.self)
    return text.contains("is-b") && text.contains("is-g") ? .bad : .good
  }

  /// Simulates the end of a process, after which it makes no more file operations.
  private final class Power {
    /// The number of file operations that are left.
    var left = Int.max
    /// Whether the last one is carried out before the end.
    var finishesLast = false

    func files() -> SessionFiles {
      let real = SessionFiles()
      var files = SessionFiles()
      files.say = { _ in }
      files.time = { "2026-01-01T00:00:00Z" }
      files.read = { [self] path throws(FileError) in
        try use(path)
        let bytes = try real.read(path)
        try end(path)
        return bytes
      }
      files.replace = { [self] bytes, path throws(FileError) in
        try use(path)
        try real.replace(bytes, path)
        try end(path)
      }
      return files
    }

    private func use(_ path: String) throws(FileError) {
      left -= 1
      if left < 0 || (left == 0 && !finishesLast) { throw FileError(.write, path, .interrupted) }
    }

    private func end(_ path: String) throws(FileError) {
      if left == 0, finishesLast { throw FileError(.write, path, .interrupted) }
    }
  }

  private static func begin(_ folder: TemporaryFolder, _ files: SessionFiles) throws -> BisectSession {
    let plan = BisectPlan(
      base: folder["base.dts"], overlays: Workbench.files.map { folder[$0] }, strategy: .minimal,
      sizes: SizeRequest(padding: 64))
    var session = try BisectSession(
      beginning: plan, candidate: folder["cand.dtb"], at: folder["state.json"], files)
    try session.establish()
    return session
  }

  /// Ends before and after each file operation of each step; the person looks at `status` after a mishap and
  /// answers what is asked.
  @Test func betweenAnyTwoFileOperations() throws {
    for finishesLast in [false, true] {
      for operation in 1...4 {
        let bench = try Workbench()
        let folder = bench.folder
        let power = Power()
        _ = try Self.begin(folder, power.files())
        var known = 0
        var mishaps = 0
        while true {
          // Power fails in this step, and is back for the next.
          power.left = operation
          power.finishesLast = finishesLast
          do {
            var session = try BisectSession(at: folder["state.json"], power.files())
            if case .question(let question) = session.step {
              let verdict = Self.verdict(try #require(try session.subject.candidate(question.set)))
              try session.answer(verdict, about: nil)
            }
            try session.proceed()
          } catch is CommandFailure {
            mishaps += 1
          }
          power.left = .max
          let session = try BisectSession(at: folder["state.json"], power.files())
          // No answer that was accepted is lost, and none was added twice.
          let isStuck = session.state.answers.count == known
          #expect(session.state.answers.count >= known)
          #expect(session.state.answers.count <= known + 1)
          known = session.state.answers.count
          try session.proceed()
          guard case .question(let question) = session.step else {
            #expect(session.report.culprits == PartSet([1, 6]))
            break
          }
          // The candidate is the one that is asked for.
          #expect(try folder.read("cand.dtb") == session.subject.candidate(question.set))
          // Where the process always ends too early, the person answers with power on.
          if isStuck {
            var session = session
            let verdict = Self.verdict(try folder.read("cand.dtb"))
            try session.answer(verdict, about: question.set.text(of: 8))
            try session.proceed()
            known = session.state.answers.count
          }
        }
        #expect(mishaps > 0, "operation \(operation), \(finishesLast)")
      }
    }
  }

  /// A person who did not notice the interruption tries whatever candidate is there.
  @Test func unnoticed() throws {
    let bench = try Workbench()
    let folder = bench.folder
    let power = Power()
    _ = try Self.begin(folder, power.files())
    try BisectSession(at: folder["state.json"], power.files()).proceed()
    var refused = 0
    for round in 0..<60 {
      // Mostly, the answer is still written, but the candidate is not.
      power.left = 3 + round % 3
      power.finishesLast = true
      let verdict = Self.verdict(try folder.read("cand.dtb"))
      do {
        var session = try BisectSession(at: folder["state.json"], power.files())
        guard case .question = session.step else { break }
        try session.answer(verdict, about: nil)
        try session.proceed()
      } catch is CommandFailure {
        refused += 1
      }
      power.left = .max
    }
    let session = try BisectSession(at: folder["state.json"], power.files())
    #expect(session.report.culprits == PartSet([1, 6]))
    // Each answer is about the candidate that was tried.
    for trial in session.trials {
      #expect(trial.verdict == Self.verdict(try #require(try session.subject.candidate(trial.set))))
    }
    #expect(refused > 3)
  }

  /// The process is really killed, at random moments.
  @Test func killed() throws {
    let bench = try Workbench()
    let start = try bench.bisect(
      ["start", "--strategy", "minimal", "-b", "base.dts", "-o", "cand.dtb"] + Workbench.files)
    #expect(start.status == 0)
    var random = SeededGenerator(seed: 3)
    var known = 0
    var kills = 0
    while true {
      let status = try bench.bisect(["status", "--json"])
      #expect(status.status == 0, "\(status.errors)")
      let json = try #require(
        JSONSerialization.jsonObject(with: Data(status.output)) as? [String: Any])
      let trials = try #require(json["trials"] as? [Any])
      #expect(trials.count >= known)
      known = trials.count
      guard let open = json["open"] as? [String: Any], let set = open["set"] as? String else {
        #expect(json["culprits"] as? [Int] == [2, 7])
        break
      }
      let word = Self.verdict(try bench.folder.read("cand.dtb")).word
      // Most are killed before they finish; the output of the last is not read.
      let delay = random.below(kills < 20 ? 60 : 600)
      let line =
        "\"$0\" overlay bisect \(word) \(set) > said & p=$!; sleep 0.\(delay < 10 ? "00" : delay < 100 ? "0" : "")\(delay); kill -9 $p 2>/dev/null && echo killed; wait $p 2>/dev/null; true"
      let result = try Tool(path: "/bin/sh").run(["-c", line, Tool.swiftdt.path], in: bench.folder)
      if result.text.contains("killed") { kills += 1 }
    }
    #expect(kills > 0)
  }
}
