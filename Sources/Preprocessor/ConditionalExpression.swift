import SourceText

/// The value of an `#if` expression: 64 bits, signed unless an operand was unsigned.
struct ConditionalValue {
  var bits: UInt64
  var isUnsigned = false

  init(_ bits: UInt64, isUnsigned: Bool = false) {
    self.bits = bits
    self.isUnsigned = isUnsigned
  }

  init(_ truth: Bool) { bits = truth ? 1 : 0 }

  var isTrue: Bool { bits != 0 }
  var signed: Int64 { Int64(bitPattern: bits) }
}

extension Preprocessor {
  /// Whether the expression of an `#if` or `#elif` is true; `line` is what follows the directive's name.
  mutating func condition(_ line: Range<Int>, after word: Token) -> Bool {
    guard let first = line.first else {
      report(
        .error, "condition-missing", "#\(names.string(word.symbol)) needs an expression", at: word)
      return false
    }
    let reported = diagnostics.count
    let tokens = conditionTokens(line)
    if diagnostics[reported...].contains(where: { $0.severity == .error }) { return false }
    var parser = ConditionParser(tokens: tokens, fallback: store[first])
    let value = parser.parse(&self)
    return value.isTrue
  }

  /// The tokens of a line after expansion, with `defined`, `__has_include` and assertions evaluated.
  private mutating func conditionTokens(_ line: Range<Int>) -> [Token] {
    contexts.append(Context(.store, line, isBoundary: true))
    var tokens: [Token] = []
    while true {
      let token = next()
      if token.kind == .end { break }
      if token.kind == .padding { continue }
      if token.kind == .identifier, token.symbol == words.defined {
        tokens.append(answer(token, isDefined(token)))
      } else if token.kind == .identifier,
        token.symbol == words.hasInclude || token.symbol == words.hasIncludeNext
      {
        tokens.append(answer(token, hasInclude(token)))
      } else if token.kind == .hash {
        tokens.append(answer(token, testAssertion(token)))
      } else {
        tokens.append(token)
      }
    }
    contexts.removeLast()
    return tokens
  }

  private mutating func answer(_ token: Token, _ truth: Bool) -> Token {
    scratch(.number, [truth ? 0x31 : 0x30], like: token, flags: token.flags)
  }

  /// Returns the next token without expansion, skipping padding.
  mutating func nextUnexpanded() -> Token {
    expansionBlocked += 1
    defer { expansionBlocked -= 1 }
    while true {
      let token = next()
      if token.kind != .padding { return token }
    }
  }

  private mutating func isDefined(_ word: Token) -> Bool {
    var token = nextUnexpanded()
    let hasParenthesis = token.kind == .openParenthesis
    if hasParenthesis { token = nextUnexpanded() }
    guard token.kind == .identifier else {
      report(.error, "bad-condition", "'defined' needs a macro name", at: word)
      return false
    }
    if hasParenthesis, nextUnexpanded().kind != .closeParenthesis {
      report(.error, "bad-condition", "')' is missing after 'defined('", at: word)
    }
    return reportIfPoisoned(token) ? false : macro(named: token.symbol) != nil
  }

  private mutating func hasInclude(_ word: Token) -> Bool {
    let operation = names.string(word.symbol)
    guard nextUnexpanded().kind == .openParenthesis else {
      report(.error, "bad-condition", "'(' is missing after '\(operation)'", at: word)
      return false
    }
    // The name may come from a macro, but inside a name that is written here, nothing is expanded.
    var token = next()
    while token.kind == .padding { token = next() }
    let isWritten = token.expansion == 0
    var name = ""
    var quoted = false
    if token.kind == .string {
      name = String(decoding: spelling(of: token).dropFirst().dropLast(), as: UTF8.self)
      quoted = true
    } else if token.kind == .headerName {
      name = String(decoding: spelling(of: token).dropFirst().dropLast(), as: UTF8.self)
    } else if token.kind == .less {
      var parts: [Token] = []
      var part = isWritten ? nextUnexpanded() : next()
      while part.kind != .greater, part.kind != .end {
        if part.kind != .padding { parts.append(part) }
        part = isWritten ? nextUnexpanded() : next()
      }
      name = String(decoding: spelling(of: parts[...]), as: UTF8.self)
    } else {
      report(.error, "bad-condition", "'\(operation)' needs \"file\" or <file>", at: word)
      return false
    }
    if nextUnexpanded().kind != .closeParenthesis {
      report(.error, "bad-condition", "')' is missing after '\(operation)('", at: word)
    }
    let start = word.symbol == words.hasIncludeNext ? folderAfterCurrent : nil
    return exists(name, quoted: quoted, startingAt: start)
  }
}
