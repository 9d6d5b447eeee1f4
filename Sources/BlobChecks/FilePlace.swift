/// A place in a text file.
public struct FilePlace: Equatable, Sendable {
  /// The file's path.
  public var path: String
  /// From 1.
  public var line: Int
  /// From 1, in bytes; nil for the whole line.
  public var column: Int?

  /// A place in a file.
  public init(_ path: String, line: Int, column: Int? = nil) {
    self.path = path
    self.line = line
    self.column = column
  }
}
