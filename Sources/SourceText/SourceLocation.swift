/// A place in everything that was read: an index into the text of a `SourceFiles`.
///
/// All files of a run share one text, so that a location takes four bytes and reading what is there requires
/// no search for a file. 0 is not a place.
public struct SourceLocation: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index into `SourceFiles.text`.
  public var rawValue: UInt32

  /// Creates the location with this index.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Creates the location with this index.
  @inlinable
  public init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  /// The location as an index.
  @inlinable
  public var index: Int { Int(rawValue) }

  /// No place, for what was not written in a source.
  @inlinable
  public static var none: SourceLocation { SourceLocation(rawValue: 0) }

  /// Whether a location comes before another in the text.
  @inlinable
  public static func < (a: SourceLocation, b: SourceLocation) -> Bool { a.rawValue < b.rawValue }

  /// Returns the location `count` bytes further on.
  @inlinable
  public func advanced(by count: Int) -> SourceLocation { SourceLocation(index + count) }
}

/// A stretch of source text.
public struct SourceSpan: Hashable, Sendable {
  /// Where it begins.
  public var start: SourceLocation
  /// The number of bytes; 0 for a place between two characters, such as the end of a file.
  public var count: Int

  /// Creates the span of `count` bytes from `start`.
  public init(start: SourceLocation, count: Int) {
    self.start = start
    self.count = count
  }
}

/// A location as people read it.
public struct SourcePosition: Hashable, Sendable {
  /// The file's path as it was opened, or what a line marker said.
  public var path: String
  /// The line, from 1.
  public var line: Int
  /// The column in bytes, from 1.
  public var column: Int

  /// Creates a position with these parts.
  public init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }
}
