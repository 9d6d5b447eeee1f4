/// What a project expects of its board's tree.
public struct Expectations: Equatable, Sendable {
  /// What can be claimed about a node or the blob.
  public enum Claim: Equatable, Sendable {
    /// The node and all its ancestors are enabled.
    case enabled
    /// The node exists, but it or an ancestor is disabled.
    case disabled
    /// The node exists.
    case present
    /// There is no such node.
    case absent
    /// A property of the node has this value.
    case property(String, Value)
    /// The SHA-256 of the file, in hexadecimal.
    case digest(String)
  }

  /// The expected value of a property.
  public enum Value: Equatable, Sendable {
    /// There is no such property.
    case absent
    /// It exists, with any value.
    case present
    /// One string.
    case string(String)
    /// Exactly these strings, in this order.
    case strings([String])
    /// A list of strings that includes these.
    case containing([String])
    /// These cells of four bytes.
    case cells([UInt32])
    /// These bytes.
    case bytes([UInt8])
    /// One phandle: that of the node with this path, label or alias.
    case reference(String)
  }

  /// A claim about something, and where it was made: `board.json5:4:10`.
  public struct Item: Equatable, Sendable {
    /// A path, a label with `&`, or an alias.
    var subject: String
    /// The claim about it.
    var claim: Claim
    /// The place of the claim.
    var origin: String

    /// Creates a claim about a node, or about the blob if the subject is empty.
    public init(_ subject: String, _ claim: Claim, origin: String) {
      self.subject = subject
      self.claim = claim
      self.origin = origin
    }
  }

  /// The claims, in order.
  public var items: [Item] = []

  /// Creates an empty list of expectations.
  public init() {}
}
