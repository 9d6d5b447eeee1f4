/// How overlays for one base conflict with each other: facts only, which callers put into words.
///
/// `OverlayTarget.conflicts(among:)` makes it. Overlays are identified by their indexes in the given order.
public struct OverlayConflicts: Equatable, Sendable {
  /// The overlays' names, as the caller gave them.
  public let overlays: [String]
  /// The pairs that cannot both have their way, sorted by the first (the base comes before all) and then the
  /// second overlay.
  public internal(set) var clashes: [Clash] = []
  /// The pairs of which one must come first.
  public internal(set) var orders: [Order] = []
  /// An order in which each overlay comes after those that it needs, as near to the given one as possible;
  /// nil if there is none.
  public internal(set) var validOrder: [Int]?
  /// The order in which they were applied for the comparison: the valid order, or if there is a cycle, first
  /// those that can be ordered and then the others as given.
  public internal(set) var order: [Int] = []
  /// Overlays of which each needs the next, and the last the first; nil if there is an order.
  public internal(set) var cycle: [Int]?
  /// The overlays that do not apply, even in a valid order.
  public internal(set) var failures: [Failure] = []

  /// Two overlays of which the later one undoes something that the earlier one does, or an overlay that
  /// wants what a device of the base has.
  public struct Clash: Equatable, Sendable {
    /// The one that comes first in the given order; nil for the base.
    public let first: Int?
    /// The other one.
    public let second: Int
    /// What they disagree on.
    public let subject: Subject
  }

  /// What two overlays disagree on.
  public enum Subject: Equatable, Sendable {
    /// Both write this property of the node at this path, with different values, and neither adds the node
    /// for the other to write to.
    case property(
      path: String, name: String, first: OverlayExplanation.Value, second: OverlayExplanation.Value)
    /// Both export the label, for different nodes.
    case label(String, first: String, second: String)
    /// `user` refers to a label that means the node at `base` in the base, but the one at `taken` in the
    /// other overlay.
    case takenLabel(String, user: Int, base: String, taken: String)
    /// `by` sets the status of the node at this path, which would be in use otherwise, to something other
    /// than "okay", and the other overlay refers to the node, or changes something in or below it to no
    /// effect.
    case disabledNode(path: String, status: OverlayExplanation.Value, by: Int)
    /// Enabled nodes ask for the same line of the GPIO controller at this path.
    case gpioLine(controller: String, line: [UInt32], first: DeviceUse, second: DeviceUse)
    /// Enabled devices ask for these pins or groups of the pin controller at the path; none if they ask for
    /// all that the pin control node at the path configures.
    case pins([String], of: String, first: DeviceUse, second: DeviceUse)
  }

  /// A property of a node that asks for a GPIO line or for pins.
  public struct DeviceUse: Equatable, Sendable {
    /// The node's path.
    public let path: String
    /// The property's name.
    public let property: String
  }

  /// An overlay that must come before another one.
  public struct Order: Equatable, Sendable {
    /// The one that must come first; if any of several will do, the first in the given order.
    public let before: Int
    /// The other one.
    public let after: Int
    /// The overlays that will do as well as `before`, in the given order.
    public internal(set) var alternatives: [Int] = []
    /// Why.
    public let reason: Reason

    /// Whether the given order violates it.
    public var isViolated: Bool { before > after }

    /// The overlays of which one must come first.
    var providers: [Int] { [before] + alternatives }
  }

  /// Why an overlay must come before another one.
  public enum Reason: Equatable, Sendable {
    /// It exports a label that the other one needs.
    case label(String)
    /// It adds a node that the other one targets by path.
    case node(path: String)
    /// It needs the node at this path; after the other overlay has added a node, the path means that one.
    case hiddenNode(path: String)
    /// It needs the node of this label, whose path then means a different one.
    case hiddenLabel(String)
    /// It needs this label, to which the other overlay gives a node that cannot be referred to.
    case spoiledLabel(String)
  }

  /// An overlay that does not apply.
  public struct Failure: Equatable, Sendable {
    /// Which one.
    public let overlay: Int
    /// Why.
    public let error: OverlayError
  }

  /// Whether all overlays apply in the given order and all have their way.
  public var isEmpty: Bool {
    clashes.isEmpty && failures.isEmpty && cycle == nil && !orders.contains(where: \.isViolated)
  }
}
