public import DeviceTree
import SourceText

/// What the tree of a decoded blob does not hold but a later encoding needs, to produce the bytes
/// that libfdt's in-place editing would have left.
public struct BlobLayout: Sendable {
  /// The strings block as it was.
  public var strings: [UInt8]
  /// The offset of each decoded property's name in the strings block, indexed by `PropertyID`.
  var nameOffsets: [UInt32]
  /// The version of the blob.
  public var version: UInt32
  /// The header's last compatible version after libfdt's `fdt_open_into`: the original one, or 16 if
  /// the blocks had to be put in order or the blob's version is below 16.
  public var lastCompatibleVersion: UInt32
  /// The address in the reservation entry of size 0 that ends the block.
  var reservationsEndAddress: UInt64
  /// The bytes after the end tag that still belong to the structure block.
  var structureTail: [UInt8]
  /// The bytes that pad nodes' names and properties' values to a multiple of 4, where they are not zero.
  public var filling = Filling()
  /// The bytes between the structure block and the strings block.
  var gap: [UInt8] = []
  /// The bytes after the strings block.
  var rest = BlobRest()
  /// The NOP tags, if there were any.
  var nops = NOPTags()
}

/// The bytes that pad to a multiple of 4.
///
/// They should be zero, but libfdt does not clear them: when a value is replaced or inserted, they
/// keep whatever was in that place before.
public struct Filling: Sendable {
  /// By property: its padding, the first byte lowest; 0 is all zeros, as is everything beyond the end.
  ///
  /// (A single overlay that replaces `disabled` leaves padding, and then every property is looked up here.)
  private var ofProperties = PlainArray<UInt32>()
  /// The same by node, for the padding of its name.
  private var ofNodes = PlainArray<UInt32>()

  /// The padding of a property's value; nil if it is all zeros.
  @inline(__always)
  subscript(property: PropertyID) -> UInt32? {
    get { Self.filling(at: property.index, in: ofProperties) }
    set { Self.set(newValue, at: property.index, in: &ofProperties) }
  }

  /// The padding of a node's name; nil if it is all zeros.
  @inline(__always)
  subscript(node: NodeID) -> UInt32? {
    get { Self.filling(at: node.index, in: ofNodes) }
    set { Self.set(newValue, at: node.index, in: &ofNodes) }
  }

  @inline(__always)
  private static func filling(at index: Int, in fillings: PlainArray<UInt32>) -> UInt32? {
    guard index < fillings.count, fillings[index] != 0 else { return nil }
    return fillings[index]
  }

  private static func set(_ filling: UInt32?, at index: Int, in fillings: inout PlainArray<UInt32>) {
    if index >= fillings.count {
      if filling == nil { return }
      fillings.resize(to: index + 1, 0)
    }
    fillings[index] = filling ?? 0
  }

  @inline(__always)
  func byte(of property: PropertyID, at index: Int) -> UInt8 { Self.byte(self[property], index) }

  @inline(__always)
  func byte(of node: NodeID, at index: Int) -> UInt8 { Self.byte(self[node], index) }

  private static func byte(_ filling: UInt32?, _ index: Int) -> UInt8 {
    guard let filling, index >= 0, index < 4 else { return 0 }
    return UInt8(truncatingIfNeeded: filling >> UInt32(index * 8))
  }

  /// Returns the bytes in the form in which they are kept; nil if they are all zero.
  static func packed(_ bytes: Span<UInt8>) -> UInt32? {
    var filling: UInt32 = 0
    for i in bytes.indices.prefix(3) { filling |= UInt32(bytes[i]) << UInt32(i * 8) }
    return filling == 0 ? nil : filling
  }
}

/// Where NOP tags are, relative to their neighbours, so that what libfdt inserts ends up on the right
/// side of them: new properties go before everything that follows a node's name, new subnodes after
/// the properties and the NOP tags that follow these.
struct NOPTags: Sendable {
  var beforeProperty: [PropertyID: Int] = [:]
  var afterProperties: [NodeID: Int] = [:]
  var afterNode: [NodeID: Int] = [:]
  var count = 0
}

/// A decoded blob.
public struct DecodedBlob: Sendable {
  /// The blob's tree.
  public var tree: DeviceTree
  /// What an encoding needs to keep the blob's layout.
  public var layout: BlobLayout
  /// The header.
  public var header: BlobHeader
  /// Whether there are NOP tags in a version that does not define them; dtc warns about them.
  public var hasUnknownNOPs = false
  /// Whether there are NOP tags before the root or after it, where dtc does not skip them.
  public var hasOuterNOPs = false
  /// The number of bytes after the blob in what was decoded; encoding drops them.
  public var trailingBytes = 0
  /// What is wrong with the memory reservation block, if that was tolerated: the tree then has no entries.
  public var reservationFault: BlobError?
}
