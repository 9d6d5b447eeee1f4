/// Where something that was read came from, through macros: a location and the number of the
/// macro expansion that put it there (0: none, it was written where it stands).
///
/// The number means something to the preprocessor that made it; everybody else passes it on.
public struct Origin: Hashable, Sendable, BitwiseCopyable {
  /// Where it is spelled.
  public var location: SourceLocation
  /// The expansion that it came out of; 0 is none.
  public var expansion: UInt32

  /// The origin with these parts.
  @inlinable
  public init(location: SourceLocation, expansion: UInt32 = 0) {
    self.location = location
    self.expansion = expansion
  }

  /// What was not written in a source.
  @inlinable
  public static var none: Origin { Origin(location: .none) }
}
