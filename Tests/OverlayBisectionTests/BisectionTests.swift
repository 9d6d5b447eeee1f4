@testable import OverlayBisection
import Testing

/// The search, question by question.
struct BisectionTests {
  /// Returns the questions, each with its verdict and the number of steps left, and the outcome.
  private func steps(
    _ strategy: Strategy, _ count: Int, _ verdict: (PartSet) -> Verdict
  ) -> (questions: [String], outcome: Outcome) {
    var bisection = Bisection(strategy, Dependencies(count: count))
    var questions: [String] = []
    let outcome = bisection.run { question in
      let verdict = verdict(question.set)
      questions.append("\(question.set.text(of: count)) \(verdict), \(question.stepsLeft) left")
      return verdict
    }
    return (questions, outcome)
  }

  @Test func first() {
    let found = steps(.first, 12) { $0.contains(4) ? .bad : .good }
    #expect(
      found.questions == [
        "none good, 6 left", "all bad, 5 left", "1-6 bad, 4 left", "1-3 good, 3 left", "1-4 good, 2 left",
        "1-5 bad, 1 left",
      ])
    #expect(found.outcome == .first(parts: 4..<5))
  }

  /// The steps left, where there is nothing between the ends, and where one of them is known.
  @Test func stepsLeft() {
    #expect(
      steps(.first, 1) { $0.isEmpty ? .good : .bad }.questions == ["none good, 2 left", "all bad, 1 left"])
    #expect(
      steps(.maximal, 4) { _ in .good }.questions == ["none good, 7 left", "all good, 5 left"])
    for (known, left) in [([], 5), ([PartSet(first: 4)], 4)] {
      var bisection = Bisection(.minimal, Dependencies(count: 4))
      for set in known { #expect(bisection.record(.bad, of: set) == nil) }
      guard case .question(let question) = bisection.next(isMergeable: { _ in true }) else {
        Issue.record("no question")
        continue
      }
      #expect(question.set.isEmpty && question.stepsLeft == left)
    }
  }

  /// Parts that cannot be merged all together are still tried one by one.
  @Test func singleWithoutAll() {
    let found = steps(.single, 2) { $0.count == 2 ? .unmergeable : $0.contains(1) ? .bad : .good }
    guard case .single(let rows) = found.outcome else {
      Issue.record("\(found.outcome)")
      return
    }
    #expect(rows.map(\.set) == [PartSet([0]), PartSet([1])])
    #expect(rows.map(\.verdict) == [.good, .bad])
  }

  @Test func firstWithUnknowns() {
    let found = steps(.first, 8) { set in
      (3...5).contains(set.count) ? .unknown : set.contains(4) ? .bad : .good
    }
    #expect(found.outcome == .first(parts: 2..<6))
  }

  /// Verdicts recorded without a question limit the search if they are about the first n parts.
  @Test func firstFromKnownSets() {
    func questions(_ known: [(PartSet, Verdict)]) -> ([String], Outcome) {
      var bisection = Bisection(.first, Dependencies(count: 8))
      for (set, verdict) in known { #expect(bisection.record(verdict, of: set) == nil) }
      var questions: [String] = []
      let outcome = bisection.run { question in
        questions.append(question.set.text(of: 8))
        return question.set.contains(5) ? .bad : question.set.contains(1) ? .good : .bad
      }
      return (questions, outcome)
    }
    let (good, bad) = (PartSet(first: 4), PartSet(first: 6))
    let found = Outcome.first(parts: 5..<6)
    #expect(questions([]) == (["none"], .contradiction(.base(.bad))))
    #expect(questions([(good, .good)]) == (["all", "1-6", "1-5"], found))
    #expect(questions([(good, .good), (bad, .bad), (.none, .bad)]) == (["1-5"], found))
    #expect(questions([(.none, .unknown), (PartSet(first: 5), .good), (bad, .bad)]) == ([], found))
    #expect(questions([(PartSet([1]), .good)]) == (["none"], .contradiction(.base(.bad))))
    #expect(questions([(PartSet(first: 8), .good)]) == ([], .contradiction(.full(.good))))
  }

  @Test func minimalPair() {
    let found = steps(.minimal, 12) { $0.contains(2) && $0.contains(9) ? .bad : .good }
    #expect(found.outcome == .minimal(PartSet([2, 9]), undecided: .none))
    #expect(found.questions.count <= 14)
  }

  @Test func maximalWithTwoConflicts() {
    let found = steps(.maximal, 10) { set in
      set.contains(1) && (set.contains(3) || set.contains(7)) ? .bad : .good
    }
    #expect(
      found.outcome
        == .maximal(
          PartSet([0, 2, 3, 4, 5, 6, 7, 8, 9]),
          conflicts: [[1, 3], [1, 7]].map { .init(PartSet($0), .bad) }))
  }

  @Test(arguments: Strategy.allCases)
  func badBase(strategy: Strategy) {
    for verdict in [Verdict.bad, .unknown, .unmergeable] {
      let found = steps(strategy, 5) { _ in verdict }
      #expect(found.outcome == .contradiction(.base(verdict)))
      #expect(found.questions.count == 1)
    }
  }

  @Test(arguments: [Strategy.first, .minimal, .single])
  func goodFull(strategy: Strategy) {
    let found = steps(strategy, 5) { _ in .good }
    #expect(found.outcome == .contradiction(.full(.good)))
    #expect(found.questions.count == 2)
  }

  @Test func everythingIsGood() {
    #expect(steps(.maximal, 5) { _ in .good }.outcome == .maximal(PartSet(first: 5), conflicts: []))
  }

  @Test func nothingIsGood() {
    let found = steps(.maximal, 6) { $0.isEmpty ? .good : .bad }
    #expect(found.outcome == .maximal(.none, conflicts: (0..<6).map { .init(PartSet([$0]), .bad) }))
  }

  /// A set that was found good before is not forgotten, whatever its parts are on their own.
  @Test func knownToBeGood() {
    var bisection = Bisection(.maximal, Dependencies(count: 3))
    #expect(bisection.record(.good, of: PartSet([0, 1])) == nil)
    let outcome = bisection.run { question in
      question.set.contains(2) || question.set == PartSet([0]) ? .bad : .good
    }
    #expect(outcome == .maximal(PartSet([0, 1]), conflicts: [.init(PartSet([2]), .bad)]))
  }

  /// Of several sets known to be good, the largest counts; of two of one size, the one with the first parts.
  @Test(arguments: [
    ([[0, 1, 2], [0, 1, 2, 4]], [0, 1, 2, 4], [3]), ([[1, 2, 3], [0, 1, 4]], [0, 1, 4], [2, 3]),
  ])
  func severalKnownToBeGood(known: [[Int]], largest: [Int], conflicts: [Int]) {
    for known in [known, known.reversed()] {
      var bisection = Bisection(.maximal, Dependencies(count: 5))
      for set in known { #expect(bisection.record(.good, of: PartSet(set)) == nil) }
      let outcome = bisection.run { [[], [1]].contains($0.set.parts) ? .good : .bad }
      #expect(
        outcome == .maximal(PartSet(largest), conflicts: conflicts.map { .init(PartSet([$0]), .bad) }))
    }
  }

  /// Parts that need each other, or themselves.
  @Test func circles() {
    let dependencies = Dependencies(
      count: 4, [(part: 0, needs: 1), (part: 1, needs: 2), (part: 2, needs: 0), (part: 3, needs: 3)])
    #expect(dependencies.completed(PartSet([1])) == PartSet(first: 3))
    #expect(dependencies.withDependents([2]) == PartSet(first: 3))
    #expect(dependencies.completed(PartSet([3])) == PartSet([3]))
  }

  /// 120 overlays that are bad, each on its own, with its neighbour or with its two neighbours: what has to
  /// be left out is found without trying all choices.
  @Test(arguments: 1...3) func manyConflicts(size: Int) {
    let count = 120
    let found = steps(.maximal, count) { set in
      let first = stride(from: 0, to: count, by: size).first { start in
        (start..<start + size).allSatisfy(set.contains)
      }
      return first == nil ? .good : .bad
    }
    let groups = stride(from: 0, to: count, by: size).map { PartSet($0..<$0 + size) }
    let left = PartSet((0..<count).filter { $0 % size != size - 1 })
    #expect(found.outcome == .maximal(left, conflicts: groups.map { .init($0, .bad) }))
  }

  @Test func answersStay() {
    var bisection = Bisection(.first, Dependencies(count: 3))
    #expect(bisection.record(.good, of: .none) == nil)
    #expect(bisection.record(.good, of: .none) == nil)
    #expect(bisection.record(.bad, of: .none) == .good)
    #expect(bisection.verdict(of: .none) == .good)
  }

  @Test func answersThatNobodyAskedFor() {
    var bisection = Bisection(.first, Dependencies(count: 64))
    for (count, verdict) in [(0, Verdict.good), (64, .bad), (32, .good), (48, .bad)] {
      #expect(bisection.record(verdict, of: PartSet(first: count)) == nil)
    }
    guard case .question(let question) = bisection.next(isMergeable: { _ in true }) else {
      Issue.record("no question")
      return
    }
    #expect(question.set == PartSet(first: 40))
    #expect(question.stepsLeft == 4)
  }

  /// Many parts, three of which are bad together: few questions are asked.
  @Test func large() {
    var asked = 0
    var bisection = Bisection(.minimal, Dependencies(count: 1000))
    let outcome = bisection.run { question in
      asked += 1
      return [17, 400, 999].allSatisfy(question.set.contains) ? .bad : .good
    }
    #expect(outcome == .minimal(PartSet([17, 400, 999]), undecided: .none))
    #expect(asked <= 40)
  }
}
