import SourceText

/// How far lines are copied: where the current one begins, and how far the copy lies from the text.
struct CopiedLines {
  private let firstStart: Int
  /// Where the line begins.
  private(set) var lineStart: Int
  /// How many newlines were passed.
  private var newlines = 0
  private var distance: Int
  /// The line in which the distance changed last, and what it was where that begins.
  private var partedStart = -1
  private var partedDistance = 0

  init(lineStart: Int, distance: Int) {
    firstStart = lineStart
    self.lineStart = lineStart
    self.distance = distance
  }

  /// Goes past newlines of the block at `position`.
  @inline(__always)
  mutating func pass(_ newlines: UInt32, at position: Int) {
    guard newlines != 0 else { return }
    lineStart = position &+ 32 &- newlines.leadingZeroBitCount
    self.newlines &+= newlines.nonzeroBitCount
  }

  /// Within the line, the distance becomes another one.
  @inline(__always)
  mutating func part(to distance: Int) {
    if partedStart != lineStart {
      partedStart = lineStart
      partedDistance = self.distance
    }
    self.distance = distance
  }

  var distanceAtLineStart: Int { partedStart == lineStart ? partedDistance : distance }

  /// Whether there is nothing but white space between the line's start and `position`.
  func isIndentation(_ text: Span<UInt8>, upTo position: Int) -> Bool {
    var first = position
    while first > lineStart, text[first &- 1] == 0x20 || text[first &- 1] == 0x09 { first &-= 1 }
    return first == lineStart
  }

  /// Where the last whole line with something on it ends; nil if there is none.
  func end(_ text: Span<UInt8>, from start: Int) -> Int? {
    guard lineStart > firstStart else { return nil }
    var end = lineStart &- 1
    while end > start, text[end &- 1] == 0x0A { end &-= 1 }
    return end
  }

  /// How many newlines were passed before that place, from which on there are no others up to the line's start.
  func count(before end: Int) -> Int { newlines &- (lineStart &- end) }
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
