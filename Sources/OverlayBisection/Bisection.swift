/// A search for the parts that make a device tree bad: which questions to ask, and what follows from the
/// answers. It has no side effects: no files, no clock, no commands.
///
/// A strategy is a straight sequence of questions. Answers are kept, so the sequence can be walked again from
/// its start: `next(isMergeable:)` does so until it meets a question without an answer. This makes searches
/// resumable: the state of a search is its list of answers.
public struct Bisection: Equatable, Sendable {
  /// How it searches.
  public let strategy: Strategy
  /// Which parts need which.
  public let dependencies: Dependencies
  /// The answers so far.
  private(set) var verdicts: [PartSet: Verdict] = [:]

  /// Creates a search among as many parts as `dependencies` has.
  public init(_ strategy: Strategy, _ dependencies: Dependencies) {
    self.strategy = strategy
    self.dependencies = dependencies
  }

  /// The number of parts that are searched.
  public var count: Int { dependencies.count }

  /// All parts.
  public var all: PartSet { PartSet(first: count) }

  /// Returns the answer for a set, if known.
  public func verdict(of set: PartSet) -> Verdict? { verdicts[set] }

  /// Records an answer, whether it was asked for or not. Returns an earlier answer that differs, which is
  /// then kept.
  public mutating func record(_ verdict: Verdict, of set: PartSet) -> Verdict? {
    if let known = verdicts[set], known != verdict { return known }
    verdicts[set] = verdict
    return nil
  }

  /// Searches to the end; no set is asked about twice.
  public mutating func run<Failure: Error>(
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome {
    switch strategy {
    case .first: try searchFirst(ask)
    case .single: try searchSingle(ask)
    case .minimal: try searchMinimal(ask)
    case .maximal: try searchMaximal(ask)
    }
  }

  /// The next step of a search.
  public enum Step: Equatable, Sendable {
    /// This has to be tried.
    case question(Question)
    /// Nothing is left to try; this is the outcome.
    case finished(Outcome)
  }

  /// Returns the next step; sets that cannot be merged are not asked about.
  public func next(isMergeable: (PartSet) -> Bool) -> Step {
    var replayed = self
    do throws(Open) {
      let outcome = try replayed.run { question throws(Open) in
        if isMergeable(question.set) { throw Open(question: question) }
        return .unmergeable
      }
      return .finished(outcome)
    } catch {
      return .question(error.question)
    }
  }

  /// A question without an answer.
  private struct Open: Error {
    let question: Question
  }
}

// MARK: - Asking

extension Bisection {
  /// Returns the answer for a set, asking if it is not known.
  mutating func verdict<Failure: Error>(
    of set: PartSet, stepsLeft: Int, suspects: Int, _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Verdict {
    if let known = verdicts[set] { return known }
    let verdict = try ask(Question(set: set, stepsLeft: stepsLeft, suspects: suspects))
    verdicts[set] = verdict
    return verdict
  }

  /// Tries none and all of the parts: if the former is not good or the latter not bad, there is nothing to
  /// search.
  mutating func checkEnds<Failure: Error>(
    stepsBetween: Int, _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Outcome.Contradiction? {
    let further = verdicts[all] == nil ? 1 : 0
    let base = try verdict(
      of: .none, stepsLeft: stepsBetween + 1 + further, suspects: count, ask)
    if base != .good { return .base(base) }
    let full = try verdict(of: all, stepsLeft: stepsBetween + 1, suspects: count, ask)
    return full == .bad ? nil : .full(full)
  }

  /// The number of halvings that leave one of `count`.
  static func halvings(_ count: Int) -> Int {
    count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }

  /// Returns where a growing sequence of sets turns bad: set number `low` is not bad and `high` is. If a set
  /// cannot be decided, its neighbors are tried, the nearest first; so the two ends returned differ by more
  /// than one only if no set between them can be decided.
  mutating func boundary<Failure: Error>(
    from low: Int, to high: Int, stepsBehind: Int, isBad: (Verdict) -> Bool, sets: (Int) -> PartSet,
    _ ask: (Question) throws(Failure) -> Verdict
  ) throws(Failure) -> Range<Int> {
    var (low, high) = (low, high)
    narrowing: while high - low > 1 {
      let middle = low + (high - low) / 2
      for distance in 0..<(high - low) {
        for number in distance == 0 ? [middle] : [middle - distance, middle + distance] {
          guard low < number, number < high else { continue }
          let verdict = try verdict(
            of: sets(number), stepsLeft: Self.halvings(high - low) + stepsBehind, suspects: high - low,
            ask)
          if isBad(verdict) {
            high = number
            continue narrowing
          }
          if verdict == .good {
            low = number
            continue narrowing
          }
        }
      }
      break
    }
    return low..<high
  }
}
