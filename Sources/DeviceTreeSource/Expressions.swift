import Preprocessor
import SourceText

/// dtc's integer expressions: C's operators, all on unsigned 64-bit numbers, all operands evaluated.
///
/// Incomplete operations are on a stack of our own, so that the thread's does not grow with the
/// expression. An operator completes those on the stack that bind at least as strongly; parentheses
/// and the parts of `a ? b : c` bind least of all, and are completed only by their counterparts.
extension SourceParser {
  /// A part of an expression that has been read and waits for what follows it.
  struct Operation {
    enum Kind {
      case binary(TokenKind)
      case prefix(TokenKind)
      case parenthesis
      /// What precedes `?`.
      case condition
      /// What is between `?` and `:`, and whether the condition chooses it.
      case choice(isTaken: Bool)
    }

    let kind: Kind
    /// The value of what precedes it, if anything does.
    let left: UInt64
    /// Where it begins, including what precedes it.
    let start: Token
    /// How strongly it binds.
    let precedence: Int

    init(_ kind: Kind, _ left: UInt64 = 0, from start: Token, precedence: Int = Self.least) {
      self.kind = kind
      self.left = left
      self.start = start
      self.precedence = precedence
    }

    /// Less strongly than a token that is not an operator.
    static let least = -1
    /// More strongly than any operator between operands.
    static let prefix = 11
  }

  /// Reads a literal, a character or an expression in parentheses; returns nil after a syntax error.
  mutating func readInteger() -> UInt64? {
    guard current.kind == .openParenthesis else { return readOperand() }
    let base = operations.count
    if let value = readExpression(base) { return value }
    operations.removeLast(operations.count - base)
    return nil
  }

  /// Reads an expression in parentheses, which ends when only `base` operations are left.
  private mutating func readExpression(_ base: Int) -> UInt64? {
    while readPrefixes() {
      var start = current
      guard var value = readOperand() else { return nil }
      // Until an operator needs another one.
      var hasOperand = true
      while hasOperand {
        // Most expressions are one number in parentheses.
        if current.kind != .closeParenthesis { splitOperator() }
        let kind = current.kind
        let precedence = kind.precedence ?? 0
        while let last = operations.last, last.precedence >= precedence {
          operations.removeLast()
          start = last.start
          value = finish(last, value)
        }
        if precedence > 0 {
          guard wait(Operation(.binary(kind), value, from: start, precedence: precedence)) else { return nil }
          hasOperand = false
          continue
        }
        if kind == .question {
          guard wait(Operation(.condition, value, from: start)) else { return nil }
          hasOperand = false
          continue
        }
        guard let last = operations.popLast() else { continue }
        start = last.start
        switch last.kind {
        case .condition:
          guard expect(.colon, "':' after '?'") else { return nil }
          operations.append(Operation(.choice(isTaken: last.left != 0), value, from: start))
          hasOperand = false
        case .choice(let isTaken):
          if isTaken { value = last.left }
        default:
          guard closeParenthesis(openedAt: start) else { return nil }
          if operations.count == base { return value }
        }
      }
    }
    return nil
  }

  /// Advances past the parenthesis that closes one; returns false if something else is there.
  private mutating func closeParenthesis(openedAt start: Token) -> Bool {
    guard current.kind == .closeParenthesis else {
      fail(
        "parenthesis-expected", "expected an operator or ')', found \(textHere)",
        notes: [.init("the '(' is here", at: span(start.origin))])
      return false
    }
    stream.advance()
    return true
  }

  /// Advances past what can precede an operand; returns false if that is too much.
  private mutating func readPrefixes() -> Bool {
    while true {
      if current.kind == .number { return true }
      splitOperator()
      let token = current
      switch token.kind {
      case .openParenthesis:
        guard wait(Operation(.parenthesis, from: token)) else { return false }
      case .minus, .tilde, .not:
        let operation = Operation(.prefix(token.kind), from: token, precedence: Operation.prefix)
        guard wait(operation) else { return false }
      default: return true
      }
    }
  }

  /// Advances past the current token, whose operation waits for more; returns false if too many do.
  private mutating func wait(_ operation: Operation) -> Bool {
    guard operations.count < options.expressionDepth else {
      fail("expression-depth", "expression is nested more than \(options.expressionDepth) levels deep")
      return false
    }
    operations.append(operation)
    stream.advance()
    return true
  }

  private mutating func finish(_ operation: Operation, _ right: UInt64) -> UInt64 {
    switch operation.kind {
    case .binary(let kind): kind.result(operation.left, right) ?? failDivision(from: operation.start)
    case .prefix(let kind): kind.result(right) ?? right
    default: right
    }
  }

  /// Reads a literal or a character.
  private mutating func readOperand() -> UInt64? {
    let token = current
    switch token.kind {
    case .number: return readLiteral()
    case .character:
      stream.advance()
      return characterValue(token)
    case .identifier:
      failUndefined(token, context: "a number")
      return nil
    default:
      let parenthesis = operations.last { if case .parenthesis = $0.kind { true } else { false } }
      fail(
        "number-expected", "expected a number or '(', found \(stream.text(token))",
        notes: parenthesis.map { [.init("the last '(' is here", at: span($0.start.origin))] } ?? [])
      return nil
    }
  }

  /// C has longer operators than dtc: here `--` is two minuses.
  private mutating func splitOperator() {
    switch current.kind {
    case .plusPlus, .minusMinus, .arrow, .compoundAssign: stream.split(after: 1)
    default: break
    }
  }

  private mutating func failDivision(from start: Token) -> UInt64 {
    fail("division-by-zero", "division by zero", at: start)
    widen(from: start)
    return 0
  }

  // MARK: Literals

  /// Reads a number as dtc does: decimal, octal or hexadecimal, with one of the suffixes U, L, UL, LL
  /// and ULL. What follows it in the same token is read separately.
  mutating func readLiteral() -> UInt64? {
    let token = current
    let literal = Literal(stream.preprocessor.files.text.span, token)
    if literal.length < token.length {
      // C's preprocessor also takes `.5` for a number.
      guard literal.length > 0 else {
        fail("number-expected", "expected a number or '(', found \(stream.text(token))", at: token)
        help("a cell is an integer")
        return nil
      }
      stream.split(after: literal.length)
    }
    if let badDigit = literal.badDigit {
      fail(
        "bad-literal",
        "\(textHere) begins with 0, so it is octal, but has the digit \(badDigit - 0x30)")
    } else if literal.overflows {
      fail("literal-overflow", "\(textHere) does not fit into 64 bits")
    }
    stream.advance()
    return literal.value
  }

  private mutating func characterValue(_ token: Token) -> UInt64 {
    let text = stream.preprocessor.files.text
    var position = token.location.index + 1
    let end = token.location.index + token.length - 1
    guard position < end else {
      fail("empty-character", "empty character constant", at: token)
      return 0
    }
    var value = text[position]
    position += 1
    // (dtc takes the closing quote for what a lone backslash escapes.)
    if value == 0x5C { value = position < end ? readEscape(text, &position, end, at: token) : 0x27 }
    if position < end {
      fail("bad-character", "\(stream.text(token)) is more than one character", at: token)
    }
    return UInt64(value)
  }
}

/// The number at the beginning of a token.
private struct Literal {
  var value: UInt64 = 0
  /// The number of bytes of the token that it takes, including its suffix.
  let length: Int
  var overflows = false
  /// The first digit that is invalid in the radix. dtc's pattern accepts all decimal digits,
  /// whatever the radix.
  var badDigit: UInt8?

  @inline(__always)
  init(_ text: Span<UInt8>, _ token: Token) {
    let start = token.location.index
    let end = start + token.length
    var position = start
    var radix: UInt64 = 10
    if text[start] == 0x30 {
      let isHexadecimal =
        position + 2 < end && text[start + 1] | 0x20 == 0x78 && Self.digit(text[start + 2]) < 16
      radix = isHexadecimal ? 16 : 8
      if isHexadecimal { position += 2 }
    }
    while position < end {
      let digit = Self.digit(text[position])
      if digit >= radix {
        guard digit < 10 else { break }
        badDigit = badDigit ?? text[position]
      }
      let (product, high) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      overflows = overflows || high || carry
      value = sum
      position += 1
    }
    if position < end, text[position] == 0x55 { position += 1 }
    if position < end, text[position] == 0x4C {
      position += 1
      if position < end, text[position] == 0x4C { position += 1 }
    }
    length = position - start
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt64 {
    if byte &- 0x30 < 10 { return UInt64(byte &- 0x30) }
    let letter = byte | 0x20
    return letter &- 0x61 < 6 ? UInt64(letter &- 0x61) + 10 : 255
  }
}
