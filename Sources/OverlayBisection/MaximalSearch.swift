/// Finds the largest set that is good.
///
/// Each minimal bad set must lose one of its members. So as few parts are left out as it takes to break all
/// such sets that are known; if the others are good together, no larger set can be. If they are not, there is
/// another such set among them. This assumes that adding parts never makes a bad set good. If that happens,
/// or if some sets cannot be decided, the answer is still the largest set that was tried and is good, but
/// there may be larger ones.
///
/// A set that cannot be decided or merged is not good.
extension Bisection {
  mutating func searchMaximal<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    let guess = Self.halvings(count) + 3
    let base = try verdict(of: .none, stepsLeft: guess + 2, suspects: count, ask)
    if base != .good { return .contradiction(.base(base)) }
    var conflicts: [Outcome.Conflict] = []
    while true {
      let left = MinimalHittingSet.of(conflicts.map(\.set), dependencies)
      let candidate = all.subtracting(left.parts)
      let verdict = try verdict(of: candidate, stepsLeft: guess, suspects: candidate.count, ask)
      if verdict == .good { return maximal(candidate, conflicts) }
      let set = try minimal(within: candidate, isBad: { $0 != .good }, ask).set
      conflicts.append(.init(set, self.verdict(of: set) ?? verdict))
    }
  }

  /// Returns what was found, or a larger set that was tried on the way or before and was good.
  private func maximal(_ found: PartSet, _ conflicts: [Outcome.Conflict]) -> Outcome {
    let larger = verdicts.filter { $0.key.count > found.count && $0.value == .good }.keys.max { a, b in
      // Of several, always choose the same.
      a.count != b.count ? a.count < b.count : b.parts.lexicographicallyPrecedes(a.parts)
    }
    let largest = larger ?? found
    return .maximal(
      largest, conflicts: conflicts.filter { !$0.set.subtracting(largest.parts).isEmpty })
  }
}
