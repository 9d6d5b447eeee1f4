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
    var last = opening
    while true {
      stream.advance()
      let token = stream.current
      guard token.kind != .end else { return false }
      appendBlanks(before: token, after: last, to: &bytes)
      if stream.byte(0) == 0x22, !bytes.endsInEscape {
        guard token.kind == .other else { return false }
        break
      }
      bytes += text(of: token).withoutLineEnd
      last = token
    }
    appendString(bytes, at: opening)
    let end = stream.current
    stream.advance()
    stream.insert(stream.preprocessor.line(after: end, from: 1))
    return true
  }

  /// Whether the next quote in the file is followed by what can follow a string: otherwise it is more
  /// likely that the first one lacks its fellow.
  private func isClosedBeforeStatementEnd(_ opening: Token) -> Bool {
    let text = stream.preprocessor.files.text
    var index = opening.location.index + 1
    while index < text.count, text[index] != 0x22 { index += text[index] == 0x5C ? 2 : 1 }
    guard index < text.count,
      stream.preprocessor.files.file(at: SourceLocation(index))
        == stream.preprocessor.files.file(at: opening.location)
    else { return false }
    var next = index + 1
    while next < text.count {
      if text[next] <= 0x20 {
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

  private func appendBlanks(before token: Token, after last: Token, to bytes: inout [UInt8]) {
    guard token.flags.contains(.atLineStart) else {
      if token.isDetached { bytes.append(0x20) }
      return
    }
    let place = span(token.origin).start
    let text = stream.preprocessor.files.text
    var index = place.index
    while index > 0, text[index - 1] != 0x0A { index -= 1 }
    let from = span(last.origin).start.index
    let lines = from < index ? text[from..<index].count { $0 == 0x0A } : 1
    bytes.append(contentsOf: repeatElement(0x0A, count: lines))
    bytes.append(contentsOf: repeatElement(0x20, count: place.index - index))
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

  /// The bytes of a token that runs to its line's end, without a carriage return there.
  fileprivate var withoutLineEnd: [UInt8] { last == 0x0D ? Array(dropLast()) : self }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutLineEnd: [UInt8] { Array(self).withoutLineEnd }
}
