/// How to encode a tree: dtc's options `-V`, `-p`, `-S`, `-a` and `-R`.
public struct BlobOptions: Equatable, Sendable {
  /// The version of the format.
  public var version: BlobVersion
  /// The number of bytes to add after the strings block (`-p`); if 0, `minimumSize` applies.
  public var padding: Int
  /// The minimum size of the blob in bytes (`-S`); ignored if there is a `padding`, as in dtc.
  public var minimumSize: Int
  /// The alignment of the blob's size in bytes, applied last (`-a`): a power of two, or 0 for none.
  public var alignment: Int
  /// The number of empty memory reservation entries to add to the one that ends the block (`-R`).
  public var extraReservations: Int

  /// Creates options with these values.
  public init(
    version: BlobVersion = .v17, padding: Int = 0, minimumSize: Int = 0, alignment: Int = 0,
    extraReservations: Int = 0
  ) {
    self.version = version
    self.padding = padding
    self.minimumSize = minimumSize
    self.alignment = alignment
    self.extraReservations = extraReservations
  }

  /// The largest size of a blob in bytes: libfdt and dtc count them in an `int`.
  public static var largestSize: Int { Int(Int32.max) }

  /// Whether a blob, or a part of it, can have a number of bytes.
  public static func isSize(_ count: Int) -> Bool { count >= 0 && count <= largestSize }

  /// Whether a number is an alignment that a size can have: a power of two.
  public static func isAlignment(_ number: Int) -> Bool { number > 0 && number & (number &- 1) == 0 }

  /// Returns the size in bytes of a memory reservation block with this many entries, the empty ones
  /// and the one that ends it. Throws if that is too large, as the blob then is, too.
  func reservationsSize(_ entries: Int) throws(BlobError) -> Int {
    let slots = UInt64(max(extraReservations, 0)) + UInt64(entries) + 1
    let (size, overflow) = slots.multipliedReportingOverflow(by: 16)
    guard !overflow, size <= UInt64(Int.max / 2) else {
      throw BlobError(.tooLarge(size: overflow ? .max : size))
    }
    return Int(size)
  }

  /// Returns the size of a blob that has `size` bytes without padding.
  func paddedSize(_ size: Int) throws(BlobError) -> Int {
    var padded = size
    if minimumSize > size { padded = minimumSize }
    if padding > 0 {
      let (sum, overflow) = size.addingReportingOverflow(padding)
      padded = overflow ? Int.max : sum
    }
    if alignment > 0 {
      guard Self.isAlignment(alignment) else { throw BlobError(.badAlignment(alignment)) }
      let (sum, overflow) = padded.addingReportingOverflow(alignment - 1)
      padded = overflow ? Int.max : sum & ~(alignment - 1)
    }
    guard Self.isSize(padded) else { throw BlobError(.tooLarge(size: UInt64(padded))) }
    return padded
  }
}

/// An encoded blob.
public struct EncodedBlob: Sendable {
  /// The file's bytes.
  public var bytes: [UInt8]
  /// How many of them are not padding.
  public var unpaddedSize: Int
  /// Whether a minimum size was requested and the blob is larger even without padding; dtc warns:
  /// "blob size … >= minimum size …".
  public var exceedsMinimum: Bool
}
