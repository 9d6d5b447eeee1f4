/// The outcome of a search.
public enum Outcome: Equatable, Sendable {
  /// The parts before these are good together, and with these they are bad. It is one part, unless the sets
  /// in between could not be decided.
  case first(parts: Range<Int>)
  /// Each part on its own.
  case single([Row])
  /// These parts are bad together, and none of them can be left out; for those in `undecided`, this could not
  /// be decided.
  case minimal(PartSet, undecided: PartSet)
  /// These parts are good together, and no larger set is known to be; each of `conflicts` is not good, so
  /// that some part of each is left out.
  case maximal(PartSet, conflicts: [Conflict])
  /// The ends are not as assumed, or cannot be decided: there is nothing to search.
  case contradiction(Contradiction)

  /// A part on its own.
  public struct Row: Equatable, Sendable {
    /// The part.
    public let part: Int
    /// The part with what it needs.
    public let set: PartSet
    /// The verdict on that set.
    public let verdict: Verdict

    /// Returns a part that this one needs and that is bad itself, which leaves nothing to say of this one; nil
    /// if there is none. `rows` are all parts on their own.
    public func badNeed(in rows: [Row]) -> Int? {
      guard verdict == .bad else { return nil }
      return rows.first { $0.verdict == .bad && $0.part != part && set.contains($0.part) }?.part
    }

    /// Returns the verdict on the part itself; nil if there is none, whatever the verdict on the set.
    public func ownVerdict(in rows: [Row]) -> Verdict? { badNeed(in: rows) == nil ? verdict : nil }
  }

  /// Parts that are not good together.
  public struct Conflict: Equatable, Sendable {
    /// The parts.
    public let set: PartSet
    /// The verdict on them: anything but good.
    public let verdict: Verdict

    /// Creates a conflict.
    public init(_ set: PartSet, _ verdict: Verdict) {
      self.set = set
      self.verdict = verdict
    }
  }

  /// Why there is nothing to search.
  public enum Contradiction: Equatable, Sendable {
    /// Without any of the parts it is bad, or cannot be decided or merged.
    case base(Verdict)
    /// With all of the parts it is good, or cannot be decided or merged.
    case full(Verdict)
  }
}
