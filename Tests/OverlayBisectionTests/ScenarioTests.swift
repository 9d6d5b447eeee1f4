import Testing

@testable import OverlayBisection

/// The answers of all strategies, compared with those from trying all sets.
struct ScenarioTests {
  static let seeds = 0..<280

  @Test(arguments: seeds)
  func first(seed: Int) throws {
    var scenario = Scenario(seed: seed)
    guard case .first(let parts) = scenario.search(.first) else {
      Issue.record("\(scenario): no answer")
      return
    }
    #expect(scenario.verdict(PartSet(first: parts.lowerBound)) == .good, "\(scenario)")
    #expect(scenario.verdict(PartSet(first: parts.upperBound)) == .bad, "\(scenario)")
    for end in parts.dropFirst() {
      #expect(scenario.verdict(PartSet(first: end)) == .unknown, "\(scenario)")
    }
    if scenario.isMonotone {
      let all = (0...scenario.count).map { scenario.verdict(PartSet(first: $0)) }
      #expect(parts.upperBound == all.firstIndex(of: .bad))
      #expect(scenario.asked.count <= ceilLog2(scenario.count) + 2, "\(scenario)")
    }
    #expect(Set(scenario.asked).count == scenario.asked.count)
  }

  @Test(arguments: seeds)
  func single(seed: Int) throws {
    var scenario = Scenario(seed: seed)
    guard case .single(let rows) = scenario.search(.single) else {
      Issue.record("\(scenario): no answer")
      return
    }
    #expect(rows.map(\.part) == Array(0..<scenario.count))
    for row in rows {
      #expect(row.set == scenario.dependencies.completed(PartSet([row.part])))
      #expect(row.verdict == scenario.verdict(row.set))
      #expect(row.verdict != .unmergeable)
    }
    #expect(Set(scenario.asked).count == scenario.asked.count)
  }

  @Test(arguments: seeds)
  func minimal(seed: Int) throws {
    var scenario = Scenario(seed: seed)
    guard case .minimal(let set, let undecided) = scenario.search(.minimal) else {
      Issue.record("\(scenario): no answer")
      return
    }
    #expect(scenario.verdict(set) == .bad, "\(scenario)")
    for part in set.parts {
      let without = scenario.dependencies.removing([part], from: set)
      #expect(scenario.verdict(without) != .bad, "\(scenario): \(set.parts) without \(part)")
      #expect(undecided.contains(part) == (scenario.verdict(without) == .unknown), "\(scenario)")
    }
    if scenario.isMonotone {
      let bad = scenario.sets.filter { scenario.verdict($0) == .bad && $0 != set }
      #expect(!bad.contains { $0.parts.allSatisfy(set.contains) }, "\(scenario)")
      // About one halving for each member, and each member left out once.
      #expect(scenario.asked.count <= 2 + set.count * (ceilLog2(scenario.count) + 2), "\(scenario)")
    }
    #expect(Set(scenario.asked).count == scenario.asked.count)
  }

  @Test(arguments: seeds)
  func maximal(seed: Int) throws {
    var scenario = Scenario(seed: seed)
    guard case .maximal(let set, let conflicts) = scenario.search(.maximal) else {
      Issue.record("\(scenario): no answer")
      return
    }
    #expect(scenario.verdict(set) == .good, "\(scenario)")
    for conflict in conflicts {
      #expect(conflict.verdict != .good && conflict.verdict == scenario.verdict(conflict.set), "\(scenario)")
      #expect(!conflict.set.subtracting(set.parts).isEmpty, "\(scenario)")
    }
    #expect(!scenario.asked.contains { $0.count > set.count && scenario.verdict($0) == .good }, "\(scenario)")
    if scenario.isMonotone {
      let largest = scenario.sets.filter { scenario.verdict($0) == .good }.map(\.count).max()
      #expect(set.count == largest, "\(scenario)")
    }
    #expect(Set(scenario.asked).count == scenario.asked.count)
  }

  /// Asking one question at a time, each found from the answers alone, has the same outcome.
  @Test(arguments: seeds)
  func interrupted(seed: Int) throws {
    for strategy in Strategy.allCases {
      var scenario = Scenario(seed: seed)
      let outcome = scenario.search(strategy)
      var answers: [(PartSet, Verdict)] = []
      while true {
        var bisection = Bisection(strategy, scenario.dependencies)
        for (set, verdict) in answers { #expect(bisection.record(verdict, of: set) == nil) }
        let step = bisection.next { scenario.verdict($0) != .unmergeable }
        guard case .question(let question) = step else {
          #expect(step == .finished(outcome), "\(scenario), \(strategy)")
          break
        }
        #expect(question.stepsLeft >= 1)
        #expect(question.set == scenario.asked[answers.count], "\(scenario), \(strategy)")
        answers.append((question.set, scenario.verdict(question.set)))
      }
      #expect(answers.count == scenario.asked.count)
    }
  }

  private func ceilLog2(_ count: Int) -> Int {
    var steps = 0
    while 1 << steps < count { steps += 1 }
    return steps
  }
}
