import SourceText

/// An `#if` with its branches.
struct Conditional: Sendable {
  let location: SourceLocation
  /// Whether one of its branches was taken.
  var wasTaken: Bool
  /// Where its `#else` stands.
  var elseLocation: SourceLocation?
}
