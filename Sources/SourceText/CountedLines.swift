/// How far lines have been counted, for callers that ask for many positions one after another.
public struct CountedLines: Sendable {
  /// Where counting began.
  private var from = -1
  /// Where it stopped.
  private var end = 0
  /// The number of newlines up to `end`, and where the line that contains `end` begins.
  private(set) var newlines = 0
  private(set) var lineStart = 0

  /// Creates a state in which nothing has been counted.
  public init() {}

  /// Counts the newlines of a text from `from` up to `end`, skipping those that were counted before. The text
  /// before `end` must not have changed.
  mutating func goOn(from: Int, to end: Int, _ text: Span<UInt8>) {
    if from != self.from || end < self.end {
      self.from = from
      self.end = from
      newlines = 0
      lineStart = from
    }
    let (count, last) = text.newlines(in: self.end..<end)
    newlines += count
    if let last { lineStart = last + 1 }
    self.end = end
  }
}
