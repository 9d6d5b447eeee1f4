/// What was found of a set of parts.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// It works.
  case good
  /// It does not.
  case bad
  /// Nobody can tell.
  case unknown
  /// It cannot be merged, so that nobody was asked.
  case unmergeable
}

/// A set of parts that somebody is to try.
public struct Question: Equatable, Sendable {
  /// What to try.
  public let set: PartSet
  /// How many answers it takes from here, this one among them, if all goes as it mostly does.
  public let stepsLeft: Int
  /// The parts that may still be the ones that are looked for.
  public let suspects: Int
}

/// How the parts are searched.
public enum Strategy: String, Hashable, Sendable, CaseIterable {
  /// Parts are added in order; where does it turn bad? By halving.
  case first
  /// Each part alone, with what it needs.
  case single
  /// A set that is bad and of which no part can be left out; there may be smaller ones of other parts.
  case minimal
  /// The largest set that is good.
  case maximal
}
