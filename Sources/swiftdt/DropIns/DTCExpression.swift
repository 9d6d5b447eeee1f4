/// Evaluates a number, a character literal or an expression in parentheses as dtc does, lexeme by lexeme.
struct DTCExpression {
  private struct Operand {
    var value: UInt64
    var range: Range<Int>
  }

  private enum Open {
    case parenthesis(Int)
    case unary(DTCLexeme.Sign, Int)
    case binary(DTCLexeme.Sign, Int)
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
      case .sign("-"), .sign("~"), .sign("!"): return !open.isEmpty
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
    default: return Self.precedence(sign) != nil
    }
  }

  /// Takes the next lexeme, which must fit.
  mutating func take(_ lexeme: DTCLexeme) {
    if wantsOperand {
      switch lexeme.kind {
      case .sign("("): open.append(.parenthesis(lexeme.range.lowerBound))
      case .sign(let sign): open.append(.unary(sign, lexeme.range.lowerBound))
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
      let precedence = Self.precedence(sign) ?? 0
      reduce(from: precedence)
      open.append(.binary(sign, precedence))
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
      let value: UInt64 =
        switch sign {
        case "-": 0 &- last.value
        case "~": ~last.value
        default: last.value == 0 ? 1 : 0
        }
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
    if case .binary(let sign, _) = last {
      value = compute(sign, left.value, right.value, range)
    } else {
      let condition = operands.removeLast()
      range = condition.range.lowerBound..<range.upperBound
      value = condition.value != 0 ? left.value : right.value
    }
    operands.append(Operand(value: value, range: range))
  }

  private mutating func compute(_ sign: DTCLexeme.Sign, _ a: UInt64, _ b: UInt64, _ range: Range<Int>)
    -> UInt64
  {
    switch sign {
    case "||": return a != 0 || b != 0 ? 1 : 0
    case "&&": return a != 0 && b != 0 ? 1 : 0
    case "|": return a | b
    case "^": return a ^ b
    case "&": return a & b
    case "==": return a == b ? 1 : 0
    case "!=": return a != b ? 1 : 0
    case "<": return a < b ? 1 : 0
    case ">": return a > b ? 1 : 0
    case "<=": return a <= b ? 1 : 0
    case ">=": return a >= b ? 1 : 0
    case "<<": return b < 64 ? a << b : 0
    case ">>": return b < 64 ? a >> b : 0
    case "+": return a &+ b
    case "-": return a &- b
    case "*": return a &* b
    case "/" where b != 0: return a / b
    case "%" where b != 0: return a % b
    default:
      divisionsByZero.append(range)
      return 0
    }
  }

  private static let highest = 10

  private static func precedence(_ sign: DTCLexeme.Sign) -> Int? {
    let levels: [[DTCLexeme.Sign]] = [
      ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"],
      ["*", "/", "%"],
    ]
    return levels.firstIndex { $0.contains(sign) }.map { $0 + 1 }
  }
}
