public import DeviceTree
import SourceText

/// Writes trees as blobs (Devicetree Specification 5), byte for byte as dtc or libfdt would.
///
/// Both ways walk the tree twice: once to lay out the strings block and compute all sizes, then to
/// write into memory that was allocated once.
public enum BlobEncoder {
  /// Returns the blob that dtc makes of a tree: names enter the strings block in document order, each at
  /// the first place where it already occurs, perhaps as the end of another name, or else at the end.
  ///
  /// Throws if the blob would have 2 GiB or more, or if the alignment is not a power of two.
  public static func encode(
    _ tree: DeviceTree, _ options: BlobOptions = BlobOptions()
  ) throws(BlobError) -> EncodedBlob {
    // Current versions hold nothing but what is in the tree.
    if options.version.rawValue >= 16 { return try PlainEncoding.encode(tree, options) }
    var encoding = Encoding(tree: tree, version: options.version, layout: nil)
    return try encoding.run(options)
  }

  /// Returns the blob that libfdt leaves of a decoded one after the same changes as to its tree and
  /// `fdt_pack`: the strings block is kept, and the names of new properties are looked up in it or
  /// appended to it in the order in which the properties were created. (Where libfdt leaves old bytes
  /// after a value, only `EditedBlob` knows them.)
  ///
  /// It has version 17 whatever the options say, and no empty reservation entries but the requested ones.
  public static func encode(
    _ tree: DeviceTree, keeping layout: BlobLayout, _ options: BlobOptions = BlobOptions()
  ) throws(BlobError) -> EncodedBlob {
    var encoding = Encoding(tree: tree, version: .v17, layout: layout)
    return try encoding.run(options)
  }

  /// Returns the layout of the version 17 blob that `encode` would make of a tree.
  public static func layout(of tree: DeviceTree) throws(BlobError) -> BlobLayout {
    var encoding = Encoding(tree: tree, version: .v17, layout: nil)
    _ = try encoding.measure()
    return BlobLayout(
      strings: encoding.stringsBytes, nameOffsets: encoding.nameOffsets, version: 17,
      lastCompatibleVersion: 16, reservationsEndAddress: 0, structureTail: [])
  }
}

/// The state of one encoding.
struct Encoding {
  let tree: DeviceTree
  let version: BlobVersion
  let layout: BlobLayout?
  let nops: NOPTags?
  let filling: Filling
  /// The offset of each property's name in the strings block, indexed by `PropertyID`.
  var nameOffsets: [UInt32]
  var strings: StringsBlock
  /// The layout's strings block, as long as no name has had to be looked up.
  var keptStrings: [UInt8]?
  var structureSize = 0

  init(tree: DeviceTree, version: BlobVersion, layout: BlobLayout?) {
    self.tree = tree
    self.version = version
    self.layout = layout
    nops = layout.flatMap { $0.nops.count > 0 ? $0.nops : nil }
    filling = layout?.filling ?? Filling()
    nameOffsets = layout?.nameOffsets ?? []
    if nameOffsets.count < tree.propertyCapacity {
      nameOffsets.append(
        contentsOf: repeatElement(0, count: tree.propertyCapacity - nameOffsets.count))
    }
    keptStrings = layout?.strings
    strings =
      layout == nil ? StringsBlock(forPropertiesOf: tree) : StringsBlock(symbolCount: 0)
  }

  mutating func run(_ options: BlobOptions) throws(BlobError) -> EncodedBlob {
    if let layout { try nameNewProperties(from: layout.nameOffsets.count) }
    let nameProperty = try measure()
    let reservationsOffset = aligned(version.headerSize, to: 8)
    let structureOffset = reservationsOffset + (try options.reservationsSize(tree.reservations.count))
    let stringsOffset = structureOffset + structureSize
    let size = stringsOffset + stringsBytes.count
    let totalSize = try options.paddedSize(size)
    var bytes = [UInt8](repeating: 0, count: totalSize)
    writeHeader(
      into: &bytes, totalSize: totalSize, structure: structureOffset, strings: stringsOffset,
      reservations: reservationsOffset)
    writeReservations(into: &bytes, at: reservationsOffset)
    writeStructure(into: &bytes, at: structureOffset, nameProperty: nameProperty)
    bytes.replaceSubrange(stringsOffset..<size, with: stringsBytes)
    return EncodedBlob(
      bytes: bytes, unpaddedSize: size,
      exceedsMinimum: options.minimumSize > 0 && size > options.minimumSize)
  }

  /// Places the names of new properties in the order of their records, since libfdt looks a name up when
  /// a property is created and keeps it when that is deleted. Records of superseded values have no owner.
  private mutating func nameNewProperties(from first: Int) throws(BlobError) {
    var index = first
    while index < tree.propertyCapacity {
      let property = PropertyID(rawValue: UInt32(index))
      if tree.owner(of: property).rawValue != .max {
        if let kept = keptStrings {
          strings = StringsBlock(startingWith: kept, symbolCount: tree.names.count)
          keptStrings = nil
        }
        nameOffsets[index] = try offset(of: tree.name(of: property))
      }
      index += 1
    }
  }

  var stringsBytes: [UInt8] { keptStrings ?? strings.bytes }

  func tooLarge(_ size: Int) -> BlobError { BlobError(.tooLarge(size: UInt64(size))) }

  mutating func offset(of name: Symbol) throws(BlobError) -> UInt32 {
    guard let offset = strings.offset(of: name, in: tree.names) else {
      throw tooLarge(strings.bytes.count)
    }
    return offset
  }

  private func writeHeader(
    into bytes: inout [UInt8], totalSize: Int, structure: Int, strings stringsOffset: Int,
    reservations: Int
  ) {
    let fields: [UInt32] = [
      BlobHeader.magic, UInt32(totalSize), UInt32(structure), UInt32(stringsOffset),
      UInt32(reservations), version.rawValue,
      layout?.lastCompatibleVersion ?? version.lastCompatible, tree.bootCPU,
      UInt32(stringsBytes.count), UInt32(structureSize),
    ]
    var out = bytes.mutableSpan
    var at = 0
    for field in fields.prefix(version.headerSize / 4) { put(field, &out, &at) }
  }

  private func writeReservations(into bytes: inout [UInt8], at start: Int) {
    var out = bytes.mutableSpan
    var at = start
    for entry in tree.reservations {
      put(entry.address, &out, &at)
      put(entry.size, &out, &at)
    }
    if let layout {
      put(layout.reservationsEndAddress, &out, &at)
    }
  }
}

/// Writes a big-endian cell and advances `at`.
@inline(__always)
func put(_ cell: UInt32, _ out: inout MutableSpan<UInt8>, _ at: inout Int) {
  out[at] = UInt8(truncatingIfNeeded: cell >> 24)
  out[at &+ 1] = UInt8(truncatingIfNeeded: cell >> 16)
  out[at &+ 2] = UInt8(truncatingIfNeeded: cell >> 8)
  out[at &+ 3] = UInt8(truncatingIfNeeded: cell)
  at &+= 4
}

/// Writes a big-endian 64-bit integer and advances `at`.
func put(_ integer: UInt64, _ out: inout MutableSpan<UInt8>, _ at: inout Int) {
  put(UInt32(truncatingIfNeeded: integer >> 32), &out, &at)
  put(UInt32(truncatingIfNeeded: integer), &out, &at)
}

/// Writes bytes and advances `at`.
@inline(__always)
func put(_ bytes: Span<UInt8>, _ out: inout MutableSpan<UInt8>, _ at: inout Int) {
  for i in bytes.indices { out[at &+ i] = bytes[i] }
  at &+= bytes.count
}
