/// What a search ended with.
public enum Outcome: Equatable, Sendable {
  /// The parts before these are good together, and with these they are bad. It is one part, unless
  /// nobody could tell in between.
  case first(parts: Range<Int>)
  /// Each part on its own.
  case single([Row])
  /// These parts are bad together, and none of them can be left out; of those in `undecided`, nobody
  /// could tell.
  case minimal(PartSet, undecided: PartSet)
  /// These parts are good together, and no larger set is known to be; each of `conflicts` is not, so that something
  /// of each is left out.
  case maximal(PartSet, conflicts: [Conflict])
  /// What was known cannot be, or nothing can be known: there is nothing to search.
  case contradiction(Contradiction)

  /// A part on its own.
  public struct Row: Equatable, Sendable {
    /// The part.
    public let part: Int
    /// The part with what it needs.
    public let set: PartSet
    /// What was found of them.
    public let verdict: Verdict
  }

  /// Parts that are not good together.
  public struct Conflict: Equatable, Sendable {
    /// The parts.
    public let set: PartSet
    /// What was found of them: anything but good.
    public let verdict: Verdict

    /// The conflict of these parts.
    public init(_ set: PartSet, _ verdict: Verdict) {
      self.set = set
      self.verdict = verdict
    }
  }

  /// Why there is nothing to search.
  public enum Contradiction: Equatable, Sendable {
    /// Without any of the parts it is bad already, or nobody can tell, or it cannot be merged.
    case base(Verdict)
    /// With all of the parts it is good, or nobody can tell, or it cannot be merged.
    case full(Verdict)
  }
}
