public import SourceText

/// Something that a check found in a blob.
public struct BlobFinding: Sendable, Equatable {
  /// The name of the check that found it: one of `BlobCheckID`'s, or of dtc's checks.
  public var check: String
  /// How bad it is, for the profiles of the run.
  public var severity: FindingSeverity
  /// The path of the node that it is about; nil if that is the blob.
  public var path: String?
  /// The property that it is about.
  public var property: String?
  /// One sentence without a full stop.
  public var message: String
  /// Whether the message names the property, as all but dtc's do.
  public var namesProperty = true
  /// Further facts.
  public var notes: [String] = []
  /// What to do about it.
  public var help: [String] = []
  /// What else to do about it, for which a command has its own words.
  public var remedy: Remedy?
  /// The offset in the blob, in bytes, if that helps to find it.
  public var offset: Int?
  /// The number of the property's cell that it is about; nil if that is the property.
  public var cell: Int?
  /// The property that is the cause of this finding and of others.
  public var cause: Place?
  /// Its place in a text, such as the source that the blob was compiled from.
  public var place: FilePlace?
  /// The path of the file that it is about, if that is another one than the file that is checked.
  public var file: String?

  /// A property of a node.
  public struct Place: Sendable, Equatable {
    /// The node's path.
    public var path: String
    /// The property's name.
    public var property: String
  }

  /// Creates a finding without notes and help.
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
