public import DeviceTree
import SourceText

/// What a decoded blob's tree does not tell, but a later encoding needs to have the bytes that
/// libfdt's editing in place would have left.
public struct BlobLayout: Sendable {
  /// The strings block as it was.
  public var strings: [UInt8]
  /// By `PropertyID`: where in the strings block the name of a decoded property lies.
  public var nameOffsets: [UInt32]
  /// The version that the blob had.
  public var version: UInt32
  /// What the header says after libfdt's `fdt_open_into`: what it was, or 16 if the blocks had to be
  /// put in order.
  public var lastCompatibleVersion: UInt32
  /// The address in the reservation entry of size 0 that ends the block.
  public var reservationsEndAddress: UInt64
  /// What lies behind the end tag inside of the structure block.
  public var structureTail: [UInt8]
  /// What fills nodes' names and properties' values up to a multiple of 4, where it is not zero.
  public var filling = Filling()
  /// What lies between the structure block and the strings block.
  var gap: [UInt8] = []
  /// What lies behind the strings block.
  var rest = BlobRest()
  /// The tags that mean nothing, where there were any.
  var nops = NOPTags()
}

/// The bytes that fill up to a multiple of 4.
///
/// They should be zero, but libfdt does not clear them: when a value is replaced or put in, they keep
/// what stood in that place before.
public struct Filling: Sendable {
  /// By property: the filling's bytes, the first one lowest; 0 is all zeros, as is what lies behind the last one.
  ///
  /// (One overlay that replaces `disabled` leaves a filling, and then each property of the blob is asked for.)
  private var ofProperties = PlainArray<UInt32>()
  /// The same by node, for the filling of its name.
  private var ofNodes = PlainArray<UInt32>()

  /// What fills up a property's value; nil if it is all zeros.
  @inline(__always)
  subscript(property: PropertyID) -> UInt32? {
    get { Self.filling(at: property.index, in: ofProperties) }
    set { Self.set(newValue, at: property.index, in: &ofProperties) }
  }

  /// What fills up a node's name; nil if it is all zeros.
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

  /// The bytes in the form in which they are kept; nil if they are all zero.
  static func packed(_ bytes: Span<UInt8>) -> UInt32? {
    var filling: UInt32 = 0
    for i in bytes.indices.prefix(3) { filling |= UInt32(bytes[i]) << UInt32(i * 8) }
    return filling == 0 ? nil : filling
  }
}

/// Where NOP tags stood, told by their neighbours, such that what libfdt inserts comes to stand on
/// the right side of them: new properties go in front of everything behind a node's name, new
/// subnodes behind the properties and the NOP tags after these.
struct NOPTags: Sendable {
  var beforeProperty: [PropertyID: Int] = [:]
  var afterProperties: [NodeID: Int] = [:]
  var afterNode: [NodeID: Int] = [:]
  var count = 0
}

/// A blob, decoded.
public struct DecodedBlob: Sendable {
  /// What it says.
  public var tree: DeviceTree
  /// What an encoding that keeps its layout needs.
  public var layout: BlobLayout
  /// The header.
  public var header: BlobHeader
  /// The first node that has a property behind a subnode, against Devicetree Specification 5.4.2; dtc
  /// warns, libfdt does not see such a property.
  public var nodeWithLateProperty: NodeID?
  /// Whether there are NOP tags in a version that knows none; dtc warns.
  public var hasUnknownNOPs = false
}
