/// What a reader accepts because the program it stands for does not look at it.
public struct BlobTolerance: OptionSet, Sendable {
  /// One bit for each of them.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A memory reservation block outside the blob, or without an end: libfdt does not read an overlay's.
  public static let reservations = BlobTolerance(rawValue: 1)
  /// Versions that do not exist, and a last compatible version above 17: dtc reads any version as the latest
  /// one that it knows up to there, and as the first if it is 0.
  public static let versions = BlobTolerance(rawValue: 2)
  /// Properties after a subnode of their node, contrary to Devicetree Specification 5.4.2: dtc reads them, with
  /// a warning, and libfdt does not see them. In the tree, they are among the others.
  public static let lateProperties = BlobTolerance(rawValue: 4)
}
