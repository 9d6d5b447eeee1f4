import Preprocessor
import SourceText

/// dtc's integer expressions: C's operators, all on unsigned 64-bit numbers, all operands evaluated.
extension SourceParser {
  /// A literal, a character or an expression in parentheses; nil after a syntax error.
  mutating func readInteger() -> UInt64? {
    let token = current
    switch token.kind {
    case .number: return readLiteral()
    case .character:
      stream.advance()
      return characterValue(token)
    case .openParenthesis:
      guard enterExpression() else { return nil }
      parentheses.append(token)
      defer {
        expressionDepth -= 1
        parentheses.removeLast()
      }
      stream.advance()
      guard let value = readTernary() else { return nil }
      guard current.kind == .closeParenthesis else {
        fail(
          "parenthesis-expected", "expected an operator or ')', found \(textHere)",
          notes: [.init("the '(' is here", at: span(token.origin))])
        return nil
      }
      stream.advance()
      return value
    case .identifier:
      failUndefined(token, context: "where a number should be")
      return nil
    default:
      fail(
        "number-expected", "expected a number or '(', found \(stream.text(token))",
        notes: parentheses.last.map { [.init("the last '(' is here", at: span($0.origin))] } ?? [])
      return nil
    }
  }

  /// An operator whose right side is still being read.
  struct Operation {
    let left: UInt64
    /// Where the left side begins.
    let start: Token
    let kind: TokenKind
    let precedence: Int
  }

  private mutating func enterExpression() -> Bool {
    expressionDepth += 1
    guard expressionDepth <= options.expressionDepth else {
      fail("expression-depth", "expression nests more than \(options.expressionDepth) deep")
      expressionDepth -= 1
      return false
    }
    return true
  }

  private mutating func readTernary() -> UInt64? {
    guard let condition = readBinary() else { return nil }
    guard current.kind == .question else { return condition }
    guard enterExpression() else { return nil }
    defer { expressionDepth -= 1 }
    stream.advance()
    guard let yes = readTernary() else { return nil }
    guard expect(.colon, "':' after '?'"), let no = readTernary() else { return nil }
    return condition != 0 ? yes : no
  }

  /// Operands with operators between them. What waits for its right side is on a stack of ours, so
  /// that the thread's grows by parentheses only.
  private mutating func readBinary() -> UInt64? {
    let base = operations.count
    var start = current
    guard var right = readUnary() else { return nil }
    // Most expressions are one number in parentheses.
    while current.kind != .closeParenthesis || operations.count > base {
      splitOperator()
      let kind = current.kind
      let precedence = kind.precedence ?? 0
      while operations.count > base, let last = operations.last, last.precedence >= precedence {
        operations.removeLast()
        start = last.start
        right = apply(last.kind, last.left, right, from: start)
      }
      guard precedence > 0 else { break }
      operations.append(
        Operation(left: right, start: start, kind: kind, precedence: precedence))
      stream.advance()
      start = current
      guard let next = readUnary() else {
        operations.removeLast(operations.count - base)
        return nil
      }
      right = next
    }
    return right
  }

  /// C has longer operators than dtc: `--` is two minuses here.
  private mutating func splitOperator() {
    switch current.kind {
    case .plusPlus, .minusMinus, .arrow, .compoundAssign: stream.split(after: 1)
    default: break
    }
  }

  private mutating func apply(
    _ kind: TokenKind, _ a: UInt64, _ b: UInt64, from start: Token
  ) -> UInt64 {
    switch kind {
    case .orOr: return a != 0 || b != 0 ? 1 : 0
    case .andAnd: return a != 0 && b != 0 ? 1 : 0
    case .pipe: return a | b
    case .caret: return a ^ b
    case .ampersand: return a & b
    case .equal: return a == b ? 1 : 0
    case .notEqual: return a != b ? 1 : 0
    case .less: return a < b ? 1 : 0
    case .greater: return a > b ? 1 : 0
    case .lessOrEqual: return a <= b ? 1 : 0
    case .greaterOrEqual: return a >= b ? 1 : 0
    case .shiftLeft: return b < 64 ? a << b : 0
    case .shiftRight: return b < 64 ? a >> b : 0
    case .plus: return a &+ b
    case .minus: return a &- b
    case .star: return a &* b
    default:
      if b == 0 { return failDivision(from: start) }
      return kind == .slash ? a / b : a % b
    }
  }

  private mutating func failDivision(from start: Token) -> UInt64 {
    fail("division-by-zero", "division by zero", at: start)
    widen(from: start)
    return 0
  }

  private mutating func readUnary() -> UInt64? {
    if current.kind == .number { return readLiteral() }
    splitOperator()
    let kind = current.kind
    guard kind == .minus || kind == .tilde || kind == .not else { return readInteger() }
    guard enterExpression() else { return nil }
    defer { expressionDepth -= 1 }
    stream.advance()
    guard let value = readUnary() else { return nil }
    switch kind {
    case .minus: return 0 &- value
    case .tilde: return ~value
    default: return value == 0 ? 1 : 0
    }
  }

  // MARK: Literals

  /// A number as dtc reads it: decimal, octal or hexadecimal, with one of the suffixes U, L, UL, LL
  /// and ULL. What follows it in the same token is read on its own.
  mutating func readLiteral() -> UInt64? {
    let token = current
    let literal = Literal(stream.preprocessor.files.text.span, token)
    if literal.length < token.length {
      // C's preprocessor takes `.5` for a number, too.
      guard literal.length > 0 else {
        fail("number-expected", "expected a number or '(', found \(stream.text(token))", at: token)
        return nil
      }
      stream.split(after: literal.length)
    }
    if let badDigit = literal.badDigit {
      fail(
        "bad-literal",
        "\(textHere) begins with 0, so it is octal, and has the digit \(badDigit - 0x30)")
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
      fail("empty-character", "a character is missing between the quotes", at: token)
      return 0
    }
    var value = text[position]
    position += 1
    if value == 0x5C { value = readEscape(text, &position, end, at: token) }
    if position < end {
      fail("bad-character", "\(stream.text(token)) is more than one character", at: token)
    }
    return UInt64(value)
  }
}

/// A number at the beginning of a token.
private struct Literal {
  var value: UInt64 = 0
  /// How many bytes of the token it takes, its suffix included.
  let length: Int
  var overflows = false
  /// The first digit that is none of the radix. dtc's pattern takes all decimal digits, whatever the
  /// radix.
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
