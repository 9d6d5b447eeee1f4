/// What a project wants to stay true of its board.
public struct Expectations: Equatable, Sendable {
  /// What may be said of a node or of the blob.
  public enum Claim: Equatable, Sendable {
    /// The node and all above it are enabled.
    case enabled
    /// The node is there but does not work.
    case disabled
    /// The node is there.
    case present
    /// There is no such node.
    case absent
    /// A property of the node is so.
    case property(String, Value)
    /// The SHA-256 of the file, in hexadecimal.
    case digest(String)
  }

  /// What a property may be expected to be.
  public enum Value: Equatable, Sendable {
    /// There is no such property.
    case absent
    /// It is there, whatever it is.
    case present
    /// One string.
    case string(String)
    /// A list of just these strings.
    case strings([String])
    /// A list of strings that has these among others.
    case containing([String])
    /// Cells of four bytes.
    case cells([UInt32])
    /// These bytes.
    case bytes([UInt8])
    /// One phandle, of the node at this path, label or alias.
    case reference(String)
  }

  /// A claim about something, and where it was made: `board.json5:4:10`.
  public struct Item: Equatable, Sendable {
    /// A path, a label with `&`, or an alias.
    var subject: String
    /// What is said of it.
    var claim: Claim
    /// Where it is said.
    var origin: String

    /// A claim about a node, or, with an empty subject, about the blob.
    public init(_ subject: String, _ claim: Claim, origin: String) {
      self.subject = subject
      self.claim = claim
      self.origin = origin
    }
  }

  /// The claims, in their order.
  public var items: [Item] = []

  /// No expectations.
  public init() {}
}
