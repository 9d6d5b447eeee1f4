/// Something that a check found in a blob.
public struct BlobFinding: Sendable, Equatable {
  /// The name of the check that found it: one of `BlobCheckID`'s, or of dtc's checks.
  public var check: String
  /// How bad it is, for the profiles of the run.
  public var severity: FindingSeverity
  /// The path of the node that it is about; nil if it is about the blob.
  public var path: String?
  /// The property that it is about.
  public var property: String?
  /// One sentence without a full stop.
  public var message: String
  /// What else to know.
  public var notes: [String] = []
  /// What to do about it.
  public var help: [String] = []
  /// The byte of the blob, where that helps to find it.
  public var offset: Int?
  /// Where it is in a text: in the source that the blob was compiled from.
  public var place: FilePlace?

  /// A finding without remarks.
  public init(
    _ check: String, _ severity: FindingSeverity, path: String? = nil, property: String? = nil,
    _ message: String
  ) {
    self.check = check
    self.severity = severity
    self.path = path
    self.property = property
    self.message = message
  }
}
