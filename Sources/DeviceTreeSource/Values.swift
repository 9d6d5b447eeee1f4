import DeviceTree
import Preprocessor
import SourceText

extension SourceParser {
  /// Reads a property's value after `=`, up to its semicolon, exclusive; returns false after a syntax error.
  mutating func readValue(_ value: OpenValue, of name: Symbol) -> Bool {
    while true {
      readLabels(in: value)
      guard readElement(value, of: name) else { return false }
      readLabels(in: value)
      guard current.kind == .comma else { return true }
      stream.advance()
    }
  }

  private mutating func readLabels(in value: OpenValue) {
    while isLabel {
      let origin = current.origin
      tree.appendMarker(.label, in: value, reference: readLabel(), origin: origin)
    }
  }

  private mutating func readElement(_ value: OpenValue, of name: Symbol) -> Bool {
    let token = current
    switch token.kind {
    case .less:
      stream.advance()
      return readCells(value, bits: 32, opening: token)
    case .string:
      tree.appendMarker(.string, in: value, origin: token.origin)
      readString(token)
      stream.advance()
      return true
    case .openBracket:
      stream.advance()
      return readBytes(value, opening: token)
    case .ampersand:
      guard let reference = readReference() else { break }
      tree.appendMarker(.string, in: value, reference: reference, origin: token.origin)
      tree.appendMarker(.pathReference, in: value, reference: reference, origin: token.origin)
      return true
    case .slash:
      guard let (keyword, count) = keyword() else { break }
      if keyword == .bits {
        stream.advance(by: count)
        return readSizedCells(value)
      }
      if keyword == .incbin {
        stream.advance(by: count)
        return readIncbin(value)
      }
    case .identifier where !(stream.last.kind == .comma && beginsStatementHere()):
      failUndefined(token, context: Self.valueContext)
      return false
    case .other where stream.isUnterminated(token):
      tree.appendMarker(.string, in: value, origin: token.origin)
      switch readOpenString(token) {
      case .read: return true
      case .isNone: return readUnterminated(token)
      case .isUntold: return readUnterminated(token, notes: [.init(Self.untoldString)])
      }
    default: break
    }
    let property = stream.preprocessor.names.string(name)
    if stream.last.kind == .comma, token.flags.contains(.atLineStart) {
      failAfterLast(
        "value-expected", "expected another value of property '\(property)' after ',', found \(textHere)")
      return false
    }
    fail("value-expected", "expected a value of property '\(property)', found \(textHere)")
    switch token.kind {
    case .number, .openParenthesis: help(Self.cellsHelp)
    case .openBrace:
      help(stream.peek(1).kind == .number ? Self.cellsHelp : "a node has no '=' before its '{'")
    case .character: help("a string needs double quotes")
    case .other where isTypographicQuote(token): help("a string needs straight double quotes: \"…\"")
    default: break
    }
    return false
  }

  /// Whether a token is one of the quotes ‘’“”, which word processors make of straight ones.
  private func isTypographicQuote(_ token: Token) -> Bool {
    guard token.length >= 3, token.location != .none else { return false }
    let text = stream.preprocessor.files.text
    let start = token.location.index
    return text[start] == 0xE2 && text[start + 1] == 0x80
      && [0x98, 0x99, 0x9C, 0x9D].contains(text[start + 2])
  }

  private static var untoldString: String {
    "a multi-line string is not supported here: it is unknown where gcc would break its lines"
  }

  private mutating func readUnterminated(_ token: Token, notes: [Diagnostic.Note] = []) -> Bool {
    let isString = stream.preprocessor.files.text[token.location.index] == 0x22
    fail(
      isString ? "unterminated-string" : "unterminated-character",
      "\(isString ? "string" : "character") is not closed on its line", at: token, notes: notes)
    // The token includes its line's semicolon.
    let start = token.location.index
    let line = stream.preprocessor.files.text[start..<start + token.length]
    // It looks closed; dtc makes 0x27 of it.
    if line.starts(with: "'\\'".utf8) { help(#"'\\' is a backslash, and '\'' is a quote"#) }
    if let end = line.lastIndex(where: { $0 > 0x20 }), line[end] == 0x3B {
      stream.advance()
      stream.insert(stream.preprocessor.remainder(of: token, after: end - start))
    }
    return false
  }

  // MARK: Cells

  private mutating func readSizedCells(_ value: OpenValue) -> Bool {
    let place = current
    guard place.kind == .number, var bits = readLiteral() else {
      fail("bits-expected", "expected 8, 16, 32 or 64 after '/bits/'", at: place)
      return false
    }
    if ![8, 16, 32, 64].contains(bits) {
      fail("element-width", "array elements have 8, 16, 32 or 64 bits, not \(bits)", at: place)
      bits = 32
    }
    let opening = current
    guard opening.kind == .less else {
      fail("value-expected", "expected '<' after '/bits/ \(bits)', found \(stream.text(opening))")
      return false
    }
    stream.advance()
    return readCells(value, bits: Int(bits), opening: opening)
  }

  private mutating func readCells(_ value: OpenValue, bits: Int, opening: Token) -> Bool {
    let kind: Marker.Kind =
      switch bits {
      case 8: .uint8
      case 16: .uint16
      case 64: .uint64
      default: .uint32
      }
    tree.appendMarker(kind, in: value, origin: opening.origin)
    while true {
      let token = current
      switch token.kind {
      case .greater:
        stream.advance()
        return true
      case .number, .character, .openParenthesis:
        guard let integer = readInteger() else { return false }
        if bits < 64, integer >> UInt64(bits) != 0 { checkWidth(integer, bits: bits, at: token) }
        tree.appendInteger(integer, bits: bits)
      case .ampersand:
        guard readCellReference(value, bits: bits) else { return false }
      case .identifier:
        guard isLabel else {
          if beginsStatementHere() {
            failAfterLast(
              "cells-not-closed", "expected '>' before \(stream.text(token))",
              notes: [.init("the '<' is here", at: span(opening.origin))])
            return false
          }
          failUndefined(token, context: "a cell")
          stream.advance()
          // Its neighbours may be missing as well; only what can follow a cell is read on.
          switch current.kind {
          case .identifier, .number, .ampersand, .greater: continue
          default: return false
          }
        }
        tree.appendMarker(.label, in: value, reference: readLabel(), origin: token.origin)
      case .other where stream.isUnterminated(token): return readUnterminated(token)
      default:
        failNoCell(token, opening: opening)
        return false
      }
    }
  }

  /// Reads a reference, whose phandle is filled in later.
  private mutating func readCellReference(_ value: OpenValue, bits: Int) -> Bool {
    let token = stream.current
    guard let reference = readReference() else {
      fail("reference-expected", "expected a label or '{path}' after '&'", at: token)
      return false
    }
    if bits == 32 {
      tree.appendMarker(.phandleReference, in: value, reference: reference, origin: token.origin)
    } else {
      fail(
        "reference-width",
        "a reference is a phandle of 32 bits and cannot be in an array of \(bits)-bit elements", at: token)
    }
    tree.appendInteger(.max, bits: bits)
    return true
  }

  private mutating func failNoCell(_ token: Token, opening: Token) {
    let start = Diagnostic.Note("the '<' is here", at: span(opening.origin))
    let message = "expected '>' before \(stream.text(token))"
    if token.kind == .comma, stream.peek(1).kind == .less {
      return fail("cells-not-closed", message, notes: [start])
    }
    if token.kind == .hash, beginsStatementHere() {
      return failAfterLast("cells-not-closed", message, notes: [start])
    }
    fail(
      "cell-expected", "expected a number, '(', '&label' or '>', found \(stream.text(token))",
      notes: token.flags.contains(.atLineStart) || token.kind == .semicolon
        ? [start] : [])
    if token.kind == .string {
      help("a string goes outside of '<' and '>'")
    } else if token.kind == .comma {
      help("cells are separated by spaces: <1 2>")
    } else if token.kind.rawValue <= TokenKind.question.rawValue {
      help("an expression in cells needs parentheses: <(…)>")
    }
  }

  /// Whether the current token begins a property or a node.
  private mutating func beginsStatementHere() -> Bool {
    let isOnNewLine = stream.current.flags.contains(.atLineStart)
    let next = stream.peek(isOnNewLine ? stream.writtenName()?.tokens ?? 1 : 1)
    return next.kind == .assign || next.kind == .openBrace || (next.kind == .semicolon && isOnNewLine)
  }

  private mutating func checkWidth(_ integer: UInt64, bits: Int, at token: Token) {
    let mask = UInt64(1) << UInt64(bits) - 1
    // All ones above the mask: a sign-extended negative number.
    guard integer | mask != .max else { return }
    warn(
      "value-truncated",
      "value \(PrintableText.hex(integer, digits: 16)) is truncated to \(PrintableText.hex(integer & mask, digits: bits / 4))",
      at: token)
    widen(from: token)
  }

  // MARK: Bytes

  private mutating func readBytes(_ value: OpenValue, opening: Token) -> Bool {
    tree.appendMarker(.uint8, in: value, origin: opening.origin)
    while true {
      var token = current
      if token.kind == .closeBracket {
        stream.advance()
        return true
      }
      if isLabel {
        tree.appendMarker(.label, in: value, reference: readLabel(), origin: token.origin)
        continue
      }
      guard token.kind == .number || token.kind == .identifier else {
        fail(
          "byte-expected", "expected two hexadecimal digits or ']', found \(stream.text(token))",
          notes: token.kind == .semicolon || token.kind == .end
            ? [.init("the '[' is here", at: span(opening.origin))] : [])
        return false
      }
      splitLabel(off: token)
      token = current
      let length = stream.length(token)
      var bytes: [UInt8] = []
      for index in stride(from: 0, to: length - 1, by: 2) {
        guard let high = stream.byte(index).hexDigitValue, let low = stream.byte(index + 1).hexDigitValue
        else { break }
        bytes.append(high << 4 | low)
      }
      guard bytes.count * 2 == length else {
        fail(
          "byte-expected",
          "\(stream.text(token)) is not a sequence of bytes: each has two hexadecimal digits", at: token)
        if length > 2, stream.byte(1) | 0x20 == 0x78 { help("bytes are written without 0x: [01 ff]") }
        return false
      }
      for byte in bytes { tree.appendByte(byte) }
      stream.advance()
    }
  }

  /// Splits bytes from a label that begins where they end: `12ab:` is a byte and the label `ab`.
  private mutating func splitLabel(off token: Token) {
    guard token.kind == .number, stream.peek(1).kind == .colon, stream.isTouchedByNext else { return }
    for index in stride(from: 0, to: stream.length(token), by: 2)
    where stream.byte(index).hexDigitValue == nil || stream.byte(index) > 0x39 {
      return stream.split(after: index)
    }
  }
}
