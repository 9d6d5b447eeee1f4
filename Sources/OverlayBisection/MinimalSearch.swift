/// Delta debugging: reduces a bad set to one from which nothing can be left out.
///
/// Questions may cost an evening each, so the set is not cut into ever smaller chunks, as in ddmin, but built
/// member by member. The shortest bad beginning of a bad set is found by halving; its last part is needed.
/// With that part kept, the same is done with the parts before it, until the parts kept are bad on their own.
/// This takes about log2(n) questions per member.
///
/// That would be enough if adding parts never made a bad set good. Since it may, and since some sets may be
/// undecided, the set is then reduced as in ddmin: chunks are left out, ever smaller ones, until leaving out
/// each single part was tried and is not bad.
extension Bisection {
  mutating func searchMinimal<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    // The steps are the last part, whether it is enough, and whether it can be left out.
    if let contradiction = try checkEnds(stepsBetween: Self.halvings(count) + 1, ask) {
      return .contradiction(contradiction)
    }
    let found = try minimal(within: all, isBad: { $0 == .bad }, ask)
    return .minimal(found.set, undecided: found.undecided)
  }

  /// Returns a minimal bad set within a bad one that has everything its parts need.
  mutating func minimal<Failure: Error>(
    within bad: PartSet, isBad: (Verdict) -> Bool, _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> (set: PartSet, undecided: PartSet) {
    var (kept, rest) = (PartSet.none, bad.parts)
    var isBlurred = false
    while !rest.isEmpty {
      if !kept.isEmpty {
        let steps = 1 + Self.halvings(rest.count) + kept.count
        let verdict = try verdict(of: kept, stepsLeft: steps, suspects: rest.count, ask)
        if isBad(verdict) { break }
      }
      let members = try boundary(
        from: 0, to: rest.count, stepsBehind: kept.count + 1, isBad: isBad,
        sets: { [kept, rest, dependencies] in dependencies.completed(kept.union(rest[..<$0])) }, ask)
      if members.count > 1 { isBlurred = true }
      kept = dependencies.completed(kept.union(rest[members]))
      rest = rest[..<members.lowerBound].filter { !kept.contains($0) }
    }
    return try reduced(kept, chunk: isBlurred ? kept.count / 2 : 1, isBad: isBad, ask)
  }

  /// Leaves parts out of a bad set until none can be.
  private mutating func reduced<Failure: Error>(
    _ bad: PartSet, chunk: Int, isBad: (Verdict) -> Bool,
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> (set: PartSet, undecided: PartSet) {
    var set = bad
    var size = max(1, chunk)
    while true {
      var undecided: [Int] = []
      var isSmaller = false
      var end = set.count
      while end > 0 {
        let chunk = set.parts[max(0, end - size)..<end]
        end -= chunk.count
        let smaller = dependencies.removing(chunk, from: set)
        if smaller.isEmpty { continue }
        let verdict = try verdict(of: smaller, stepsLeft: end / size + 1, suspects: set.count, ask)
        if isBad(verdict) {
          set = smaller
          isSmaller = true
          end = min(end, set.count)
        } else if verdict == .unknown {
          undecided += chunk
        }
      }
      if size > 1 {
        size /= 2
      } else if !isSmaller {
        return (set, PartSet(undecided))
      }
    }
  }
}
