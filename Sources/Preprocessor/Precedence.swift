extension TokenKind {
  /// How strongly a binary operator binds, from 1, as in C; nil of what is none. Conditions have it, and dtc's expressions.
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
