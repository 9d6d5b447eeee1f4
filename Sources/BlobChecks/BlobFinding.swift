/// Something that a check found in a blob.
public struct BlobFinding: Sendable, Equatable {
  /// The check that found it.
  public var check: BlobCheckID
  /// How bad it is, for the profiles of the run.
  public var severity: FindingSeverity
  /// The path of the node that it is about; nil if it is about the blob.
  public var path: String?
  /// The property that it is about.
  public var property: String?
  /// One sentence without a full stop.
  public var message: String
  /// What else to know.
  public var notes: [String]
  /// What to do about it.
  public var help: [String]
  /// The byte of the blob, where that helps to find it.
  public var offset: Int?
}
