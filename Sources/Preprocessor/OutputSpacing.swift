import SourceText

/// Where gcc's output has white space between two tokens.
///
/// Between tokens that came straight from a file, spaces are as in the file. After padding (the edge of an
/// expansion or argument), the padding's source decides. If that asks for no space, one is still inserted
/// where the two tokens would be read as another one (`-` and `-1`).
struct OutputSpacing: Sendable {
  /// Whether there was padding after the last token, as at the end of an expansion.
  private(set) var afterPadding = false
  private var source = PaddingSource.none
  private var last: Token?
  /// Whether the next token is the first of a line.
  private(set) var isAtLineStart = false

  mutating func pad(_ next: PaddingSource) {
    afterPadding = true
    source = source.followed(by: next)
  }

  /// Makes the next token the first on a line of the output.
  mutating func startLine() {
    last = nil
    source = .none
    isAtLineStart = true
  }

  /// Returns `token`, the next one of the output, with the spacing that gcc's output has before it.
  @inline(__always)
  mutating func spaced(_ token: Token, in text: [UInt8]) -> Token {
    var token = token
    token.flags = needsSpace(before: token, in: text) ? .spaceBefore : []
    // A line may begin with a macro's name, which is not in the output: the first token that is has the flag
    // instead.
    if isAtLineStart { token.flags.insert(.atLineStart) }
    didPut(token)
    return token
  }

  func needsSpace(before token: Token, in text: [UInt8]) -> Bool {
    guard afterPadding else { return token.flags.contains(.spaceBefore) }
    let decisive = source == .none ? PaddingSource(token) : source
    if decisive == .spaced { return true }
    guard let last else { return token.kind == .hash }
    return last.sticks(to: token, in: text)
  }

  mutating func didPut(_ token: Token) {
    afterPadding = false
    source = .none
    isAtLineStart = false
    last = token
  }
}

extension Token {
  /// Whether this token and the next, with nothing between them, would be read as different tokens.
  func sticks(to next: Token, in text: [UInt8]) -> Bool {
    let first: UInt8 =
      switch next.kind {
      case .identifier, .number, .string, .character, .wideString, .wideCharacter, .other: 0
      default: text[next.location.index]
      }
    if kind.rawValue <= TokenKind.shiftLeft.rawValue, first == 0x3D { return true }
    switch kind {
    case .greater: return first == 0x3E
    case .less: return first == 0x3C || first == 0x25 || first == 0x3A
    case .plus: return first == 0x2B
    case .minus: return first == 0x2D || first == 0x3E
    case .slash: return first == 0x2F || first == 0x2A
    case .percent: return first == 0x3A || first == 0x3E
    case .lessOrEqual: return first == 0x3E
    case .ampersand: return first == 0x26
    case .pipe: return first == 0x7C
    case .colon: return first == 0x3A || first == 0x3E
    case .arrow: return first == 0x2A
    case .dot: return first == 0x2E || first == 0x25 || next.kind == .number
    case .hash: return first == 0x23 || first == 0x25
    case .identifier:
      return next.kind == .identifier || next.kind == .character || next.kind == .string
        || (next.kind == .number && next.isNameLike(text))
    case .number:
      return next.kind == .number || next.kind == .identifier || next.kind == .character
        || first == 0x2E || first == 0x2B || first == 0x2D
    case .other: return text[location.index] == 0x5C && next.kind == .identifier
    default: return false
    }
  }

  /// Whether a number right after an identifier would be part of it: it has no dot and no sign.
  private func isNameLike(_ text: [UInt8]) -> Bool {
    text[location.index..<location.index + length].allSatisfy(CharacterClass.isIdentifierPart)
  }
}
