import Preprocessor
import SourceText

/// The values of macro calls, and macros that expand to several cells: a keymap is a hundred calls,
/// each of which takes the token grammar as long as ten statements.
///
/// A call has a value here if each argument is one operand (a literal, a macro or a call with a
/// value, something in parentheses) and so is the body. Then it makes no difference that C
/// substitutes tokens rather than values. Where `#` or `##` apply to a token, where a macro ends up
/// calling itself, and wherever else a closer look is needed, there is no value.
extension Constants {
  /// The maximum number of operands evaluated in bodies: calls of calls of calls could have any number.
  private static let mostSteps = 1 << 12

  /// Returns the value of a call whose macro's name ends at `position`, which is advanced past the call.
  @inline(never)
  mutating func call(
    _ name: Symbol, _ text: Span<UInt8>, _ position: inout Int, _ preprocessor: inout Preprocessor
  ) -> UInt64? {
    skipBlanks(text, &position)
    guard text[position] == 0x28, depth < Self.mostDepth, let body = preprocessor.body(of: name),
      let count = body.parameters
    else { return nil }
    depth += 1
    let first = arguments.count
    defer {
      depth -= 1
      arguments.cut(to: first)
    }
    position &+= 1
    skipBlanks(text, &position)
    while text[position] != 0x29 {
      guard let argument = operand(text, &position, &preprocessor) else { return nil }
      arguments.append(argument)
      skipBlanks(text, &position)
      if text[position] == 0x2C {
        position &+= 1
        skipBlanks(text, &position)
        guard text[position] != 0x29 else { return nil }
      } else if text[position] != 0x29 {
        return nil
      }
    }
    position &+= 1
    guard arguments.count - first == count else { return nil }
    return value(of: body, text, &preprocessor, arguments: first)
  }

  /// Puts the values of the macro whose name begins at `position` into `sequence`, and advances past
  /// the name. Returns false if not all of its body is such values, or it has none.
  @inline(never)
  mutating func findSequence(
    _ text: Span<UInt8>, _ position: inout Int, _ preprocessor: inout Preprocessor
  ) -> Bool {
    sequence.removeAll()
    let end = CharacterClass.identifierEnd(text, position)
    let name = preprocessor.names.intern(text.extracting(position..<end))
    guard let body = preprocessor.body(of: name), body.parameters == nil, !body.tokens.isEmpty else {
      return false
    }
    position = end
    var next = body.tokens.lowerBound
    while next < body.tokens.upperBound {
      if next > body.tokens.lowerBound, !preprocessor.token(next, of: body).isDetached { return false }
      steps = 0
      depth += 1
      let value = operand(of: body, &next, text, &preprocessor, arguments: arguments.count)
      depth -= 1
      guard let value else { return false }
      sequence.append(value)
    }
    return true
  }

  /// Returns the value of a body that is one operand; its arguments are those from `first` on.
  mutating func value(
    of body: MacroBody, _ text: Span<UInt8>, _ preprocessor: inout Preprocessor, arguments first: Int = 0
  ) -> UInt64? {
    guard depth < Self.mostDepth else { return nil }
    depth += 1
    defer { depth -= 1 }
    var next = body.tokens.lowerBound
    let value = operand(of: body, &next, text, &preprocessor, arguments: first)
    return next == body.tokens.upperBound ? value : nil
  }

  /// Returns the value of the operand that begins with the token `next` of a body, and advances past it.
  private mutating func operand(
    of body: MacroBody, _ next: inout Int, _ text: Span<UInt8>, _ preprocessor: inout Preprocessor,
    arguments first: Int
  ) -> UInt64? {
    guard next < body.tokens.upperBound, steps < Self.mostSteps else { return nil }
    steps += 1
    let token = preprocessor.token(next, of: body)
    next += 1
    switch token.kind {
    case .number where token.isPlain:
      let start = token.location.index
      guard start + token.length < text.count,
        let (cell, end) = PlainNumber.cell(text, start), end == start + token.length
      else { return nil }
      return UInt64(cell)
    case .parameter:
      guard let index = token.plainParameter, first + index < arguments.count else { return nil }
      return arguments[first + index]
    case .identifier where token.isPlain:
      return macro(token.symbol, of: body, &next, text, &preprocessor, arguments: first)
    case .openParenthesis where token.isPlain:
      guard depth < Self.mostDepth else { return nil }
      depth += 1
      defer { depth -= 1 }
      guard let value = expression(of: body, &next, text, &preprocessor, arguments: first),
        isAt(.closeParenthesis, body, next, &preprocessor)
      else { return nil }
      next += 1
      return value
    default: return nil
    }
  }

  private mutating func expression(
    of body: MacroBody, _ next: inout Int, _ text: Span<UInt8>, _ preprocessor: inout Preprocessor,
    arguments first: Int, above least: Int = 0
  ) -> UInt64? {
    let isInverted = isAt(.tilde, body, next, &preprocessor)
    if isInverted { next += 1 }
    guard var left = operand(of: body, &next, text, &preprocessor, arguments: first) else { return nil }
    if isInverted { left = ~left }
    while next < body.tokens.upperBound {
      let token = preprocessor.token(next, of: body)
      switch token.kind {
      case .pipe, .ampersand, .shiftLeft, .plus, .star: break
      default: return left
      }
      guard let precedence = token.kind.precedence, precedence > least else { return left }
      guard token.isPlain, depth < Self.mostDepth else { return nil }
      next += 1
      depth += 1
      let right = expression(of: body, &next, text, &preprocessor, arguments: first, above: precedence)
      depth -= 1
      guard let right, let result = token.kind.result(left, right) else { return nil }
      left = result
    }
    return left
  }

  /// Returns the value of a macro whose name is the token of a body before `next`.
  private mutating func macro(
    _ name: Symbol, of body: MacroBody, _ next: inout Int, _ text: Span<UInt8>,
    _ preprocessor: inout Preprocessor, arguments first: Int
  ) -> UInt64? {
    guard depth < Self.mostDepth, let inner = preprocessor.body(of: name) else { return nil }
    guard let count = inner.parameters else { return value(of: inner, text, &preprocessor) }
    guard isAt(.openParenthesis, body, next, &preprocessor) else { return nil }
    next += 1
    depth += 1
    let own = arguments.count
    defer {
      depth -= 1
      arguments.cut(to: own)
    }
    while !isAt(.closeParenthesis, body, next, &preprocessor) {
      if arguments.count > own {
        guard isAt(.comma, body, next, &preprocessor) else { return nil }
        next += 1
      }
      guard let argument = operand(of: body, &next, text, &preprocessor, arguments: first) else { return nil }
      arguments.append(argument)
    }
    next += 1
    return arguments.count - own == count ? value(of: inner, text, &preprocessor, arguments: own) : nil
  }

  private func isAt(
    _ kind: TokenKind, _ body: MacroBody, _ next: Int, _ preprocessor: inout Preprocessor
  ) -> Bool {
    guard next < body.tokens.upperBound else { return false }
    let token = preprocessor.token(next, of: body)
    return token.kind == kind && token.isPlain
  }
}
