/// How overlays for one base get in each other's way: facts, which others put into words.
///
/// `OverlayTarget.conflicts(among:)` makes it. Overlays are told by their numbers in the given order.
public struct OverlayConflicts: Equatable, Sendable {
  /// The overlays' names, as the caller gave them.
  public let overlays: [String]
  /// The pairs that cannot both have their way, by the first and then the second overlay.
  public internal(set) var clashes: [Clash] = []
  /// The pairs of which one must come first.
  public internal(set) var orders: [Order] = []
  /// An order in which each comes after those that it needs, as near to the given one as can be; nil
  /// if there is none.
  public internal(set) var validOrder: [Int]?
  /// The order in which they were applied to be compared: the valid one, or if there is a cycle, those that can be
  /// ordered before the others as they were given.
  public internal(set) var order: [Int] = []
  /// Overlays that each need the next, and the last the first; nil if there is an order.
  public internal(set) var cycle: [Int]?
  /// The overlays that do not apply, even in a valid order.
  public internal(set) var failures: [Failure] = []

  /// Two overlays, of which the later one undoes something of the earlier.
  public struct Clash: Equatable, Sendable {
    /// The one that comes first in the given order.
    public let first: Int
    /// The other one.
    public let second: Int
    /// What they disagree on.
    public let subject: Subject
  }

  /// What two overlays disagree on.
  public enum Subject: Equatable, Sendable {
    /// Both write the property of the node at this path, with different values, and neither adds the node for the
    /// other to write to.
    case property(
      path: String, name: String, first: OverlayExplanation.Value, second: OverlayExplanation.Value)
    /// Both export the label, for different nodes.
    case label(String, first: String, second: String)
    /// `user` refers to a label that means the node at one path in the base, and in the other overlay another one.
    case takenLabel(String, user: Int, base: String, taken: String)
    /// `by` sets the status of the node at this path, which would be in use without that, to something other than
    /// "okay", and the other one refers to it, or does something to it or below it that is of no use now.
    case disabledNode(path: String, status: OverlayExplanation.Value, by: Int)
  }

  /// An overlay that must come before another one.
  public struct Order: Equatable, Sendable {
    /// The one that must come first; of several that will do, the first in the given order.
    public let before: Int
    /// The other one.
    public let after: Int
    /// Those of which any will do as well as `before`, in the given order.
    public internal(set) var alternatives: [Int] = []
    /// Why.
    public let reason: Reason

    /// Whether the given order is wrong here.
    public var isViolated: Bool { before > after }

    /// The ones of which one must come first.
    var providers: [Int] { [before] + alternatives }
  }

  /// Why an overlay must come before another one.
  public enum Reason: Equatable, Sendable {
    /// It exports a label that the other one needs.
    case label(String)
    /// It adds a node that the other one targets by path.
    case node(path: String)
    /// It needs the node at this path, which then is another one: the other overlay adds a node that the path means
    /// from then on.
    case hiddenNode(path: String)
    /// It needs the node of this label, whose path then means another one.
    case hiddenLabel(String)
    /// It needs this label, which the other overlay gives a node that cannot be referred to.
    case spoiledLabel(String)
  }

  /// An overlay that does not apply.
  public struct Failure: Equatable, Sendable {
    /// Which one.
    public let overlay: Int
    /// Why.
    public let error: OverlayError
  }

  /// Whether all can be applied in the given order and all have their way.
  public var isEmpty: Bool {
    clashes.isEmpty && failures.isEmpty && cycle == nil && !orders.contains(where: \.isViolated)
  }
}
