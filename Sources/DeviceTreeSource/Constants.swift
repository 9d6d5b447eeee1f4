import Preprocessor
import SourceText

/// Integers straight from the text: literals, macros that expand to one, and what the most frequent
/// operators make of them.
///
/// Everything else (comparisons, divisions, literals with suffixes) has no value here and is left to
/// the token grammar.
struct Constants {
  /// By the number of a definition: the value of the macro.
  private var values = PlainArray<Value>()
  var depth = 0
  /// The arguments of the calls being evaluated.
  var arguments = PlainArray<UInt64>()
  /// The values of a macro that expands to several cells.
  var sequence = PlainArray<UInt64>()
  /// The number of operands in macro bodies evaluated for one operand of the text.
  var steps = 0

  private struct Value {
    /// The number of redefinitions when it was determined, plus one: any later redefinition of a
    /// macro makes all values unknown again. 0 if it was never determined.
    var time: UInt32 = 0
    var isNumber = false
    var number: UInt64 = 0
  }

  /// How deep parentheses and macros may nest.
  static let mostDepth = 32

  /// Returns the value of the literal, macro or parenthesized expression at `position`, and advances past it.
  mutating func operand(
    _ text: Span<UInt8>, _ position: inout Int, _ preprocessor: inout Preprocessor
  ) -> UInt64? {
    let byte = text[position]
    if depth == 0 { steps = 0 }
    if byte &- 0x30 < 10 {
      guard let (cell, end) = PlainNumber.cell(text, position), !CharacterClass.isIdentifierPart(text[end]),
        text[end] != 0x2E, !Self.goesOn(text, end)
      else { return nil }
      position = end
      return UInt64(cell)
    }
    if CharacterClass.isIdentifierStart(byte) {
      let start = position
      let end = CharacterClass.identifierEnd(text, start)
      position = end
      let name = preprocessor.names.intern(text.extracting(start..<end))
      let definition = Int(preprocessor.definition(of: name))
      guard definition != 0 else { return nil }
      if definition < values.count, values[definition].time == Self.time(preprocessor) {
        if values[definition].isNumber { return values[definition].number }
      } else if let value = find(name, definition, text, &preprocessor) {
        return value
      }
      return call(name, text, &position, &preprocessor)
    }
    guard byte == 0x28, depth < Self.mostDepth else { return nil }
    depth += 1
    defer { depth -= 1 }
    position &+= 1
    guard let value = expression(text, &position, &preprocessor), text[position] == 0x29 else { return nil }
    position &+= 1
    return value
  }

  /// Whether C takes the sign that follows a number for a part of it.
  private static func goesOn(_ text: Span<UInt8>, _ end: Int) -> Bool {
    (text[end] == 0x2B || text[end] == 0x2D)
      && (text[end &- 1] | 0x20 == 0x65 || text[end &- 1] | 0x20 == 0x70)
  }

  /// Evaluates operands with operators between them, up to anything else.
  private mutating func expression(
    _ text: Span<UInt8>, _ position: inout Int, _ preprocessor: inout Preprocessor, above least: Int = 0
  ) -> UInt64? {
    skipBlanks(text, &position)
    guard var left = unary(text, &position, &preprocessor) else { return nil }
    while true {
      skipBlanks(text, &position)
      guard let (operation, length) = Self.binaryOperator(text, position),
        let precedence = operation.precedence, precedence > least
      else { return left }
      position &+= length
      guard depth < Self.mostDepth else { return nil }
      depth += 1
      let right = expression(text, &position, &preprocessor, above: precedence)
      depth -= 1
      guard let right, let result = operation.result(left, right) else { return nil }
      left = result
    }
  }

  private mutating func unary(
    _ text: Span<UInt8>, _ position: inout Int, _ preprocessor: inout Preprocessor
  ) -> UInt64? {
    guard text[position] == 0x7E else { return operand(text, &position, &preprocessor) }
    position &+= 1
    return operand(text, &position, &preprocessor).map { ~$0 }
  }

  /// Returns one of the most frequent operators in sources.
  private static func binaryOperator(_ text: Span<UInt8>, _ position: Int) -> (TokenKind, length: Int)? {
    let byte = text[position]
    let next = text[position &+ 1]
    // Neither `||` nor `|=` nor `++`.
    if byte == 0x3C, next == 0x3C, text[position &+ 2] != 0x3D { return (.shiftLeft, 2) }
    guard next != byte, next != 0x3D else { return nil }
    switch byte {
    case 0x7C: return (.pipe, 1)
    case 0x26: return (.ampersand, 1)
    case 0x2B: return (.plus, 1)
    case 0x2A where next != 0x2F: return (.star, 1)
    default: return nil
    }
  }

  private static func time(_ preprocessor: borrowing Preprocessor) -> UInt32 {
    UInt32(truncatingIfNeeded: preprocessor.redefinitions &+ 1)
  }

  func skipBlanks(_ text: Span<UInt8>, _ position: inout Int) {
    while text[position] == 0x20 || text[position] == 0x09 { position &+= 1 }
  }

  /// Determines the value of a macro.
  @inline(never)
  private mutating func find(
    _ name: Symbol, _ definition: Int, _ text: Span<UInt8>, _ preprocessor: inout Preprocessor
  ) -> UInt64? {
    var value: UInt64?
    if depth < Self.mostDepth, let body = preprocessor.bodyText(of: name), !body.isEmpty,
      body.upperBound < text.count
    {
      depth += 1
      // Only an operand keeps its value whatever text surrounds the macro's name.
      var position = body.lowerBound
      value = operand(text, &position, &preprocessor)
      if position != body.upperBound { value = nil }
      depth -= 1
    } else if depth < Self.mostDepth, let body = preprocessor.body(of: name), body.parameters == nil {
      value = self.value(of: body, text, &preprocessor)
    }
    if value == nil, depth > 0 {
      // What was given up because of its depth may have a value elsewhere.
      return nil
    }
    if definition >= values.count {
      values.resize(to: max(definition + 1, values.count * 2, 512), Value())
    }
    values[definition] = Value(
      time: Self.time(preprocessor), isNumber: value != nil, number: value ?? 0)
    return value
  }
}
