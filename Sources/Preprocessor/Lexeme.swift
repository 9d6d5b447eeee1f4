/// The extent of one token in a text: what `Lexeme.scan` finds.
struct Lexeme {
  var kind: TokenKind
  /// The index after its last byte.
  var end: Int

  /// Reads the token at `start`, which is neither a blank nor the beginning of a comment, as dtc splits text.
  ///
  /// Returns nil if a splice (a backslash before a line's end) is in the way: the token may continue on the
  /// next line, and the caller must remove the splices first. `text[limit]` is a newline.
  static func scan(_ text: Span<UInt8>, at start: Int, limit: Int) -> Lexeme? {
    let first = text[start]
    if CharacterClass.isIdentifierStart(first) { return identifier(text, start, limit) }
    if CharacterClass.isDigit(first) { return number(text, start, limit) }
    if first == 0x22 || first == 0x27 { return quoted(text, start, limit) }
    return punctuator(text, start, limit)
  }

  /// Reads the token at `start` as C splits text: an `L` before a quote belongs to what is quoted. In
  /// assembler, gcc knows no other such prefix.
  static func scanC(_ text: Span<UInt8>, at start: Int, limit: Int) -> Lexeme? {
    guard text[start] == 0x4C, start + 1 < limit, text[start + 1] == 0x22 || text[start + 1] == 0x27 else {
      return scan(text, at: start, limit: limit)
    }
    guard var lexeme = quoted(text, start + 1, limit) else { return nil }
    switch lexeme.kind {
    case .string: lexeme.kind = .wideString
    case .character: lexeme.kind = .wideCharacter
    default: break
    }
    return lexeme
  }

  /// The kind of a byte that is a token on its own, as far as the next byte tells; nil if that needs a
  /// closer look.
  @inline(__always)
  static func loneKind(_ byte: UInt8, before next: UInt8) -> TokenKind? {
    switch byte {
    case 0x3B: return .semicolon
    case 0x7B: return .openBrace
    case 0x7D: return .closeBrace
    case 0x28: return .openParenthesis
    case 0x29: return .closeParenthesis
    case 0x5B: return .openBracket
    case 0x5D: return .closeBracket
    case 0x2C: return .comma
    case 0x3A: return .colon
    default: break
    }
    // Longer operators continue with one of these, and a backslash may be a splice.
    guard next != byte, next != 0x3D, next != 0x3E, next != 0x5C else { return nil }
    switch byte {
    case 0x3C: return .less
    case 0x3D: return .assign
    case 0x3E: return .greater
    case 0x26: return .ampersand
    case 0x23: return .hash
    case 0x2D: return .minus
    case 0x2B: return .plus
    case 0x2A: return .star
    case 0x7C: return .pipe
    default: return nil
    }
  }

  private static func isSplice(_ text: Span<UInt8>, _ at: Int, _ limit: Int) -> Bool {
    at < limit && text[at] == 0x5C && Splice.end(text, at, limit) != nil
  }

  @inline(__always)
  private static func identifier(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Lexeme? {
    var end = start
    while CharacterClass.isIdentifierPart(text[end]) { end += 1 }
    if isSplice(text, end, limit) { return nil }
    return Lexeme(kind: .identifier, end: end)
  }

  private static func number(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Lexeme? {
    var end = start + 1
    while end < limit {
      let byte = text[end]
      if CharacterClass.isIdentifierPart(byte) || byte == 0x2E {
        end += 1
      } else if byte == 0x2B || byte == 0x2D, [0x65, 0x70].contains(text[end - 1] | 0x20) {
        end += 1
      } else {
        break
      }
    }
    if isSplice(text, end, limit) { return nil }
    return Lexeme(kind: .number, end: end)
  }

  /// The index after the `<file>` that begins at `start`; nil if it does not end on its line.
  static func headerName(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var next = start + 1
    while next < limit, text[next] != 0x0A {
      if text[next] == 0x3E { return next + 1 }
      next += 1
    }
    return nil
  }

  private static func quoted(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Lexeme? {
    let quote = text[start]
    var end = start + 1
    while end < limit {
      let byte = text[end]
      if byte == quote {
        return Lexeme(kind: quote == 0x22 ? .string : .character, end: end + 1)
      }
      if byte == 0x0A { break }
      if byte == 0x5C {
        if isSplice(text, end, limit) { return nil }
        end += 1
        // Lines are joined before escapes are read.
        if isSplice(text, end, limit) { return nil }
      }
      end += 1
    }
    end = min(end, limit)
    // In assembler, a quote that is not closed on its line is plain text, with the rest of the line.
    if end > start + 1, text[end - 1] == 0x0D { end -= 1 }
    return Lexeme(kind: .other, end: end)
  }

  private static func punctuator(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Lexeme? {
    let first = text[start]
    let second = start + 1 < limit ? text[start + 1] : 0x0A
    let third = start + 2 < limit ? text[start + 2] : 0x0A
    if isSplice(text, start + 1, limit) && first != 0x5C { return nil }
    func one(_ kind: TokenKind) -> Lexeme { Lexeme(kind: kind, end: start + 1) }
    func two(_ kind: TokenKind) -> Lexeme { Lexeme(kind: kind, end: start + 2) }
    func withAssign(_ kind: TokenKind) -> Lexeme { second == 0x3D ? two(.compoundAssign) : one(kind) }
    switch first {
    case 0x3C:  // <
      if second == 0x3C {
        if isSplice(text, start + 2, limit) { return nil }
        return third == 0x3D ? Lexeme(kind: .compoundAssign, end: start + 3) : two(.shiftLeft)
      }
      return second == 0x3D ? two(.lessOrEqual) : one(.less)
    case 0x3E:  // >
      if second == 0x3E {
        if isSplice(text, start + 2, limit) { return nil }
        return third == 0x3D ? Lexeme(kind: .compoundAssign, end: start + 3) : two(.shiftRight)
      }
      return second == 0x3D ? two(.greaterOrEqual) : one(.greater)
    case 0x3D: return second == 0x3D ? two(.equal) : one(.assign)
    case 0x21: return second == 0x3D ? two(.notEqual) : one(.not)
    case 0x2B: return second == 0x2B ? two(.plusPlus) : withAssign(.plus)
    case 0x2D:
      if second == 0x2D { return two(.minusMinus) }
      return second == 0x3E ? two(.arrow) : withAssign(.minus)
    case 0x2A: return withAssign(.star)
    case 0x2F: return withAssign(.slash)
    case 0x25: return withAssign(.percent)
    case 0x26: return second == 0x26 ? two(.andAnd) : withAssign(.ampersand)
    case 0x7C: return second == 0x7C ? two(.orOr) : withAssign(.pipe)
    case 0x5E: return withAssign(.caret)
    case 0x7E: return one(.tilde)
    case 0x3F: return one(.question)
    case 0x3A: return one(.colon)
    case 0x2C: return one(.comma)
    case 0x28: return one(.openParenthesis)
    case 0x29: return one(.closeParenthesis)
    case 0x2E:
      if CharacterClass.isDigit(second) { return number(text, start, limit) }
      if second == 0x2E {
        if isSplice(text, start + 2, limit) { return nil }
        if third == 0x2E { return Lexeme(kind: .ellipsis, end: start + 3) }
      }
      return one(.dot)
    case 0x23: return second == 0x23 ? two(.hashHash) : one(.hash)
    case 0x5B: return one(.openBracket)
    case 0x5D: return one(.closeBracket)
    case 0x7B: return one(.openBrace)
    case 0x7D: return one(.closeBrace)
    case 0x3B: return one(.semicolon)
    default:
      // The bytes of a UTF-8 character stay together.
      var end = start + 1
      if first >= 0x80 { while end < limit, text[end] & 0xC0 == 0x80 { end += 1 } }
      return Lexeme(kind: .other, end: end)
    }
  }
}

/// A backslash at a line's end, which joins two lines.
enum Splice {
  /// The index after the line's end if there is a splice at `at`: a backslash, blanks and a newline, or a
  /// carriage return in place of the newline at the file's end.
  static func end(_ text: Span<UInt8>, _ at: Int, _ limit: Int) -> Int? {
    var next = at + 1
    while next < limit {
      let byte = text[next]
      if byte == 0x0A { return next + 1 }
      if !CharacterClass.isBlank(byte) { return nil }
      next += 1
    }
    return next > at + 1 && text[next - 1] == 0x0D ? next : nil
  }
  /// The first splice that has white space behind its backslash.
  static func firstSpaced(_ text: Span<UInt8>, _ range: Range<Int>, _ limit: Int) -> Int? {
    for index in range where text[index] == 0x5C && end(text, index, limit) != nil {
      if CharacterClass.isBlank(text[index + 1]), text[index + 1] != 0x0D { return index }
    }
    return nil
  }
}
