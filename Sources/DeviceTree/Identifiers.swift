/// The number of a node in a `DeviceTree`.
public struct NodeID: Hashable, BitwiseCopyable, Sendable {
  /// The index of the node's record; the root's is 0.
  public let rawValue: UInt32

  /// The node with this index.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable
  init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  /// The number as an index into side arrays.
  @inlinable
  public var index: Int { Int(rawValue) }

  /// The root node.
  @inlinable
  public static var root: NodeID { NodeID(rawValue: 0) }

  @usableFromInline static var none: NodeID { NodeID(rawValue: .max) }

  @inlinable
  var exists: NodeID? { rawValue == .max ? nil : self }
}

/// The number of a property in a `DeviceTree`; later properties have higher numbers.
public struct PropertyID: Hashable, BitwiseCopyable, Sendable {
  /// The index of the property's record.
  public let rawValue: UInt32

  /// The property with this index.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable
  init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  /// The number as an index into side arrays.
  @inlinable
  public var index: Int { Int(rawValue) }

  @usableFromInline static var none: PropertyID { PropertyID(rawValue: .max) }

  @inlinable
  var exists: PropertyID? { rawValue == .max ? nil : self }
}

/// The number of a label in a `DeviceTree`.
public struct LabelID: Hashable, BitwiseCopyable, Sendable {
  /// The index of the label's record.
  public let rawValue: UInt32

  @inlinable
  init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  @inlinable
  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The number as an index into side arrays.
  @inlinable
  public var index: Int { Int(rawValue) }

  @usableFromInline static var none: LabelID { LabelID(rawValue: .max) }
}
