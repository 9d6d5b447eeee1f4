/// Where something that was read came from, taking macros into account: a location, and the number of the
/// macro expansion that put it there (0 if there was none).
///
/// The number means something only to the preprocessor that made it; all other code passes it on.
public struct Origin: Hashable, Sendable, BitwiseCopyable {
  /// Where it is written.
  public var location: SourceLocation
  /// The macro expansion that it came out of; 0 if there was none.
  public var expansion: UInt32

  /// Creates an origin with these parts.
  @inlinable
  public init(location: SourceLocation, expansion: UInt32 = 0) {
    self.location = location
    self.expansion = expansion
  }

  /// The origin of what was not written in a source.
  @inlinable
  public static var none: Origin { Origin(location: .none) }
}
