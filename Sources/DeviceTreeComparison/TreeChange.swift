public import DeviceTree
public import DeviceTreeBindings

/// What became of a node and its properties, from one tree to another.
public struct NodeChange: Equatable, Sendable {
  /// What became of the node itself.
  public enum Kind: String, Sendable {
    /// It is where it was, but its properties have changed.
    case changed
    /// It is in another place or under another name.
    case moved
    /// Its place among its siblings is another one.
    case reordered
    /// It is new, along with everything below it.
    case added
    /// It is gone, along with everything below it.
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
    /// Its place among the node's properties is another one.
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
  /// Its old value; nil if it is new.
  public let oldValue: TypedValue?
  /// Its new value; nil if it is gone.
  public let newValue: TypedValue?
  /// Which groups of a changed value were replaced by which, in order.
  public let edits: [ValueEdit]
}

/// Groups of a value that were replaced by others; either range may be empty.
public struct ValueEdit: Equatable, Sendable {
  /// The groups of the old value.
  public let old: Range<Int>
  /// The groups of the new value.
  public let new: Range<Int>

  /// Creates an edit of these groups.
  init(old: Range<Int>, new: Range<Int>) {
    self.old = old
    self.new = new
  }
}

/// The parts of a tree that do not count.
public struct IgnoredParts: Sendable {
  /// By node: whether it is ignored, along with everything below it. The root never is.
  public var nodes: [Bool]
  /// By property: whether it is ignored.
  public var properties: [Bool]

  /// Ignores nothing of a tree.
  public init(_ tree: DeviceTree) {
    nodes = Array(repeating: false, count: tree.nodeCapacity)
    properties = Array(repeating: false, count: tree.propertyCapacity)
  }
}

/// What counts when trees are compared.
public struct ComparisonOptions: Sendable {
  /// Whether phandles are compared as numbers, not by the nodes that they refer to.
  public var phandlesAreNumbers = false
  /// Whether the order of nodes and of properties counts.
  public var comparesOrder = false
  /// Whether labels count: `__symbols__`, `__fixups__` and `__local_fixups__`.
  public var comparesLabels = false
  /// What is ignored in the old tree, along with its counterparts in the new one; nil for nothing.
  public var ignoredInOld: IgnoredParts?
  /// What is ignored in the new tree, along with its counterparts in the old one; nil for nothing.
  public var ignoredInNew: IgnoredParts?

  /// Creates the default options: what a kernel would notice counts.
  public init() {}
}
