import SourceText

/// How far the copy of lines lies from their text. Where a line begins is looked for only where somebody has to know.
struct CopiedLines {
  private let firstStart: Int
  private var distance: Int
  /// The line in which the distance changed last, and what it was where that begins.
  private var partedStart = -1
  private var partedDistance = 0

  /// Begins in the line that begins at `lineStart`.
  init(lineStart: Int, distance: Int) {
    firstStart = lineStart
    self.distance = distance
  }

  /// Where the line begins that goes on at `position`.
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

  /// From `position` on, which is within a line, the distance is another one.
  @inline(__always)
  mutating func part(to distance: Int, _ text: Span<UInt8>, at position: Int) {
    let lineStart = lineStart(text, position)
    if partedStart != lineStart {
      partedStart = lineStart
      partedDistance = self.distance
    }
    self.distance = distance
  }

  /// Whether there is nothing but white space between a line's start and `position`.
  func isIndentation(_ text: Span<UInt8>, upTo position: Int) -> Bool {
    var first = position
    while first > firstStart, text[first &- 1] == 0x20 || text[first &- 1] == 0x09 { first &-= 1 }
    return first == firstStart || text[first &- 1] == 0x0A
  }

  /// Where the last whole line before `position` with something on it ends, after `start`, and the distance there; nil
  /// if there is none.
  func end(_ text: Span<UInt8>, from start: Int, before position: Int) -> (end: Int, distance: Int)? {
    let lineStart = lineStart(text, position)
    guard lineStart > firstStart else { return nil }
    var end = lineStart &- 1
    while end > start, text[end &- 1] == 0x0A { end &-= 1 }
    return (end, partedStart == lineStart ? partedDistance : distance)
  }
}

/// White space and newlines of a block that need a closer look, and what of that goes on from one block to the next.
struct LineRuns {
  /// All bits, if no line may be empty.
  private let emptyLines: UInt32
  /// Whether the byte before was a blank, or a newline or indentation; and whether the two bytes before were newlines.
  private var blank: UInt32 = 0
  private var indentation: UInt32 = 0
  private var newlines: UInt32 = 0

  init(keepsEmptyLines: Bool) { emptyLines = keepsEmptyLines ? 0 : .max }

  /// Begins anew behind something else than white space.
  @inline(__always)
  mutating func restart() {
    blank = 0
    indentation = 0
    newlines = 0
  }

  /// Blanks behind blanks, but for those that a line begins with, newlines behind blanks, and newlines in a row:
  /// from the third on, or if empty lines are left out, from the second on.
  @inline(__always)
  mutating func events(blanks: UInt32, newlines: UInt32) -> UInt32 {
    // The sum carries over each run of blanks at whose beginning something is added.
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
