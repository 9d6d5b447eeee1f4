import SourceText

/// The distance between copied lines and their text. The start of a line is searched for only when needed.
struct CopiedLines {
  private let firstStart: Int
  private var distance: Int
  /// The start of the line in which the distance last changed, and the distance at that start.
  private var partedStart = -1
  private var partedDistance = 0

  /// Starts in the line that begins at `lineStart`.
  init(lineStart: Int, distance: Int) {
    firstStart = lineStart
    self.distance = distance
  }

  /// The start of the line that contains `position`.
  private func lineStart(_ text: Span<UInt8>, _ position: Int) -> Int {
    var end = position
    while end &- TextBlock.size >= firstStart {
      let newlines = text.block(at: end &- TextBlock.size).has(0x0A).bits
      if newlines != 0 { return end &+ 16 &- newlines.leadingZeroBitCount }
      end &-= TextBlock.size
    }
    while end > firstStart, text[end &- 1] != 0x0A { end &-= 1 }
    return end
  }

  /// Changes the distance from `position` on, which is within a line.
  @inline(__always)
  mutating func part(to distance: Int, _ text: Span<UInt8>, at position: Int) {
    let lineStart = lineStart(text, position)
    if partedStart != lineStart {
      partedStart = lineStart
      partedDistance = self.distance
    }
    self.distance = distance
  }

  /// Whether there is nothing but white space between the start of the line and `position`.
  func isIndentation(_ text: Span<UInt8>, upTo position: Int) -> Bool {
    var first = position
    while first > firstStart, text[first &- 1] == 0x20 || text[first &- 1] == 0x09 { first &-= 1 }
    return first == firstStart || text[first &- 1] == 0x0A
  }

  /// The end of the last complete line before `position` that is not empty, but not before `start`, and the
  /// distance there; nil if there is no complete line.
  func end(_ text: Span<UInt8>, from start: Int, before position: Int) -> (end: Int, distance: Int)? {
    let lineStart = lineStart(text, position)
    guard lineStart > firstStart else { return nil }
    var end = lineStart &- 1
    while end > start, text[end &- 1] == 0x0A { end &-= 1 }
    return (end, partedStart == lineStart ? partedDistance : distance)
  }
}

/// Finds the white space and newlines of a block that need a closer look, carrying runs over to the next
/// block.
struct LineRuns {
  /// All bits set if empty lines are left out.
  private let emptyLines: UInt32
  /// Whether the byte before was a blank, whether it was a newline or indentation, and for each of the two
  /// bytes before, whether it was a newline.
  private var blank: UInt32 = 0
  private var indentation: UInt32 = 0
  private var newlines: UInt32 = 0

  init(keepsEmptyLines: Bool) { emptyLines = keepsEmptyLines ? 0 : .max }

  /// Starts over after something other than white space.
  @inline(__always)
  mutating func restart() {
    blank = 0
    indentation = 0
    newlines = 0
  }

  /// The bytes that need a closer look: blanks after blanks, except in a line's indentation, newlines after
  /// blanks, and newlines in a row: from the third on, or if empty lines are left out, from the second on.
  @inline(__always)
  mutating func events(blanks: UInt32, newlines: UInt32) -> UInt32 {
    // The sum carries through each run of blanks that follows a newline or continues an indentation.
    let indentation = blanks & ~(blanks &+ ((newlines &<< 1 | self.indentation) & blanks))
    let afterBlanks = blanks &<< 1 | blank
    let afterNewlines = newlines & (newlines &<< 1 | self.newlines &>> 1)
    let rows = afterNewlines & (newlines &<< 2 | self.newlines | emptyLines)
    blank = blanks &>> 15
    self.indentation = (newlines | indentation) &>> 15
    self.newlines = newlines &>> 14
    return afterBlanks & (blanks & ~indentation | newlines) | rows
  }
}
