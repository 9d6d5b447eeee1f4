import SourceText

/// An open `#if` and its branches.
struct Conditional: Sendable {
  let location: SourceLocation
  /// Whether one of its branches was taken.
  var wasTaken: Bool
  /// Where its `#else` is; nil before that.
  var elseLocation: SourceLocation?
}
