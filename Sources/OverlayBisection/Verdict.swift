/// The verdict on a set of parts.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// It works.
  case good
  /// It does not.
  case bad
  /// It cannot be decided.
  case unknown
  /// It cannot be merged, so it was not tried.
  case unmergeable
}

/// A set of parts that has to be tried.
public struct Question: Equatable, Sendable {
  /// What to try.
  public let set: PartSet
  /// The expected number of answers from here, including this one.
  public let stepsLeft: Int
  /// The number of parts that may still be the ones looked for.
  public let suspects: Int
}

/// How the parts are searched.
public enum Strategy: String, Hashable, Sendable, CaseIterable {
  /// Parts are added in order; finds where it turns bad by halving.
  case first
  /// Each part is tried alone, with what it needs.
  case single
  /// Finds a set that is bad and of which no part can be left out; there may be smaller ones of other parts.
  case minimal
  /// Finds the largest set that is good.
  case maximal
}
