public import Preprocessor

/// dtc's arithmetic: C's operators on unsigned 64-bit numbers. How strongly they bind is `precedence`.
extension TokenKind {
  /// Returns what a binary operator makes of two numbers; nil for a division by zero, and for other tokens.
  @inline(__always)
  public func result(_ left: UInt64, _ right: UInt64) -> UInt64? {
    switch self {
    case .orOr: left != 0 || right != 0 ? 1 : 0
    case .andAnd: left != 0 && right != 0 ? 1 : 0
    case .pipe: left | right
    case .caret: left ^ right
    case .ampersand: left & right
    case .equal: left == right ? 1 : 0
    case .notEqual: left != right ? 1 : 0
    case .less: left < right ? 1 : 0
    case .greater: left > right ? 1 : 0
    case .lessOrEqual: left <= right ? 1 : 0
    case .greaterOrEqual: left >= right ? 1 : 0
    case .shiftLeft: right < 64 ? left << right : 0
    case .shiftRight: right < 64 ? left >> right : 0
    case .plus: left &+ right
    case .minus: left &- right
    case .star: left &* right
    case .slash where right != 0: left / right
    case .percent where right != 0: left % right
    default: nil
    }
  }

  /// Returns what an operator before a number makes of it; nil for other tokens.
  @inline(__always)
  public func result(_ operand: UInt64) -> UInt64? {
    switch self {
    case .minus: 0 &- operand
    case .tilde: ~operand
    case .not: operand == 0 ? 1 : 0
    default: nil
    }
  }
}
