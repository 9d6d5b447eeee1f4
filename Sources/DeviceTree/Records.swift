public import SourceText

/// A node as it is stored: names and links, all 32 bits wide.
@usableFromInline
struct NodeRecord: Sendable, BitwiseCopyable {
  @usableFromInline var name: Symbol
  @usableFromInline var parent: NodeID = .none
  @usableFromInline var firstChild: NodeID = .none
  @usableFromInline var lastChild: NodeID = .none
  @usableFromInline var nextSibling: NodeID = .none
  @usableFromInline var firstProperty: PropertyID = .none
  @usableFromInline var lastProperty: PropertyID = .none
  @usableFromInline var firstLabel: LabelID = .none
  /// The last block that was merged into this node, which links to the one before.
  @usableFromInline var lastMerged: NodeID = .none
  /// The value of `phandle` or `linux,phandle`; 0 if there is none.
  @usableFromInline var phandle: UInt32 = 0
  @usableFromInline var propertyCount: UInt32 = 0
  @usableFromInline var flags: NodeFlags = []

  @usableFromInline
  init(name: Symbol) { self.name = name }

  /// Links a property, and returns the one that it follows (or precedes, if it is to be the first) and how
  /// many there are.
  @inlinable @inline(__always)
  mutating func take(_ property: PropertyID, at position: LinkPosition) -> (PropertyID, Int) {
    propertyCount &+= 1
    let last = lastProperty
    if last == .none {
      firstProperty = property
      lastProperty = property
      return (.none, Int(propertyCount))
    }
    if position == .first {
      let first = firstProperty
      firstProperty = property
      return (first, Int(propertyCount))
    }
    lastProperty = property
    return (last, Int(propertyCount))
  }
}

/// Facts about a node besides its links.
@usableFromInline
struct NodeFlags: OptionSet, Sendable, BitwiseCopyable {
  @usableFromInline let rawValue: UInt8

  @inlinable
  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Removed from the tree, but keeping its place for a later definition of the same name.
  @inlinable static var deleted: NodeFlags { NodeFlags(rawValue: 1) }
  /// `/omit-if-no-ref/`.
  @inlinable static var omitIfUnreferenced: NodeFlags { NodeFlags(rawValue: 2) }
  /// Some reference leads here.
  @inlinable static var referenced: NodeFlags { NodeFlags(rawValue: 4) }
  /// Made for a `/delete-node/`: the first thing that a block said about its name was to delete it.
  @inlinable static var deletion: NodeFlags { NodeFlags(rawValue: 8) }
}

/// A property as it is stored: a name and a range of the value arena.
@usableFromInline
struct PropertyRecord: Sendable, BitwiseCopyable {
  @usableFromInline var name: Symbol
  @usableFromInline var owner: NodeID
  @usableFromInline var next: PropertyID = .none
  @usableFromInline var value: PropertyValue
  @usableFromInline var firstLabel: LabelID = .none
  /// The record that holds what this property was before it was last overridden.
  @usableFromInline var superseded: PropertyID = .none
  @usableFromInline var isDeleted = false
  /// Whether the record represents a `/delete-property/`, which leaves no value.
  @usableFromInline var isDeletion = false

  @usableFromInline
  init(name: Symbol, owner: NodeID, value: PropertyValue) {
    self.name = name
    self.owner = owner
    self.value = value
  }
}

/// A label as it is stored.
@usableFromInline
struct LabelRecord: Sendable, BitwiseCopyable {
  @usableFromInline var name: Symbol
  /// The next label of the same node or property.
  @usableFromInline var next: LabelID
  /// The node; `.none` for a label on a property.
  @usableFromInline var node: NodeID
  /// The property; `.none` for a label on a node.
  @usableFromInline var property: PropertyID
  /// The next label of the same name on any node, or on any property.
  @usableFromInline var nextNamesake: LabelID = .none
  @usableFromInline var isDeleted = false
  /// Whether it has been removed from the list of its name; see `dropDeletedLabels(named:)`.
  @usableFromInline var isUnlinked = false

  @usableFromInline
  init(name: Symbol, next: LabelID, node: NodeID, property: PropertyID) {
    self.name = name
    self.next = next
    self.node = node
    self.property = property
  }
}

/// A property's value: a range of the tree's value arena and the markers in it.
public struct PropertyValue: Equatable, Sendable, BitwiseCopyable {
  /// The offset of the first byte in the arena.
  @usableFromInline var start: UInt32
  /// The length in bytes.
  @usableFromInline var length: UInt32
  @usableFromInline var firstMarker: UInt32
  /// How many markers there are; the highest bit says whether any of them is not a type.
  @usableFromInline var markerBits: UInt32

  @inlinable
  init(start: UInt32, length: UInt32, firstMarker: UInt32, markerCount: UInt32, hasReferences: Bool = false) {
    self.start = start
    self.length = length
    self.firstMarker = firstMarker
    markerBits = markerCount & 0x7FFF_FFFF | (hasReferences ? 0x8000_0000 : 0)
  }

  @inlinable
  var markerCount: UInt32 { markerBits & 0x7FFF_FFFF }

  /// Whether its markers include references or labels, and not only types.
  @inlinable
  public var hasReferences: Bool { markerBits & 0x8000_0000 != 0 }

  /// The value without bytes and markers.
  @inlinable
  public static var empty: PropertyValue {
    PropertyValue(start: 0, length: 0, firstMarker: 0, markerCount: 0)
  }

  /// The length in bytes.
  @inlinable
  public var count: Int { Int(length) }

  @inlinable
  var bytes: Range<Int> { Int(start)..<Int(start) + Int(length) }

  @inlinable
  var markers: Range<Int> { Int(firstMarker)..<Int(firstMarker) + Int(markerCount) }
}

/// Something at an offset in a value that its bytes do not show: a reference, a label, a type.
public struct Marker: Equatable, Sendable, BitwiseCopyable {
  /// What is at the offset.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// A cell that is to hold the phandle of `reference`.
    case phandleReference
    /// The place where the path of `reference` is to be inserted.
    case pathReference
    /// A label in the value.
    case label
    /// From here on, bytes (`[…]`, `/bits/ 8`).
    case uint8
    /// From here on, 16-bit elements (`/bits/ 16`).
    case uint16
    /// From here on, cells (`<…>`).
    case uint32
    /// From here on, 64-bit elements (`/bits/ 64`).
    case uint64
    /// From here on, a string.
    case string
    /// From here on, a file's contents, which leave the type as it is. Only dtc's own output shows it.
    case contents
  }

  /// The offset in the value, in bytes.
  public var offset: UInt32
  /// What is at the offset.
  public var kind: Kind
  /// The label, path (`/soc/uart`) or both (`soc/uart`) that is referred to; for a label, the label itself.
  public var reference: Symbol
  /// Where it was written.
  public var origin: Origin

  /// Creates a marker with these parts.
  @inlinable
  public init(offset: UInt32, kind: Kind, reference: Symbol = .empty, origin: Origin = .none) {
    self.offset = offset
    self.kind = kind
    self.reference = reference
    self.origin = origin
  }
}

/// Where a node or property was written: from its first byte (a node's brace, a property's name) to
/// its semicolon.
public struct Extent: Equatable, Sendable, BitwiseCopyable {
  /// Where it begins.
  public var start: Origin
  /// Where its semicolon is.
  public var end: SourceLocation
  /// Where a node's name is, which precedes the brace; `.none` for what begins with its name.
  public var name: Origin

  /// Creates an extent with these ends.
  @inlinable
  public init(start: Origin, end: SourceLocation, name: Origin = .none) {
    self.start = start
    self.end = end
    self.name = name
  }

  /// The extent of what was not written in a source.
  @inlinable
  public static var none: Extent { Extent(start: .none, end: .none) }

  /// Whether it was written somewhere.
  @inlinable
  var exists: Bool { start.location != .none }

  /// Where to point: at the name.
  public var place: Origin { name == .none ? start : name }
}

/// An entry of the memory reservation block (Devicetree Specification 5.3): physical addresses that a client
/// program must not use.
public struct MemoryReservation: Equatable, Sendable {
  /// The first address.
  public var address: UInt64
  /// The size in bytes.
  public var size: UInt64
  /// The labels before `/memreserve/`, the last one first.
  public var labels: [Symbol]

  /// Creates the reservation of `size` bytes from `address`.
  public init(address: UInt64, size: UInt64, labels: [Symbol] = []) {
    self.address = address
    self.size = size
    self.labels = labels
  }
}
