import SourceText

/// What the line being split into tokens has been so far, as far as the meaning of further tokens depends on
/// it.
struct TokenizedLine {
  private enum State {
    /// Nothing that further tokens depend on.
    case plain
    /// No token yet.
    case beforeFirst
    /// `#` as the first token.
    case afterHash
    /// `#if` or `#elif`, and whatever follows.
    case condition
  }

  /// What `<` is at this point.
  private enum Angles {
    /// An operator.
    case operators
    /// The beginning of a name: the line began with `#include` or a similar directive.
    case names
    /// An operator, but `__has_include` may follow: the line is a condition.
    case operatorsSoFar
    /// An operator, unless a parenthesis comes first: `__has_include` was the last token.
    case afterQuestion
    /// The beginning of a name: `__has_include(` came before it.
    case afterParenthesis
  }

  private var state = State.beforeFirst
  private var angles = Angles.operators

  /// A line that nothing was read of, or one that continues after something on which nothing depends.
  init(isAtStart: Bool) {
    if !isAtStart { state = .plain }
  }

  /// Whether further tokens do not depend on what came before.
  @inline(__always)
  var isPlain: Bool { state == .plain }

  /// Whether `<` is an operator, whatever came before.
  @inline(__always)
  var hasOperators: Bool { angles == .operators }

  /// Whether `<` begins a name.
  var hasNames: Bool { angles == .names || angles == .afterParenthesis }

  /// Notes that there is no name where one could have begun.
  mutating func missName() { angles = state == .condition ? .operatorsSoFar : .operators }

  /// Notes an identifier.
  mutating func endWord(_ word: Symbol, _ words: DirectiveWords) {
    if state == .condition {
      angles = word == words.hasInclude || word == words.hasIncludeNext ? .afterQuestion : .operatorsSoFar
      return
    }
    let isDirective = state == .afterHash
    state = .plain
    guard isDirective else { return }
    if words.includeNames.contains(word.rawValue) {
      angles = .names
    } else if word == words.ifWord || word == words.elif {
      angles = .operatorsSoFar
      state = .condition
    }
  }

  /// Notes a token that is not an identifier.
  mutating func endToken(_ kind: TokenKind) {
    if state == .condition {
      angles = kind == .openParenthesis && angles == .afterQuestion ? .afterParenthesis : .operatorsSoFar
    } else {
      state = kind == .hash && state == .beforeFirst ? .afterHash : .plain
    }
  }
}
