extension Bisection {
  /// Adds parts in order, and finds the smallest number of them that is bad by halving.
  ///
  /// This takes two questions for the ends and ceil(log2(count)) between them. Both sides of the place where
  /// it turns bad were actually tried, so the answer holds even if it turns good again elsewhere. Instead of
  /// the empty set, any known good one may be an end: without some parts, it may never have worked.
  mutating func searchFirst<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    let ends: Range<Int>
    if let known = knownEnds {
      ends = known
    } else if let good = beginnings({ $0 == .good }).last {
      let full = try verdict(
        of: all, stepsLeft: Self.halvings(count - good) + 1, suspects: count - good, ask)
      if full != .bad { return .contradiction(.full(full)) }
      ends = good..<count
    } else {
      if let contradiction = try checkEnds(stepsBetween: Self.halvings(count), ask) {
        return .contradiction(contradiction)
      }
      ends = 0..<count
    }
    let parts = try boundary(
      from: ends.lowerBound, to: ends.upperBound, stepsBehind: 0, isBad: { $0 == .bad },
      sets: { PartSet(first: $0) }, ask)
    return .first(parts: parts)
  }

  /// The smallest known number of first parts that is bad, above one known to be good, and the largest good
  /// number below it.
  private var knownEnds: Range<Int>? {
    let good = beginnings { $0 == .good }
    guard let least = good.first, let high = beginnings({ $0 == .bad }).first(where: { $0 > least }) else {
      return nil
    }
    return good.last { $0 < high }.map { $0..<high }
  }

  /// Returns the sizes, in order, of the sets that consist of the first parts and have such a verdict.
  private func beginnings(_ isMeant: (Verdict) -> Bool) -> [Int] {
    verdicts.compactMap { set, verdict in
      isMeant(verdict) && (set.parts.last ?? -1) == set.count - 1 ? set.count : nil
    }.sorted()
  }

  /// Tries each part alone, or with what it needs.
  mutating func searchSingle<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    if let contradiction = try checkEnds(stepsBetween: count, ask),
      contradiction != .full(.unmergeable)
    {
      return .contradiction(contradiction)
    }
    var rows: [Outcome.Row] = []
    for part in 0..<count {
      let set = dependencies.completed(PartSet([part]))
      let verdict = try verdict(of: set, stepsLeft: count - part, suspects: count - part, ask)
      rows.append(Outcome.Row(part: part, set: set, verdict: verdict))
    }
    return .single(rows)
  }
}
