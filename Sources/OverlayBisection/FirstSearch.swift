extension Bisection {
  /// Parts are added in order; the first so many that are bad are found by halving.
  ///
  /// Two questions for the ends and ceil(log2(count)) between them. Where it turns bad was really
  /// tried on both sides, so the answer holds even if it turns good again somewhere else.
  mutating func searchFirst<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    let between = Self.halvings(count)
    if let contradiction = try checkEnds(stepsBetween: between, ask) {
      return .contradiction(contradiction)
    }
    let parts = try boundary(
      from: 0, to: count, stepsBehind: 0, isBad: { $0 == .bad }, sets: { PartSet(first: $0) }, ask)
    return .first(parts: parts)
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
