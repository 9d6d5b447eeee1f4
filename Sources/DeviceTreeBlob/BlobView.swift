public import DeviceTree
import SourceText

/// A blob in memory, with its header checked and its blocks read in place.
///
/// Nothing is copied and nothing is trusted: every read is checked against the bounds of its block. A
/// struct over an array rather than a non-escaping type, since the lifetimes that such a type needs
/// are still experimental in Swift 6.2.
public struct BlobView: Sendable {
  /// The file's bytes; those beyond the header's total size are ignored.
  public let bytes: [UInt8]
  /// The header.
  public let header: BlobHeader

  /// Creates a view of the blob at the start of a file.
  public init(_ bytes: [UInt8], tolerating tolerance: BlobTolerance = []) throws(BlobError) {
    header = try BlobHeader(bytes.span, tolerating: tolerance)
    self.bytes = bytes
  }

  /// The range of the structure block; before version 17 it ends with the blob.
  public var structure: Range<Int> {
    let start = Int(header.structureOffset)
    return start..<(header.structureSize.map { start + Int($0) } ?? Int(header.totalSize))
  }

  /// The range of the strings block.
  public var strings: Range<Int> {
    let start = Int(header.stringsOffset)
    return start..<start + Int(header.stringsSize)
  }

  /// Returns the entries of the memory reservation block, without the one of size 0 that ends it
  /// (Devicetree Specification 5.3).
  public func reservations() throws(BlobError) -> [MemoryReservation] {
    try readReservations().entries
  }

  /// Returns the entries, and the address in the one that ends them, which libfdt keeps.
  func readReservations() throws(BlobError) -> (entries: [MemoryReservation], endAddress: UInt64) {
    try header.checkReservations()
    let file = bytes.span.extracting(0..<Int(header.totalSize))
    var offset = Int(header.reservationsOffset)
    var entries: [MemoryReservation] = []
    while let address = file.doubleCell(at: offset), let size = file.doubleCell(at: offset &+ 8) {
      if size == 0 { return (entries, address) }
      entries.append(MemoryReservation(address: address, size: size))
      offset &+= 16
    }
    throw BlobError(.reservationsUnterminated, at: offset)
  }

  /// An element of the structure block; ranges are byte ranges of the file.
  public enum Token: Equatable, Sendable {
    /// A node begins; before version 16 its name is its full path.
    case beginNode(name: Range<Int>)
    /// The innermost open node ends.
    case endNode
    /// A property of the innermost open node. The name lies `nameOffset` bytes into the strings
    /// block.
    case property(nameOffset: UInt32, value: Range<Int>)
    /// Nothing: something was deleted here.
    case nop
    /// The structure block ends.
    case end
  }

  /// Reads the element at `offset`, a byte of the file, and advances the offset past it.
  @inline(__always)
  public func token(at offset: inout Int) throws(BlobError) -> Token {
    let structure = self.structure
    let block = bytes.span.extracting(0..<structure.upperBound)
    guard let tag = block.cell(at: offset) else { throw BlobError(.structureTruncated, at: offset) }
    let start = offset
    let content = offset &+ 4
    switch tag {
    case BlobTag.beginNode:
      let end = block.firstNUL(from: content)
      guard end < block.count else { throw BlobError(.nodeNameUnterminated, at: start) }
      offset = structure.lowerBound &+ aligned(end &+ 1 &- structure.lowerBound, to: 4)
      return .beginNode(name: content..<end)
    case BlobTag.endNode:
      offset = content
      return .endNode
    case BlobTag.property:
      guard let length = block.cell(at: content), let nameOffset = block.cell(at: content &+ 4) else {
        throw BlobError(.structureTruncated, at: start)
      }
      var value = content &+ 8
      if header.version < 16, length >= 8 {
        value = structure.lowerBound &+ aligned(value &- structure.lowerBound, to: 8)
      }
      guard value <= block.count, Int(length) <= block.count &- value else {
        throw BlobError(.valueOutside(length: length), at: start)
      }
      let end = value &+ Int(length)
      offset = structure.lowerBound &+ aligned(end &- structure.lowerBound, to: 4)
      return .property(nameOffset: nameOffset, value: value..<end)
    case BlobTag.nop:
      offset = content
      return .nop
    case BlobTag.end:
      offset = content
      return .end
    default:
      throw BlobError(.badTag(tag), at: start)
    }
  }

  /// Returns the range in the file of the property name at `nameOffset` in the strings block, without
  /// its NUL; `offset` is the byte to name in an error.
  public func propertyName(at nameOffset: UInt32, for offset: Int) throws(BlobError) -> Range<Int> {
    let strings = self.strings
    guard Int(nameOffset) < strings.count else {
      throw BlobError(.nameOutside(nameOffset: nameOffset, size: strings.count), at: offset)
    }
    let start = strings.lowerBound + Int(nameOffset)
    let end = bytes.span.extracting(0..<strings.upperBound).firstNUL(from: start)
    guard end < strings.upperBound else {
      throw BlobError(.propertyNameUnterminated(nameOffset: nameOffset), at: offset)
    }
    return start..<end
  }
}
