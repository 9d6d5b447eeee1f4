public import DeviceTree
public import DeviceTreeBindings

/// A change to a node and its properties from one tree to another.
public struct NodeChange: Equatable, Sendable {
  /// The kind of a change to a node.
  public enum Kind: String, Sendable {
    /// Its place is unchanged, but its properties are not.
    case changed
    /// It has another parent or name.
    case moved
    /// Its position among its siblings is different.
    case reordered
    /// It is new, with everything below it.
    case added
    /// It is gone, with everything below it.
    case removed
  }

  /// The kind of the change.
  public let kind: Kind
  /// The node of the old tree; nil if it is new.
  public let old: NodeID?
  /// The node of the new tree; nil if it is gone.
  public let new: NodeID?
  /// The changes to its properties; empty for a node that is new or gone.
  public let properties: [PropertyChange]
}

/// A change to a property.
public struct PropertyChange: Equatable, Sendable {
  /// The kind of a change to a property.
  public enum Kind: String, Sendable {
    /// It has another value.
    case changed
    /// Its value is unchanged, but its position among the node's properties is different.
    case reordered
    /// It is new.
    case added
    /// It is gone.
    case removed
  }

  /// The kind of the change.
  public let kind: Kind
  /// The property of the old tree; nil if it is new.
  public let old: PropertyID?
  /// The property of the new tree; nil if it is gone.
  public let new: PropertyID?
  /// The old value; nil if it is new.
  public let oldValue: TypedValue?
  /// The new value; nil if it is gone.
  public let newValue: TypedValue?
  /// The edits that turn the groups of the old value into those of the new one, in order.
  public let edits: [ValueEdit]
}

/// Groups of a value that were replaced by others; either range may be empty.
public struct ValueEdit: Equatable, Sendable {
  /// The groups of the old value.
  public let old: Range<Int>
  /// The groups of the new value.
  public let new: Range<Int>

  /// Creates an edit.
  init(old: Range<Int>, new: Range<Int>) {
    self.old = old
    self.new = new
  }
}

/// Options for what counts as a difference between trees.
public struct ComparisonOptions: Sendable {
  /// Whether phandles are compared as numbers, not by the nodes that they refer to.
  public var phandlesAreNumbers = false
  /// Whether the order of nodes and of properties counts.
  public var comparesOrder = false
  /// Whether labels count: `__symbols__`, `__fixups__` and `__local_fixups__`.
  public var comparesLabels = false
  /// Whether a node (`/soc/uart@1`), with everything below it, or a property (`/soc/uart@1/status`) is to be
  /// ignored, by its path.
  public var isIgnored: (@Sendable (_ path: [UInt8]) -> Bool)?

  /// Creates the default options: what a kernel would notice.
  public init() {}
}
