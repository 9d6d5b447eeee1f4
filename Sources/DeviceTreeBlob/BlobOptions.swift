/// What to make of a tree besides its contents: dtc's options `-V`, `-p`, `-S`, `-a` and `-R`.
public struct BlobOptions: Equatable, Sendable {
  /// The version of the format.
  public var version: BlobVersion
  /// How many bytes to add behind the strings block (`-p`); 0 leaves it to `minimumSize`.
  public var padding: Int
  /// How many bytes the blob is to have at least (`-S`); no effect beside a `padding`, as in dtc.
  public var minimumSize: Int
  /// What the blob's size is to be a multiple of, after the others (`-a`): a power of two; 0 is
  /// anything.
  public var alignment: Int
  /// How many empty entries the memory reservation block gets besides the one that ends it (`-R`).
  public var extraReservations: Int

  /// The options with these parts.
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

  /// The size of a memory reservation block with this many entries, the empty ones and the one that ends it. If that
  /// is too large, so is the blob.
  func reservationsSize(_ entries: Int) throws(BlobError) -> Int {
    let slots = UInt64(max(extraReservations, 0)) + UInt64(entries) + 1
    let (size, overflow) = slots.multipliedReportingOverflow(by: 16)
    guard !overflow, size <= UInt64(Int.max / 2) else {
      throw BlobError(.tooLarge(size: overflow ? .max : size))
    }
    return Int(size)
  }

  /// The size of a blob that has `size` bytes without padding.
  func paddedSize(_ size: Int) throws(BlobError) -> Int {
    var padded = size
    if minimumSize > size { padded = minimumSize }
    if padding > 0 {
      let (sum, overflow) = size.addingReportingOverflow(padding)
      padded = overflow ? Int.max : sum
    }
    if alignment > 0 {
      guard alignment & (alignment - 1) == 0 else { throw BlobError(.badAlignment(alignment)) }
      let (sum, overflow) = padded.addingReportingOverflow(alignment - 1)
      padded = overflow ? Int.max : sum & ~(alignment - 1)
    }
    guard padded <= Int(Int32.max) else { throw BlobError(.tooLarge(size: UInt64(padded))) }
    return padded
  }
}

/// A blob, encoded.
public struct EncodedBlob: Sendable {
  /// The file's bytes.
  public var bytes: [UInt8]
  /// How many of them are no padding.
  public var unpaddedSize: Int
  /// Whether a minimum size was asked for and there are already more bytes than that; dtc warns:
  /// "blob size … >= minimum size …".
  public var exceedsMinimum: Bool
}
