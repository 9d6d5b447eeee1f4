import SourceText

/// Parses an `#if` expression by precedence climbing over C's binary operators.
struct ConditionParser {
  let tokens: [Token]
  /// The token that diagnostics point at if the expression has none.
  let fallback: Token
  var position = 0
  var hasFailed = false
  var depth = 0
  /// How deep operators and parentheses may nest: each level takes space on the thread's stack.
  private static let mostDepth = 200

  init(tokens: [Token], fallback: Token) {
    self.tokens = tokens
    self.fallback = fallback
  }

  mutating func parse(_ preprocessor: inout Preprocessor) -> ConditionalValue {
    let value = list(&preprocessor, evaluates: true)
    if !hasFailed, position < tokens.count {
      failBehindValue(&preprocessor)
    }
    return hasFailed ? ConditionalValue(false) : value
  }

  private func text(_ token: Token, _ preprocessor: Preprocessor) -> String {
    String(decoding: preprocessor.spelling(of: token), as: UTF8.self)
  }

  private mutating func fail(_ message: String, _ preprocessor: inout Preprocessor, help: String? = nil) {
    guard !hasFailed else { return }
    hasFailed = true
    let token = position < tokens.count ? tokens[position] : tokens.last ?? fallback
    preprocessor.report(
      .error, "bad-condition", message, at: token, help: help.map { [.init($0)] } ?? [])
  }

  /// Reports that a value is followed by something else than it should: a name before a parenthesis was meant
  /// as a macro's call, and an assignment as a comparison. `missing` says what should be there at the end.
  private mutating func failBehindValue(
    _ preprocessor: inout Preprocessor, missing: String? = nil
  ) {
    guard !hasFailed else { return }
    let next = position < tokens.count ? tokens[position].kind : .end
    let last = tokens[position - 1]
    if let missing, next == .end || next == .closeParenthesis {
      fail(missing, &preprocessor)
    } else if next == .openParenthesis, last.kind == .identifier,
      preprocessor.macro(named: last.symbol) == nil
    {
      position -= 1
      fail("function-like macro '\(text(last, preprocessor))' is not defined", &preprocessor)
    } else {
      fail(
        "unexpected '\(text(tokens[position], preprocessor))' in the condition", &preprocessor,
        help: next == .assign ? "did you mean '=='?" : nil)
    }
  }

  /// Parses values separated by commas, the last of which counts. As of C99, only `-pedantic` warns of this.
  private mutating func list(
    _ preprocessor: inout Preprocessor, evaluates: Bool
  ) -> ConditionalValue {
    var value = ternary(&preprocessor, evaluates: evaluates)
    while !hasFailed, position < tokens.count, tokens[position].kind == .comma {
      position += 1
      value = ternary(&preprocessor, evaluates: evaluates)
    }
    return value
  }

  /// Counts an operator or a parenthesis whose operands follow; returns false if it is nested too deeply.
  private mutating func enter(_ preprocessor: inout Preprocessor) -> Bool {
    depth += 1
    if depth <= Self.mostDepth { return true }
    fail("condition is nested too deeply", &preprocessor)
    return false
  }

  private mutating func ternary(
    _ preprocessor: inout Preprocessor, evaluates: Bool
  ) -> ConditionalValue {
    let condition = binary(0, &preprocessor, evaluates: evaluates)
    guard !hasFailed, position < tokens.count, tokens[position].kind == .question else {
      return condition
    }
    defer { depth -= 1 }
    guard enter(&preprocessor) else { return condition }
    position += 1
    var yes = list(&preprocessor, evaluates: evaluates && condition.isTrue)
    guard position < tokens.count, tokens[position].kind == .colon else {
      failBehindValue(&preprocessor, missing: "':' is missing after '?'")
      return yes
    }
    position += 1
    var no = ternary(&preprocessor, evaluates: evaluates && !condition.isTrue)
    let isUnsigned = yes.isUnsigned || no.isUnsigned
    yes.isUnsigned = isUnsigned
    no.isUnsigned = isUnsigned
    return condition.isTrue ? yes : no
  }

  private mutating func binary(
    _ minimum: Int, _ preprocessor: inout Preprocessor, evaluates: Bool
  ) -> ConditionalValue {
    var left = unary(&preprocessor, evaluates: evaluates)
    while !hasFailed, position < tokens.count,
      let precedence = tokens[position].kind.precedence, precedence > minimum
    {
      let kind = tokens[position].kind
      position += 1
      var evaluatesRight = evaluates
      if kind == .andAnd { evaluatesRight = evaluates && left.isTrue }
      if kind == .orOr { evaluatesRight = evaluates && !left.isTrue }
      let right = binary(precedence, &preprocessor, evaluates: evaluatesRight)
      if hasFailed { break }
      left = apply(kind, left, right, &preprocessor, evaluates: evaluatesRight)
    }
    return left
  }

  private mutating func apply(
    _ kind: TokenKind, _ a: ConditionalValue, _ b: ConditionalValue,
    _ preprocessor: inout Preprocessor, evaluates: Bool
  ) -> ConditionalValue {
    let isUnsigned = a.isUnsigned || b.isUnsigned
    func value(_ bits: UInt64) -> ConditionalValue { .init(bits, isUnsigned: isUnsigned) }
    func less(_ x: ConditionalValue, _ y: ConditionalValue) -> Bool {
      isUnsigned ? x.bits < y.bits : x.signed < y.signed
    }
    switch kind {
    case .orOr: return .init(a.isTrue || b.isTrue)
    case .andAnd: return .init(a.isTrue && b.isTrue)
    case .pipe: return value(a.bits | b.bits)
    case .caret: return value(a.bits ^ b.bits)
    case .ampersand: return value(a.bits & b.bits)
    case .equal: return .init(a.bits == b.bits)
    case .notEqual: return .init(a.bits != b.bits)
    case .less: return .init(less(a, b))
    case .greater: return .init(less(b, a))
    case .lessOrEqual: return .init(!less(b, a))
    case .greaterOrEqual: return .init(!less(a, b))
    case .shiftLeft, .shiftRight: return shift(kind == .shiftLeft, a, b)
    case .plus: return value(a.bits &+ b.bits)
    case .minus: return value(a.bits &- b.bits)
    case .star: return value(a.bits &* b.bits)
    default:
      guard b.bits != 0 else {
        if evaluates {
          position -= 1
          fail("division by zero in the condition", &preprocessor)
        }
        return value(0)
      }
      if isUnsigned { return value(kind == .slash ? a.bits / b.bits : a.bits % b.bits) }
      let quotient = a.signed.dividedReportingOverflow(by: b.signed).partialValue
      if kind == .slash { return value(UInt64(bitPattern: quotient)) }
      return value(a.bits &- UInt64(bitPattern: quotient &* b.signed))
    }
  }

  private func shift(_ left: Bool, _ a: ConditionalValue, _ b: ConditionalValue) -> ConditionalValue {
    let isBackwards = !b.isUnsigned && b.signed < 0
    let amount = isBackwards ? b.signed.magnitude : b.bits
    if left != isBackwards {
      return .init(amount > 63 ? 0 : a.bits << amount, isUnsigned: a.isUnsigned)
    }
    if a.isUnsigned { return .init(amount > 63 ? 0 : a.bits >> amount, isUnsigned: true) }
    return .init(UInt64(bitPattern: a.signed >> Int64(min(amount, 63))))
  }

  private mutating func unary(
    _ preprocessor: inout Preprocessor, evaluates: Bool
  ) -> ConditionalValue {
    guard position < tokens.count else {
      fail("the condition ends where a value should be", &preprocessor)
      return .init(false)
    }
    let token = tokens[position]
    switch token.kind {
    case .plus, .minus, .tilde, .not, .openParenthesis:
      defer { depth -= 1 }
      return enter(&preprocessor) ? nested(token.kind, &preprocessor, evaluates: evaluates) : .init(false)
    default:
      position += 1
      return plain(token, &preprocessor)
    }
  }

  /// Parses what follows a unary operator or an opening parenthesis, which is the current token.
  private mutating func nested(
    _ kind: TokenKind, _ preprocessor: inout Preprocessor, evaluates: Bool
  ) -> ConditionalValue {
    position += 1
    switch kind {
    case .plus: return unary(&preprocessor, evaluates: evaluates)
    case .minus:
      let value = unary(&preprocessor, evaluates: evaluates)
      return .init(0 &- value.bits, isUnsigned: value.isUnsigned)
    case .tilde:
      let value = unary(&preprocessor, evaluates: evaluates)
      return .init(~value.bits, isUnsigned: value.isUnsigned)
    case .not:
      return .init(!unary(&preprocessor, evaluates: evaluates).isTrue)
    default:
      let value = list(&preprocessor, evaluates: evaluates)
      guard position < tokens.count, tokens[position].kind == .closeParenthesis else {
        failBehindValue(&preprocessor, missing: "')' is missing in the condition")
        return value
      }
      position += 1
      return value
    }
  }

  /// Returns the value of a single token, which was passed.
  private mutating func plain(_ token: Token, _ preprocessor: inout Preprocessor) -> ConditionalValue {
    switch token.kind {
    // A name that is not a macro is 0.
    case .identifier: return .init(0)
    case .number, .character, .wideCharacter:
      let bytes = Array(preprocessor.spelling(of: token))
      let value: ConditionalValue? =
        switch token.kind {
        case .number: IntegerConstant.value(bytes)
        case .character: IntegerConstant.characterValue(bytes).map { .init($0) }
        default: IntegerConstant.wideCharacterValue(bytes).map { .init($0) }
        }
      if let value { return value }
      position -= 1
      fail("'\(text(token, preprocessor))' is not an integer", &preprocessor)
      return .init(false)
    default:
      position -= 1
      fail("'\(text(token, preprocessor))' is not a value", &preprocessor)
      return .init(false)
    }
  }
}
