/// A version of the flattened format that can be written (Devicetree Specification 5.2 and, for the
/// older ones, dtc's table of versions).
public enum BlobVersion: UInt32, Sendable, CaseIterable {
  /// The first version: full paths as node names, values of 8 bytes or more aligned to 8.
  case v1 = 1
  /// Adds the boot CPU to the header.
  case v2 = 2
  /// Adds the size of the strings block to the header.
  case v3 = 3
  /// Node names instead of paths, no alignment, no `name` properties.
  case v16 = 16
  /// Adds the size of the structure block to the header.
  case v17 = 17

  /// The size of the header in bytes.
  var headerSize: Int { BlobHeader.size(version: rawValue) }

  /// The oldest version that the header says the blob is compatible with.
  var lastCompatible: UInt32 { rawValue < 16 ? 1 : 16 }

  /// Whether nodes are named by their full paths.
  var hasFullPaths: Bool { rawValue < 16 }
  /// Whether values of 8 bytes or more begin at a multiple of 8.
  var alignsValues: Bool { rawValue < 16 }
  /// Whether every node has a `name` property.
  var hasNameProperties: Bool { rawValue < 16 }
}

/// The tags of the structure block (Devicetree Specification 5.4.1).
public enum BlobTag {
  /// A node begins: its name follows.
  @inlinable @inline(__always) public static var beginNode: UInt32 { 1 }
  /// A node ends.
  @inlinable @inline(__always) public static var endNode: UInt32 { 2 }
  /// A property: its size, the offset of its name and its value follow.
  @inlinable @inline(__always) public static var property: UInt32 { 3 }
  /// Nothing: what it stands for was deleted.
  @inlinable @inline(__always) public static var nop: UInt32 { 4 }
  /// The structure block ends.
  @inlinable @inline(__always) public static var end: UInt32 { 9 }
}

/// Returns `value` rounded up to a multiple of `alignment`, which is a power of two.
@inline(__always)
package func aligned(_ value: Int, to alignment: Int) -> Int {
  (value &+ alignment &- 1) & ~(alignment &- 1)
}
