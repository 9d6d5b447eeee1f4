/// The largest set that is good.
///
/// Each set that is bad by itself and minimal must lose one of its members. So: leave out as few parts as
/// it takes to break all such sets that are known; if the others are good together, no larger set can
/// be. If they are not, there is another such set among them. More parts are taken never to make a bad
/// set good; if they do, the answer is still a set that was tried and is good, but there may be larger
/// ones.
///
/// A set of which nobody can tell, or that cannot be merged, is not good.
extension Bisection {
  mutating func searchMaximal<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    let guess = Self.halvings(count) + 3
    let base = try verdict(of: .none, stepsLeft: guess + 2, suspects: count, ask)
    if base != .good { return .contradiction(.base(base)) }
    var conflicts: [PartSet] = []
    while true {
      let left = MinimalHittingSet.of(conflicts, dependencies)
      let candidate = all.subtracting(left.parts)
      let verdict = try verdict(of: candidate, stepsLeft: guess, suspects: candidate.count, ask)
      if verdict == .good { return .maximal(candidate, conflicts: conflicts) }
      conflicts.append(try minimal(within: candidate, isBad: { $0 != .good }, ask).set)
    }
  }
}

/// As few parts as it takes to have one of each of several sets.
struct MinimalHittingSet {
  private let sets: [PartSet]
  private let dependencies: Dependencies
  private var best: PartSet
  /// How many choices may still be looked at. The problem is hard in theory; if it is in practice, a
  /// set that may be too large has to do.
  private var patience = 200_000

  /// The smallest set, closed under what needs its members, that shares a member with each of `sets`;
  /// of several, the one that leaves the first parts in.
  static func of(_ sets: [PartSet], _ dependencies: Dependencies) -> PartSet {
    var search = MinimalHittingSet(sets, dependencies)
    search.extend(.none)
    return search.best
  }

  private init(_ sets: [PartSet], _ dependencies: Dependencies) {
    self.sets = sets
    self.dependencies = dependencies
    best = dependencies.withDependents(sets.flatMap(\.parts))
  }

  private mutating func extend(_ chosen: PartSet) {
    patience -= 1
    if patience < 0 || (chosen.count >= best.count && !sets.isEmpty) { return }
    guard let open = sets.first(where: { set in !set.parts.contains(where: chosen.contains) }) else {
      best = chosen
      return
    }
    for part in open.parts.reversed() {
      extend(chosen.union(dependencies.withDependents([part]).parts))
    }
  }
}
