import Preprocessor
import SourceText

/// The lines in which gcc prints tokens, as far as strings over several lines need them
/// (`OpenStrings.swift`). They are derived from the text, since nothing else needs them.
extension SourceParser {
  /// How far the beginning or end of a comment is searched for.
  static let longestComment = 1 << 12

  /// Returns where the line begins in which gcc prints a token: if lines are joined, or a comment
  /// spans them, that with the first token. Nil if a call may span lines, or if that is unknown.
  mutating func lineStart(of token: Token) -> Int? {
    let files = stream.preprocessor.files
    let text = files.text
    let place = files.resolve(span(token.origin).start).index
    var (start, end) = (place, place)
    let quoted = openStringEnd > 0 ? endOfLine(openStringEnd) : 0
    var line: Int?
    while true {
      while start > 0, text[start - 1] != 0x0A { start -= 1 }
      let comment = text[start..<end].firstRange(of: [0x2A, 0x2F])
      var (opening, first) = (start, start)
      switch comment.flatMap({ commentStart(endingAt: $0.upperBound) }) {
      case .unknown: return nil
      // In the line that ends a string over several lines, a quote is open to gcc.
      case .at(let found) where found < start && (found >= quoted || found < startOfLine(openStringEnd)):
        (opening, first) = (found, comment?.upperBound ?? start)
      default: break
      }
      if line == nil || hasToken(first..<end) { line = start }
      if opening == start {
        guard start > 0, isJoined(start - 1) else { break }
        opening = start - 1
      }
      (start, end) = (opening, opening)
    }
    // A token of a line that was put together has no place of its own: the open quote in it gives one.
    let isMade = madeLine.tokens.contains(token.location.index)
    let before = isMade ? madeLine.text : min(max(start, openStringEnd), place)..<place
    return isInCall(before, endsInString: isMade) ? nil : line
  }

  /// Whether a part of a line has anything but blanks, comments and the backslash that joins lines.
  private func hasToken(_ part: Range<Int>) -> Bool {
    let text = stream.preprocessor.files.text
    var index = part.lowerBound
    while index < part.upperBound {
      if text[index] == 0x2F, let end = LineScan.commentEnd(text.span, index, part.upperBound) {
        index = end
      } else if text[index] <= 0x20
        || text[index] == 0x5C && text[index + 1..<part.upperBound].allSatisfy({ $0 <= 0x20 })
      {
        index += 1
      } else {
        return true
      }
    }
    return false
  }

  /// Where a comment begins.
  private enum CommentStart {
    case at(Int)
    /// It is too far away.
    case unknown
  }

  /// Returns where the comment that ends at an index begins; nil if none does.
  private func commentStart(endingAt end: Int) -> CommentStart? {
    let files = stream.preprocessor.files
    guard let file = files.file(at: SourceLocation(end - 1)) else { return nil }
    let (text, start) = (files.text, files.file(file).range.lowerBound)
    var index = end - 3
    var first: Int?
    while index > start, index > end - Self.longestComment {
      index -= 1
      if text[index] == 0x2F, text[index + 1] == 0x2A,
        LineScan.commentEnd(text.span, index, text.count - 1) == end, !isQuoted(index)
      {
        first = index
      }
    }
    return first.map { .at($0) } ?? (index > start ? .unknown : nil)
  }

  /// Whether a quote before an index is open to gcc there, or to its line's end, so that no comment begins.
  private func isQuoted(_ index: Int) -> Bool {
    let text = stream.preprocessor.files.text
    var position = startOfLine(index)
    // The line may begin inside a comment.
    if let end = text[position..<index].firstRange(of: [0x2A, 0x2F]),
      !text[position..<end.lowerBound].contains([0x2F, 0x2A])
    {
      position = end.upperBound
    }
    var open: UInt8?
    while position < index {
      let byte = text[position]
      if let quote = open {
        if byte == quote { open = nil } else if byte == 0x5C { position += 1 }
      } else if byte == 0x22 || byte == 0x27 {
        open = byte
      } else if byte == 0x2F, let end = LineScan.commentEnd(text.span, position, index) {
        position = end - 1
      }
      position += 1
    }
    return open != nil
  }

  /// Whether a call that began in an earlier line may end here: a parenthesis is closed that was
  /// opened there after what may be a macro, or one is opened right after such. An open string at the
  /// line's end does not matter.
  private func isInCall(_ line: Range<Int>, endsInString: Bool) -> Bool {
    let text = stream.preprocessor.files.text
    var depth = 0
    var index = line.lowerBound
    var opened = line.lowerBound
    while index < line.upperBound {
      switch text[index] {
      case 0x28:
        if !hasToken(line.lowerBound..<index), !isBehindOperator(line.lowerBound) { return true }
        depth += 1
      case 0x29:
        if depth > 0 {
          depth -= 1
        } else if let opening = groupStart(before: opened) {
          opened = opening
        } else {
          return true
        }
      case 0x22, 0x27:
        let quote = text[index]
        index += 1
        while index < line.upperBound, text[index] != quote { index += text[index] == 0x5C ? 2 : 1 }
        if index >= line.upperBound { return !endsInString }
      case 0x2F:
        if let end = LineScan.commentEnd(text.span, index, line.upperBound) { index = end - 1 }
      default: break
      }
      index += 1
    }
    return false
  }

  /// Returns the index of the last parenthesis open before an index, if it surely groups an expression.
  private func groupStart(before end: Int) -> Int? {
    let text = stream.preprocessor.files.text
    var depth = 0
    for index in (max(1, end - Self.longestComment)..<max(1, end)).reversed() {
      switch text[index] {
      case 0x29: depth += 1
      case 0x28 where depth > 0: depth -= 1
      case 0x28: return isBehindOperator(index) ? index : nil
      // Parentheses in strings, characters and comments would open nothing.
      case 0x22, 0x27, 0x2F, 0x5C: return nil
      default: break
      }
    }
    return nil
  }

  /// Whether an index surely follows a bracket or an operator, so that no macro's arguments begin there.
  private func isBehindOperator(_ index: Int) -> Bool {
    let text = stream.preprocessor.files.text
    var before = index - 1
    while before > 0, text[before] <= 0x20 { before -= 1 }
    guard before > 0, UInt8.beforeGroup.contains(text[before]) else { return false }
    // It may be in a comment.
    let line = text[..<before].lastIndex(of: 0x0A) ?? 0
    return !text[line..<before].contains(0x2F)
  }

  /// Whether it is known what gcc prints between two tokens: in lines of which nothing is left it counts the
  /// columns of macros that expand to nothing, and it prints a call over several lines where that begins.
  func areBlanksKnown(between last: Token, _ token: Token) -> Bool {
    guard token.flags.contains(.atLineStart) else { return true }
    let text = stream.preprocessor.files.text
    var index = stream.preprocessor.files.resolve(span(last.origin).start).index
    if last.expansion == 0 { index += stream.length(last) }
    let place = stream.preprocessor.files.resolve(span(token.origin).start).index
    index = min(endOfLine(index), place)
    let start = text[..<place].lastIndex(of: 0x0A) ?? place
    if start > index, isJoined(start) { return false }
    while index < start {
      if text[index] == 0x2F, let end = LineScan.commentEnd(text.span, index, start) {
        index = end
      } else if CharacterClass.isIdentifierStart(text[index]) {
        return false
      } else {
        index += 1
      }
    }
    return true
  }

  /// Returns where the line that contains an index begins, including those joined to it.
  private func startOfLine(_ index: Int) -> Int {
    let text = stream.preprocessor.files.text
    var start = index
    while start > 0, text[start - 1] != 0x0A || isJoined(start - 1) { start -= 1 }
    return start
  }

  /// Returns where the line that contains an index ends, including those joined to it.
  private func endOfLine(_ index: Int) -> Int {
    let text = stream.preprocessor.files.text
    var end = index
    while end < text.count, text[end] != 0x0A || isJoined(end) { end += 1 }
    return end
  }

  /// Whether the line that ends at a newline continues in the next one.
  private func isJoined(_ newline: Int) -> Bool {
    let text = stream.preprocessor.files.text
    var end = newline
    while end > 0, text[end - 1] <= 0x20, text[end - 1] != 0x0A { end -= 1 }
    return end > 0 && text[end - 1] == 0x5C
  }

  /// Appends what gcc prints before a token; `line` is where the line that it prints begins.
  func appendBlanks(before token: Token, _ line: inout Int, to bytes: inout [UInt8]) {
    guard token.flags.contains(.atLineStart) else {
      if token.isDetached { bytes.append(0x20) }
      return
    }
    let place = stream.preprocessor.files.resolve(span(token.origin).start).index
    let text = stream.preprocessor.files.text
    let start = text[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? place
    let lines = line < start ? text[line..<start].count { $0 == 0x0A } : 1
    line = start
    bytes.append(contentsOf: repeatElement(0x0A, count: lines))
    let indentation = firstToken(in: start..<place) - start
    bytes.append(
      contentsOf: repeatElement(
        0x20, count: max(0, indentation - 1) + (token.flags.contains(.spaceBefore) ? 1 : 0)))
  }

  /// Returns where the first token of a line is, given its beginning: the first token from a call may
  /// be one of its arguments, while the line begins with the macro's name.
  private func firstToken(in line: Range<Int>) -> Int {
    let text = stream.preprocessor.files.text
    var index = line.lowerBound
    // The line may begin inside a comment.
    if let end = text[line].firstRange(of: [0x2A, 0x2F]),
      !text[line.lowerBound..<end.lowerBound].contains([0x2F, 0x2A])
    {
      index = end.upperBound
    }
    while index < line.upperBound {
      if text[index] <= 0x20 {
        index += 1
      } else if text[index] == 0x2F, let end = LineScan.commentEnd(text.span, index, line.upperBound) {
        index = end
      } else {
        break
      }
    }
    return index
  }
}

extension UInt8 {
  /// What precedes an operand: brackets, and operators that do not end a comment.
  fileprivate static let beforeGroup = Array("<(,+-*%&|^~!?:=>".utf8)
}
