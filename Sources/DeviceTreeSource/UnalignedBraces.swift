import Preprocessor

/// Where the indentation of a text suggests that a '}' is missing, or that one is superfluous.
///
/// A missing or superfluous brace is noticed far after its place: where a block begins or the source
/// ends, and until then each node was closed by the brace of another. But lines are indented as their
/// author meant them, so the first one that does not fit the braces is next to the fault, unless a
/// later line of the same node fits again: then it was only badly indented. The text is searched only
/// once there is such an error.
struct UnalignedBraces {
  /// What is wrong with the braces.
  enum Fault { case missing, extra }

  /// How something does not fit.
  enum Sign {
    /// A '}' is further left (`missing`) or right (`extra`) than the line with its '{'.
    case brace
    /// A statement is no further right than the node that it is read as part of (`missing`), or
    /// further right than its neighbour before it (`extra`).
    case statement
  }

  /// A node and what does not fit its braces.
  struct Doubt {
    let sign: Sign
    /// The line with the opening brace, from its first byte that is not blank up to the brace.
    let opening: Range<Int>
    /// The '}' that closes the node, or the statement that is read as part of it.
    let place: Int
    /// The column in which the node's line begins.
    let column: Int
  }

  /// The first doubt that nothing after it removed.
  private(set) var doubt: Doubt?
  /// The first comment that contains a '}' and then the beginning of a comment, if it is before the doubt.
  private(set) var comment: Range<Int>?

  private let fault: Fault
  /// The open nodes, and at the bottom the text's top level.
  private var open: [OpenNode] = [OpenNode(line: Line(first: 0, column: -1), brace: 0)]
  /// The last byte that was neither blank nor in a comment or directive.
  private var last = UInt8(ascii: ";")

  private struct OpenNode {
    let line: Line
    let brace: Int
    /// What suggests that this node was closed before, or is open only because another was closed too early.
    var doubt: Doubt?
    /// The subnode that was closed last, and its '}'.
    var closed: (line: Line, brace: Int, end: Int)?
  }

  /// A line of the text: its first byte that is not blank, and the column of that.
  private struct Line {
    let first: Int
    let column: Int

    init(first: Int, column: Int) {
      self.first = first
      self.column = column
    }

    init(_ text: Span<UInt8>, at start: Int, _ end: Int) {
      var index = start
      var column = 0
      while index < end, text[index] == 0x20 || text[index] == 0x09 {
        column = text[index] == 0x09 ? (column | 7) + 1 : column + 1
        index += 1
      }
      first = index
      self.column = column
    }
  }

  /// Returns the column in which a line begins.
  static func indentation(of text: Span<UInt8>, at start: Int) -> Int {
    Line(text, at: start, text.count).column
  }

  /// Examines a range of a text, which begins with a line.
  init(_ fault: Fault, in text: Span<UInt8>, _ range: Range<Int>) {
    self.fault = fault
    var line = Line(text, at: range.lowerBound, range.upperBound)
    var index = line.first
    while index < range.upperBound {
      let start = index
      let byte = text[index]
      var isPassed = byte <= 0x20
      if byte == 0x0A {
        line = Line(text, at: index + 1, range.upperBound)
        index = line.first
        continue
      }
      if byte == 0x2F, let end = LineScan.commentEnd(text, index, range.upperBound) {
        note(comment: index..<end, in: text)
        index = end - 1
        isPassed = true
      } else if byte == 0x23, index == line.first, Self.isDirective(text, index, range.upperBound) {
        index = Self.end(ofLine: text, index, range.upperBound)
        isPassed = true
      } else if byte == 0x7D {
        close(at: index, line)
      } else if !isPassed {
        if index == line.first { begin(line) }
        switch byte {
        case 0x7B: open.append(OpenNode(line: line, brace: index))
        case 0x22: index = Self.end(ofQuote: text, index, range.upperBound)
        case 0x27
        where index + 2 < range.upperBound && text[index + (text[index + 1] == 0x5C ? 3 : 2)] == 0x27:
          index += text[index + 1] == 0x5C ? 3 : 2
        default: break
        }
      }
      index += 1
      if !isPassed { last = byte }
      // What was skipped may have spanned lines.
      if index - start > 1,
        let newline = (start..<min(index, range.upperBound)).last(where: { text[$0] == 0x0A })
      {
        line = Line(text, at: newline + 1, range.upperBound)
        index = max(index, line.first)
      }
    }
    doubt = open.compactMap(\.doubt).min { $0.place < $1.place }
    if let place = doubt?.place, let start = comment?.lowerBound, place < start { comment = nil }
  }

  /// Handles a line that begins with something other than a '}'.
  private mutating func begin(_ line: Line) {
    guard last == 0x3B || last == 0x7B || last == 0x7D else { return }
    let top = open.count - 1
    let node = open[top]
    switch fault {
    case .missing:
      if line.column > node.line.column {
        open[top].doubt = nil
      } else if node.doubt == nil, node.brace != node.line.first {
        open[top].doubt = doubt(.statement, node.line, node.brace, at: line.first)
      }
    case .extra:
      if node.doubt?.column == line.column {
        open[top].doubt = nil
      } else if node.doubt == nil, let closed = node.closed, line.column > closed.line.column {
        open[top].doubt = doubt(.statement, closed.line, closed.brace, at: closed.end)
      }
    }
    open[top].closed = nil
  }

  private mutating func close(at index: Int, _ line: Line) {
    guard open.count > 1, let node = open.popLast() else { return }
    let top = open.count - 1
    open[top].closed = (node.line, node.brace, index)
    let isFirst = index == line.first
    if isFirst, line.column == node.line.column { return }
    let isWrong = isFirst && (line.column < node.line.column) == (fault == .missing)
    // Wrong the other way: not a sign of this fault.
    if isFirst, !isWrong, fault == .missing { return }
    let doubt = node.doubt ?? (isWrong ? doubt(.brace, node.line, node.brace, at: index) : nil)
    guard open[top].doubt == nil, let doubt else { return }
    // A neighbour at this level begins where this node does.
    open[top].doubt = Doubt(
      sign: doubt.sign, opening: doubt.opening, place: doubt.place, column: node.line.column)
  }

  private func doubt(_ sign: Sign, _ line: Line, _ brace: Int, at place: Int) -> Doubt {
    Doubt(sign: sign, opening: line.first..<brace, place: place, column: line.column)
  }

  private mutating func note(comment range: Range<Int>, in text: Span<UInt8>) {
    guard comment == nil, range.count > 2, text[range.lowerBound + 1] == 0x2A else { return }
    var hasBrace = false
    for index in range.dropFirst(2) {
      if text[index] == 0x7D { hasBrace = true }
      if hasBrace, text[index] == 0x2F, text[index + 1] == 0x2A, index + 2 < range.upperBound {
        comment = range
        return
      }
    }
  }

  /// Returns the index of the quote that ends a string, or the last index before `limit`.
  private static func end(ofQuote text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var index = start + 1
    while index < limit, text[index] != 0x22 { index += text[index] == 0x5C ? 2 : 1 }
    return min(index, limit - 1)
  }

  /// Whether a line whose first byte is this `#` is a directive and not a property.
  private static func isDirective(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Bool {
    var word = start + 1
    while word < limit, text[word] == 0x20 || text[word] == 0x09 { word += 1 }
    var end = word
    while end < limit, text[end] | 0x20 >= 0x61, text[end] | 0x20 <= 0x7A { end += 1 }
    if end < limit, text[end] == 0x2D || text[end] == 0x2C { return false }
    return directives.contains { name in
      name.utf8.count == end - word
        && name.utf8.enumerated().allSatisfy { text[word + $0.offset] == $0.element }
    }
  }

  private static var directives: [String] {
    [
      "define", "include", "if", "ifdef", "ifndef", "elif", "else", "endif", "undef", "error", "warning",
      "pragma",
      "line",
    ]
  }

  /// Returns the index of the last byte of a directive's line, including its continuation lines.
  private static func end(ofLine text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var index = start
    while index + 1 < limit, text[index + 1] != 0x0A || text[index] == 0x5C { index += 1 }
    return index
  }
}
