public import DeviceTree
public import DeviceTreeBindings

/// What became of a node and of what it has, from one tree to another.
public struct NodeChange: Equatable, Sendable {
  /// What became of the node itself.
  public enum Kind: String, Sendable {
    /// It is there, where it was; see the properties.
    case changed
    /// It is there, in another place or under another name.
    case moved
    /// It is there, but its place among its siblings is another one.
    case reordered
    /// It is new, with all below it.
    case added
    /// It is gone, with all below it.
    case removed
  }

  /// What became of it.
  public let kind: Kind
  /// The node of the old tree; nil if it is new.
  public let old: NodeID?
  /// The node of the new tree; nil if it is gone.
  public let new: NodeID?
  /// What became of its properties; empty for a node that is new or gone.
  public let properties: [PropertyChange]
}

/// What became of a property.
public struct PropertyChange: Equatable, Sendable {
  /// What became of it.
  public enum Kind: String, Sendable {
    /// It has another value.
    case changed
    /// It has its value, but its place among the node's properties is another one.
    case reordered
    /// It is new.
    case added
    /// It is gone.
    case removed
  }

  /// What became of it.
  public let kind: Kind
  /// The property of the old tree; nil if it is new.
  public let old: PropertyID?
  /// The property of the new tree; nil if it is gone.
  public let new: PropertyID?
  /// What it was; nil if it is new.
  public let oldValue: TypedValue?
  /// What it is; nil if it is gone.
  public let newValue: TypedValue?
  /// Which groups of a changed value were replaced by which, in order.
  public let edits: [ValueEdit]
}

/// Groups of a value that were replaced by others; either may be none.
public struct ValueEdit: Equatable, Sendable {
  /// The groups of the old value.
  public let old: Range<Int>
  /// The groups of the new value.
  public let new: Range<Int>

  /// An edit of these groups.
  init(old: Range<Int>, new: Range<Int>) {
    self.old = old
    self.new = new
  }
}

/// What counts when trees are compared.
public struct ComparisonOptions: Sendable {
  /// Whether phandles are compared as the numbers that they are, not by the nodes that they mean.
  public var phandlesAreNumbers = false
  /// Whether the order of nodes and of properties counts.
  public var comparesOrder = false
  /// Whether `__symbols__`, `__fixups__` and `__local_fixups__` count: the labels.
  public var comparesLabels = false
  /// Says of the path of a node (`/soc/uart@1`) or property (`/soc/uart@1/status`) that it does not count,
  /// nor what is below it.
  public var isIgnored: (@Sendable (_ path: [UInt8]) -> Bool)?

  /// The defaults: what a kernel would notice.
  public init() {}
}
