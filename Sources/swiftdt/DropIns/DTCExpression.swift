import DeviceTreeSource
import Preprocessor

/// Evaluates a number, a character literal or an expression in parentheses as dtc does, lexeme by lexeme.
struct DTCExpression {
  private struct Operand {
    var value: UInt64
    var range: Range<Int>
  }

  private enum Open {
    case parenthesis(Int)
    case unary(TokenKind, Int)
    case binary(TokenKind, Int)
    /// A `?` without its `:`, and one with it.
    case condition, alternative
  }

  /// The ranges of the divisions by zero since the caller last emptied the list.
  var divisionsByZero: [Range<Int>] = []
  private var operands: [Operand] = []
  private var open: [Open] = []
  private var wantsOperand = true

  /// The value of the expression; nil until it is complete.
  var value: UInt64? { open.isEmpty && !wantsOperand ? operands.last?.value : nil }

  /// Whether the grammar allows a lexeme here.
  func fits(_ lexeme: DTCLexeme) -> Bool {
    if wantsOperand {
      switch lexeme.kind {
      case .number, .character, .sign("("): return true
      case .sign(let sign): return sign.prefixOperator != nil && !open.isEmpty
      default: return false
      }
    }
    guard case .sign(let sign) = lexeme.kind else { return false }
    switch sign {
    case "?": return true
    // A `?` must have its `:` before the parenthesis is closed.
    case ")", ":":
      let isColon = sign == ":"
      for one in open.reversed() {
        switch one {
        case .parenthesis: return !isColon
        case .condition: return isColon
        default: break
        }
      }
      return false
    default: return sign.binaryOperator != nil
    }
  }

  /// Takes the next lexeme, which must fit.
  mutating func take(_ lexeme: DTCLexeme) {
    if wantsOperand {
      switch lexeme.kind {
      case .sign("("): open.append(.parenthesis(lexeme.range.lowerBound))
      case .sign(let sign):
        if let prefix = sign.prefixOperator { open.append(.unary(prefix, lexeme.range.lowerBound)) }
      default: complete(Operand(value: lexeme.value, range: lexeme.range))
      }
      return
    }
    guard case .sign(let sign) = lexeme.kind else { return }
    switch sign {
    case ")":
      while let last = open.last {
        if case .parenthesis(let start) = last {
          open.removeLast()
          complete(Operand(value: operands.removeLast().value, range: start..<lexeme.range.upperBound))
          return
        }
        reduce()
      }
    case ":":
      while let last = open.last {
        if case .condition = last { break }
        reduce()
      }
      open[open.count - 1] = .alternative
    case "?":
      reduce(from: 0)
      open.append(.condition)
    default:
      guard let binary = sign.binaryOperator, let precedence = binary.precedence else { return }
      reduce(from: precedence)
      open.append(.binary(binary, precedence))
    }
    wantsOperand = true
  }

  /// Adds an operand, and applies the unary operators before it and the multiplication or division that it
  /// ends: dtc reduces these before it reads the next lexeme.
  private mutating func complete(_ operand: Operand) {
    wantsOperand = false
    operands.append(operand)
    while case .unary(let sign, let start)? = open.last {
      open.removeLast()
      let last = operands.removeLast()
      let value = sign.result(last.value) ?? last.value
      operands.append(Operand(value: value, range: start..<last.range.upperBound))
    }
    reduce(from: Self.highest)
  }

  /// Applies the open binary operators of at least this precedence.
  private mutating func reduce(from precedence: Int) {
    while case .binary(_, let own)? = open.last, own >= precedence { reduce() }
  }

  private mutating func reduce() {
    guard let last = open.popLast() else { return }
    let right = operands.removeLast()
    let left = operands.removeLast()
    var range = left.range.lowerBound..<right.range.upperBound
    var value = right.value
    if case .binary(let binary, _) = last {
      let result = binary.result(left.value, right.value)
      if result == nil { divisionsByZero.append(range) }
      value = result ?? 0
    } else {
      let condition = operands.removeLast()
      range = condition.range.lowerBound..<range.upperBound
      value = condition.value != 0 ? left.value : right.value
    }
    operands.append(Operand(value: value, range: range))
  }

  /// Above all binary operators but multiplication and division.
  private static let highest = TokenKind.star.precedence ?? 0
}

extension DTCLexeme.Sign {
  /// The operator that it is between two numbers.
  fileprivate var binaryOperator: TokenKind? {
    switch self {
    case "||": .orOr
    case "&&": .andAnd
    case "|": .pipe
    case "^": .caret
    case "&": .ampersand
    case "==": .equal
    case "!=": .notEqual
    case "<": .less
    case ">": .greater
    case "<=": .lessOrEqual
    case ">=": .greaterOrEqual
    case "<<": .shiftLeft
    case ">>": .shiftRight
    case "+": .plus
    case "-": .minus
    case "*": .star
    case "/": .slash
    case "%": .percent
    default: nil
    }
  }

  /// The operator that it is before a number.
  fileprivate var prefixOperator: TokenKind? {
    switch self {
    case "-": .minus
    case "~": .tilde
    case "!": .not
    default: nil
    }
  }
}
