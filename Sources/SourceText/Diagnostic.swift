/// A message for the user: a value, rendered in one place (`DiagnosticRenderer`).
///
/// A diagnostic carries facts. It is made where the fact is known and printed by the commands.
public struct Diagnostic: Sendable, Equatable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// The input cannot be used as it is.
    case error
    /// The input can be used, but is probably not what was meant.
    case warning
    /// Something worth knowing.
    case note
  }

  /// A further remark, with or without a place of its own.
  public struct Note: Sendable, Equatable {
    /// One sentence without a full stop.
    public var message: String
    /// The place that it refers to.
    public var span: SourceSpan?
    /// What the message says, for which a command has other words.
    public let remedy: Remedy?

    /// Creates a remark.
    public init(_ message: String, at span: SourceSpan? = nil) {
      self.message = message
      self.span = span
      remedy = nil
    }

    /// Creates advice.
    public init(_ remedy: Remedy) {
      message = remedy.text
      self.remedy = remedy
    }
  }

  /// A stable name for the kind of finding, in kebab case: `unknown-label`. A finding of one of dtc's checks
  /// has that check's name as dtc writes it: `unit_address_vs_reg`.
  public var identifier: String
  /// How bad it is.
  public var severity: Severity
  /// One sentence without a full stop.
  public var message: String
  /// The place that it refers to.
  public var span: SourceSpan?
  /// What it refers to if that is not a place in a source: a blob's path.
  public var subject: String?
  /// Further information: the include chain, a macro's definition.
  public var notes: [Note]
  /// What to do about it, one piece of advice each.
  public var help: [Note]

  /// Creates a diagnostic with these parts.
  public init(
    _ severity: Severity, _ identifier: String, _ message: String, at span: SourceSpan? = nil,
    subject: String? = nil, notes: [Note] = [], help: [Note] = []
  ) {
    self.identifier = identifier
    self.severity = severity
    self.message = message
    self.span = span
    self.subject = subject
    self.notes = notes
    self.help = help
  }
}
