/// How far lines have been counted, for whoever asks for many positions one after another.
public struct CountedLines: Sendable {
  /// Where the count began.
  private var from = -1
  /// How far it went.
  private var end = 0
  /// The newlines up to there, and where the line there begins.
  private(set) var newlines = 0
  private(set) var lineStart = 0

  /// Nothing is counted yet.
  public init() {}

  /// Counts the newlines of a text from `from` up to `end`, or only those that were not counted before. The text before
  /// has to be what it was.
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
