/// A blob's header (Devicetree Specification 5.2), checked: its blocks lie inside the blob.
public struct BlobHeader: Equatable, Sendable {
  /// The first cell of every blob.
  public static let magic: UInt32 = 0xd00d_feed

  /// The size of the entire blob in bytes, including padding.
  public var totalSize: UInt32
  /// Where the structure block begins, in bytes from the blob's start.
  public var structureOffset: UInt32
  /// Where the strings block begins.
  public var stringsOffset: UInt32
  /// Where the memory reservation block begins.
  public var reservationsOffset: UInt32
  /// The version of the format.
  public var version: UInt32
  /// The oldest version with which the blob is compatible.
  public var lastCompatibleVersion: UInt32
  /// The physical number of the boot CPU; 0 before version 2.
  public var bootCPU: UInt32
  /// The size of the strings block in bytes; before version 3, everything from its start to the blob's end.
  public var stringsSize: UInt32
  /// The size of the structure block in bytes; nil before version 17, where only its end tag marks its end.
  public var structureSize: UInt32?

  /// Reads and checks the header at the start of a file.
  ///
  /// The rules are libfdt's `fdt_check_header`, and dtc's for the versions that libfdt does not read.
  public init(_ file: Span<UInt8>, tolerating tolerance: BlobTolerance = []) throws(BlobError) {
    if file.isEmpty { throw BlobError(.empty) }
    guard let magic = file.cell(at: 0) else {
      throw BlobError(.headerTruncated(size: file.count, needed: BlobVersion.v1.headerSize))
    }
    guard magic == Self.magic else {
      throw BlobError(.badMagic(magic, isKernel: ForeignFile.isKernel(file)))
    }
    func field(_ index: Int) throws(BlobError) -> UInt32 {
      guard let cell = file.cell(at: index * 4) else {
        throw BlobError(
          .headerTruncated(size: file.count, needed: BlobVersion.v1.headerSize), at: file.count)
      }
      return cell
    }
    totalSize = try field(1)
    structureOffset = try field(2)
    stringsOffset = try field(3)
    reservationsOffset = try field(4)
    version = try field(5)
    lastCompatibleVersion = try field(6)
    guard
      tolerance.contains(.versions)
        || version >= 1 && lastCompatibleVersion <= 17 && version >= lastCompatibleVersion
    else {
      throw BlobError(.badVersion(version, lastCompatible: lastCompatibleVersion), at: 20)
    }
    let headerSize = Self.size(version: version)
    guard totalSize >= UInt32(headerSize), totalSize <= UInt32(Int32.max) else {
      throw BlobError(.badTotalSize(totalSize), at: 4)
    }
    guard Int(totalSize) <= file.count else {
      throw BlobError(.fileTruncated(size: file.count, totalSize: totalSize), at: 4)
    }
    bootCPU = version >= 2 ? try field(7) : 0
    stringsSize = 0
    if version >= 3 {
      stringsSize = try field(8)
    } else if stringsOffset <= totalSize {
      stringsSize = totalSize - stringsOffset
    }
    structureSize = version >= 17 ? try field(9) : nil
    if !tolerance.contains(.reservations) { try checkReservations() }
    try check(.structure, structureOffset, structureSize ?? 0, headerSize, at: 8)
    try check(.strings, stringsOffset, stringsSize, headerSize, at: 12)
  }

  /// Checks that the memory reservation block lies inside the blob.
  func checkReservations() throws(BlobError) {
    try check(.reservations, reservationsOffset, 0, Self.size(version: version), at: 16)
  }

  /// Returns the size of a version's header in bytes.
  package static func size(version: UInt32) -> Int {
    switch version {
    case ...1: 28
    case 2: 32
    case 3...16: 36
    default: 40
    }
  }

  private func check(
    _ block: BlobError.Block, _ offset: UInt32, _ size: UInt32, _ headerSize: Int, at field: Int
  ) throws(BlobError) {
    let (end, overflow) = offset.addingReportingOverflow(size)
    guard offset >= UInt32(headerSize), !overflow, end <= totalSize else {
      throw BlobError(
        .blockOutside(block, offset: offset, size: size, totalSize: totalSize), at: field)
    }
  }
}

extension Span<UInt8> {
  /// Returns the big-endian cell at a byte offset; nil if it is out of bounds.
  @inlinable @inline(__always)
  public func cell(at offset: Int) -> UInt32? {
    guard offset >= 0, count >= 4, offset <= count &- 4 else { return nil }
    // Any four bytes are an integer, and these are in bounds.
    return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).bigEndian
  }

  /// Returns the big-endian 64-bit integer at a byte offset; nil if it is out of bounds.
  package func doubleCell(at offset: Int) -> UInt64? {
    guard let high = cell(at: offset), let low = cell(at: offset &+ 4) else { return nil }
    return UInt64(high) << 32 | UInt64(low)
  }
}
