import DeviceTree
import Preprocessor
import SourceText

/// Strings over several lines. To the preprocessor each line's quote is open: it goes on with tokens,
/// and expands macros among them; dtc reads the text that comes of it as one string. So the string is
/// put together from tokens as gcc would write them: what is on one line with single spaces, a line's
/// beginning at its column.
extension SourceParser {
  /// Reads an open quote as the beginning of such a string, and leaves what stands behind its end;
  /// false if it is none.
  mutating func readOpenString(_ opening: Token) -> Bool {
    // dtc itself takes strings over several lines as they stand: what it leaves open is none.
    guard stream.byte(0) == 0x22, opening.expansion == 0, !stream.preprocessor.readsAsDTC,
      isClosedBeforeStatementEnd(opening)
    else { return false }
    var bytes = text(of: opening).dropFirst().withoutLineEnd
    var isEscaped = bytes.endsInEscape
    var line = lineStart(of: opening)
    var last = opening
    while true {
      stream.advance()
      let token = stream.current
      guard token.kind != .end, areBlanksKnown(between: last, token) else { return false }
      last = token
      let count = bytes.count
      appendBlanks(before: token, &line, to: &bytes)
      if bytes.count > count { isEscaped = false }
      let text = text(of: token).withoutLineEnd
      guard let quote = text.closingQuote(&isEscaped) else {
        bytes += text
        continue
      }
      appendString(bytes + text[..<quote], at: opening)
      stream.advance()
      stream.insert(rest(of: token, from: quote + 1))
      return true
    }
  }

  /// What dtc reads behind a string's end on the same line.
  private mutating func rest(of last: Token, from start: Int) -> [Token] {
    guard !stream.current.flags.contains(.atLineStart), stream.current.kind != .end else {
      return stream.preprocessor.line(after: last, from: start)
    }
    // What was a quote's end to gcc is a beginning to dtc, and so on.
    var bytes = Array(text(of: last)[start...])
    while !stream.current.flags.contains(.atLineStart), stream.current.kind != .end {
      if stream.current.isDetached { bytes.append(0x20) }
      bytes += text(of: stream.current)
      stream.advance()
    }
    return stream.preprocessor.tokens(ofLine: bytes, madeAt: span(last.origin).start)
  }

  private static let longestComment = 1 << 12

  /// Whether the next quote in the file, behind the current line, is followed by what can follow a string: otherwise it
  /// is more likely that the first one lacks its fellow.
  private func isClosedBeforeStatementEnd(_ opening: Token) -> Bool {
    let following = stream.peek(1)
    let start = stream.preprocessor.files.resolve(span(following.origin).start)
    guard following.kind != .end,
      stream.preprocessor.files.file(at: start) == stream.preprocessor.files.file(at: opening.location)
    else { return false }
    let text = stream.preprocessor.files.text
    var index = start.index
    while index < text.count, text[index] != 0x22 {
      // Not all text for each comment that has no end.
      let limit = min(index + Self.longestComment, text.count - 1)
      let comment = text[index] == 0x2F ? LineScan.commentEnd(text.span, index, limit) : nil
      index = comment ?? index + (text[index] == 0x5C ? 2 : 1)
    }
    guard index < text.count,
      stream.preprocessor.files.file(at: SourceLocation(index)) == stream.preprocessor.files.file(at: start)
    else { return false }
    var next = index + 1
    while next < text.count {
      if text[next] <= 0x20 || text[next] == 0x5C {
        next += 1
      } else if text[next] == 0x2F, let end = LineScan.commentEnd(text.span, next, text.count - 1),
        // To gcc the rest of the line is one token, so that what is on the next one is no comment's.
        !text[next..<end].contains(0x0A)
      {
        next = end
      } else {
        return text[next] == 0x3B || text[next] == 0x2C
      }
    }
    return false
  }

  private func text(of token: Token) -> [UInt8] {
    if token.kind == .identifier { return stream.preprocessor.names.array(token.symbol) }
    let start = token.location.index
    return Array(stream.preprocessor.files.text[start..<start + token.length])
  }

  /// Where the line begins in which gcc prints a token, which may be joined of several.
  private func lineStart(of token: Token) -> Int {
    let text = stream.preprocessor.files.text
    var start = stream.preprocessor.files.resolve(span(token.origin).start).index
    while true {
      while start > 0, text[start - 1] != 0x0A { start -= 1 }
      guard start > 0, isJoined(start - 1) else { return start }
      start -= 1
    }
  }

  /// Whether it can be told what gcc prints between two tokens: in lines of which nothing is left it counts columns of
  /// macros that stand for nothing, and a call over several lines is printed where it begins.
  private func areBlanksKnown(between last: Token, _ token: Token) -> Bool {
    guard token.flags.contains(.atLineStart) else { return true }
    let text = stream.preprocessor.files.text
    var index = stream.preprocessor.files.resolve(span(last.origin).start).index
    if last.expansion == 0 { index += last.length }
    let place = stream.preprocessor.files.resolve(span(token.origin).start).index
    while index < place, text[index] != 0x0A || isJoined(index) { index += 1 }
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

  /// Whether the line that ends at a newline goes on in the next one.
  private func isJoined(_ newline: Int) -> Bool {
    let text = stream.preprocessor.files.text
    var end = newline
    while end > 0, text[end - 1] <= 0x20, text[end - 1] != 0x0A { end -= 1 }
    return end > 0 && text[end - 1] == 0x5C
  }

  /// Appends what gcc prints before a token; `line` is where the line begins that it prints.
  private func appendBlanks(before token: Token, _ line: inout Int, to bytes: inout [UInt8]) {
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

  private mutating func appendString(_ bytes: [UInt8], at token: Token) {
    var position = 0
    while position < bytes.count {
      if bytes[position] == 0x5C {
        position += 1
        tree.appendByte(readEscape(bytes, &position, bytes.count, at: token))
      } else {
        tree.appendByte(bytes[position])
        position += 1
      }
    }
    tree.appendByte(0)
  }
}

extension [UInt8] {
  /// Whether a quote behind these bytes would be escaped.
  fileprivate var endsInEscape: Bool { reversed().prefix { $0 == 0x5C }.count % 2 == 1 }

  /// The index of the quote that ends the string which goes on with these bytes; the first of them is escaped or not, and
  /// then what follows is.
  fileprivate func closingQuote(_ isEscaped: inout Bool) -> Int? {
    for index in indices {
      if self[index] == 0x22, !isEscaped { return index }
      isEscaped = self[index] == 0x5C && !isEscaped
    }
    return nil
  }

  /// The bytes of a token that runs to its line's end, without a carriage return there.
  fileprivate var withoutLineEnd: [UInt8] { last == 0x0D ? Array(dropLast()) : self }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutLineEnd: [UInt8] { Array(self).withoutLineEnd }
}
