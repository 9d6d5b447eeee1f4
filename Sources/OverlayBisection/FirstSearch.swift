extension Bisection {
  /// Parts are added in order; the first so many that are bad are found by halving.
  ///
  /// Two questions for the ends and ceil(log2(count)) between them. Where it turns bad was really
  /// tried on both sides, so the answer holds even if it turns good again somewhere else. What is known to be good
  /// may be an end, too: without some parts, it may never have worked.
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

  /// How many parts from the first one on are known to be bad together, at least, and how many fewer to be good.
  private var knownEnds: Range<Int>? {
    let good = beginnings { $0 == .good }
    guard let least = good.first, let high = beginnings({ $0 == .bad }).first(where: { $0 > least }) else {
      return nil
    }
    return good.last { $0 < high }.map { $0..<high }
  }

  /// How many parts they have of which so much is known and that are the first ones, in order.
  private func beginnings(_ isMeant: (Verdict) -> Bool) -> [Int] {
    verdicts.compactMap { set, verdict in
      isMeant(verdict) && (set.parts.last ?? -1) == set.count - 1 ? set.count : nil
    }.sorted()
  }

  /// Each part is tried alone, or with what it needs.
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
