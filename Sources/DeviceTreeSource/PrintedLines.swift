import Preprocessor
import SourceText

/// The lines in which gcc prints tokens, as far as strings over several lines need them (`OpenStrings.swift`). They are
/// told from the text, since nobody else asks.
extension SourceParser {
  /// How far a comment's end is looked for.
  static let longestComment = 1 << 12

  /// Where the line begins in which gcc prints a token: it may be joined of several, and a comment in it may go over lines,
  /// and then it is the line with the first token. Nil if a call may go over lines, or if that cannot be told.
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
      // In the line in which a string over lines ends, a quote is open to gcc.
      case .at(let found) where found < start && found >= quoted:
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
    // A token of a line that was made has no place in the text of its own: the quote that is open in it says where.
    let isMade = madeLine.tokens.contains(token.location.index)
    let before = isMade ? madeLine.text : min(max(start, openStringEnd), place)..<place
    return isInCall(before, endsInString: isMade) ? nil : line
  }

  /// Whether anything but blanks, comments and the sign that joins lines stands in a part of a line.
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
    /// It is too long.
    case unknown
  }

  /// Where the comment begins that ends at an index; nil if none does.
  private func commentStart(endingAt end: Int) -> CommentStart? {
    let files = stream.preprocessor.files
    guard let file = files.file(at: SourceLocation(end - 1)) else { return nil }
    let (text, start) = (files.text, files.file(file).range.lowerBound)
    var index = end - 3
    var first: Int?
    while index > start, index > end - Self.longestComment {
      index -= 1
      if text[index] == 0x2F, text[index + 1] == 0x2A,
        LineScan.commentEnd(text.span, index, text.count - 1) == end
      {
        first = index
      }
    }
    return first.map { .at($0) } ?? (index > start ? .unknown : nil)
  }

  /// Whether a call may end in a line that began in one before: a parenthesis is closed here that was opened there behind
  /// what may stand for a macro, or opened here behind such. The line may end in an open string, which has nothing to say.
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

  /// The index of the last parenthesis that is open before an index, if it surely is an expression's; nil otherwise.
  private func groupStart(before end: Int) -> Int? {
    let text = stream.preprocessor.files.text
    var depth = 0
    for index in (max(1, end - Self.longestComment)..<max(1, end)).reversed() {
      switch text[index] {
      case 0x29: depth += 1
      case 0x28 where depth > 0: depth -= 1
      case 0x28: return isBehindOperator(index) ? index : nil
      // What is in strings, characters and comments opens nothing.
      case 0x22, 0x27, 0x2F, 0x5C: return nil
      default: break
      }
    }
    return nil
  }

  /// Whether what begins at an index surely stands behind a bracket or an operator, and so is no macro's arguments.
  private func isBehindOperator(_ index: Int) -> Bool {
    let text = stream.preprocessor.files.text
    var before = index - 1
    while before > 0, text[before] <= 0x20 { before -= 1 }
    guard before > 0, UInt8.beforeGroup.contains(text[before]) else { return false }
    // It may stand in a comment.
    let line = text[..<before].lastIndex(of: 0x0A) ?? 0
    return !text[line..<before].contains(0x2F)
  }

  /// Whether it can be told what gcc prints between two tokens: in lines of which nothing is left it counts columns of
  /// macros that stand for nothing, and a call over several lines is printed where it begins.
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

  /// Where the line ends that an index is in, with those that it is joined with.
  private func endOfLine(_ index: Int) -> Int {
    let text = stream.preprocessor.files.text
    var end = index
    while end < text.count, text[end] != 0x0A || isJoined(end) { end += 1 }
    return end
  }

  /// Whether the line that ends at a newline goes on in the next one.
  private func isJoined(_ newline: Int) -> Bool {
    let text = stream.preprocessor.files.text
    var end = newline
    while end > 0, text[end - 1] <= 0x20, text[end - 1] != 0x0A { end -= 1 }
    return end > 0 && text[end - 1] == 0x5C
  }

  /// Appends what gcc prints before a token; `line` is where the line begins that it prints.
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

  /// Where the first token of a line stands, of which this is the beginning: what comes of a call first may be an argument
  /// of it, while the line begins with the macro's name.
  private func firstToken(in line: Range<Int>) -> Int {
    let text = stream.preprocessor.files.text
    var index = line.lowerBound
    // It may begin amid a comment.
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
  /// What an operand stands behind: brackets, and operators that end no comment.
  fileprivate static let beforeGroup = Array("<(,+-*%&|^~!?:=>".utf8)
}
