/// A place in a text file.
public struct FilePlace: Equatable, Sendable {
  /// The file's path.
  public var path: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in bytes; nil for the entire line.
  public var column: Int?
  /// The column, from 1, in characters (Unicode code points); nil if it is the same as in bytes.
  public var character: Int?

  /// Creates a place in a file.
  public init(_ path: String, line: Int, column: Int? = nil, character: Int? = nil) {
    self.path = path
    self.line = line
    self.column = column
    self.character = character
  }
}
