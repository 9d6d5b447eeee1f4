import DeviceTree
import Preprocessor
import SourceText

/// Strings over several lines. To the preprocessor each line's quote is unterminated: it continues
/// with tokens and expands macros among them; dtc reads the resulting text as one string. So the
/// string is put together from tokens as gcc would print them: single spaces between those of one
/// line, and the first token of a line in its column.
extension SourceParser {
  /// The outcome of reading an open quote.
  enum OpenString {
    case read
    /// Its closing quote is probably missing.
    case isNone
    /// What gcc would print cannot be determined.
    case isUntold
  }

  /// Reads an open quote as the beginning of such a string, and continues with what follows its end.
  mutating func readOpenString(_ opening: Token) -> OpenString {
    // dtc itself reads strings over several lines as they are: a quote that is still open has no end.
    guard stream.byte(0) == 0x22, opening.expansion == 0,
      !stream.preprocessor.readsAsDTC(at: opening.location),
      isClosedBeforeStatementEnd(opening)
    else { return .isNone }
    var bytes = text(of: opening).dropFirst().withoutLineEnd
    var isEscaped = bytes.endsInEscape
    guard var line = lineStart(of: opening) else { return .isUntold }
    var last = opening
    while true {
      stream.advance()
      let token = stream.current
      if token.kind == .end { return .isNone }
      guard areBlanksKnown(between: last, token) else { return .isUntold }
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
      return readRest(of: token, from: quote + 1) ? .read : .isUntold
    }
  }

  /// Continues with what dtc reads after a string on its last line; returns false if a comment has no end.
  private mutating func readRest(of last: Token, from start: Int) -> Bool {
    openStringEnd = endInText(of: last)
    guard !stream.current.flags.contains(.atLineStart), stream.current.kind != .end else {
      let end = text(of: last).startOfOpenComment(from: start)
      let tokens = stream.preprocessor.line(in: last, start..<(end ?? last.length))
      if end != nil, !passOpenComment() { return false }
      stream.insert(tokens)
      return true
    }
    // What closed a quote for gcc opens one for dtc, and so on.
    var bytes = Array(text(of: last)[start...])
    let place = stream.preprocessor.files.resolve(span(last.origin).start).index + start
    while !stream.current.flags.contains(.atLineStart), stream.current.kind != .end {
      if stream.current.isDetached { bytes.append(0x20) }
      bytes += text(of: stream.current)
      openStringEnd = endInText(of: stream.current)
      stream.advance()
    }
    if let comment = bytes.startOfOpenComment(from: 0) {
      bytes.removeSubrange(comment...)
      if !passOpenComment() { return false }
    }
    let tokens = stream.preprocessor.tokens(ofLine: bytes, madeAt: span(last.origin).start)
    if let first = tokens.first {
      let made = first.location.index
      madeLine = (made..<made + bytes.count, place..<max(place, openStringEnd))
    }
    stream.insert(tokens)
    return true
  }

  private func endInText(of token: Token) -> Int {
    stream.preprocessor.files.resolve(span(token.origin).start).index + stream.length(token)
  }

  /// Skips the rest of a comment that is not one to gcc, since it begins after a quote. Returns false
  /// if it does not end in two tokens.
  private mutating func passOpenComment() -> Bool {
    var isBehindStar = false
    while stream.current.kind != .end {
      let token = stream.current
      let text = text(of: token)
      if isBehindStar, text == [0x2F], !token.isDetached, !token.flags.contains(.atLineStart) {
        stream.advance()
        return true
      }
      // The comment ends inside what is one token to gcc.
      if text.contains([0x2A, 0x2F]) || isBehindStar && text.first == 0x2F { return false }
      isBehindStar = text.last == 0x2A
      stream.advance()
    }
    return false
  }

  /// Whether the next quote in the file, after the current line, is followed by what can follow a
  /// string: otherwise it is more likely that the closing quote of the first one is missing.
  private func isClosedBeforeStatementEnd(_ opening: Token) -> Bool {
    let following = stream.peek(1)
    let start = stream.preprocessor.files.resolve(span(following.origin).start)
    guard following.kind != .end,
      stream.preprocessor.files.file(at: start) == stream.preprocessor.files.file(at: opening.location)
    else { return false }
    let text = stream.preprocessor.files.text
    var index = start.index
    while index < text.count, text[index] != 0x22 {
      // Limited, so that unterminated comments do not each search all of the text.
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
      } else if text[next] == 0x2F, let end = LineScan.commentEnd(text.span, next, text.count - 1) {
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
  /// Whether a quote after these bytes would be escaped.
  fileprivate var endsInEscape: Bool { reversed().prefix { $0 == 0x5C }.count % 2 == 1 }

  /// Returns the index of the quote that ends the string which these bytes continue. `isEscaped` says
  /// whether the first of them is escaped and, afterwards, whether what follows is.
  fileprivate func closingQuote(_ isEscaped: inout Bool) -> Int? {
    for index in indices {
      if self[index] == 0x22, !isEscaped { return index }
      isEscaped = self[index] == 0x5C && !isEscaped
    }
    return nil
  }

  /// Returns where the first comment without an end begins, from an index on.
  fileprivate func startOfOpenComment(from start: Int) -> Int? {
    var quote: UInt8?
    var index = start
    while index + 1 < count {
      let byte = self[index]
      if let open = quote {
        if byte == open { quote = nil }
        index += byte == 0x5C ? 2 : 1
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
        index += 1
      } else if self[index] == 0x2F, self[index + 1] == 0x2A {
        guard let end = self[(index + 2)...].firstRange(of: [0x2A, 0x2F]) else { return index }
        index = end.upperBound
      } else if self[index] == 0x2F, self[index + 1] == 0x2F {
        return nil
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The bytes of a token that extends to the end of its line, without a carriage return there.
  fileprivate var withoutLineEnd: [UInt8] { last == 0x0D ? Array(dropLast()) : self }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutLineEnd: [UInt8] { Array(self).withoutLineEnd }
}
