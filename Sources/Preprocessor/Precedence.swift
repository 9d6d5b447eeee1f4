extension TokenKind {
  /// The precedence of a binary operator as in C, from 1 (weakest), for conditions and for dtc's
  /// expressions; nil for any other token.
  @inlinable
  public var precedence: Int? {
    switch self {
    case .orOr: 1
    case .andAnd: 2
    case .pipe: 3
    case .caret: 4
    case .ampersand: 5
    case .equal, .notEqual: 6
    case .less, .greater, .lessOrEqual, .greaterOrEqual: 7
    case .shiftLeft, .shiftRight: 8
    case .plus, .minus: 9
    case .star, .slash, .percent: 10
    default: nil
    }
  }
}
