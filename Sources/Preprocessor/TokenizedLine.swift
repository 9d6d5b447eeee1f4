import SourceText

/// What the line that is being split into tokens has been so far, as far as the meaning of further tokens depends on it.
struct TokenizedLine {
  private enum State {
    /// Nothing of which anything depends.
    case plain
    /// Nothing yet.
    case beforeFirst
    /// `#`.
    case afterHash
    /// `#if` or `#elif`, and whatever follows.
    case condition
  }

  /// What `<` is at this point.
  private enum Angles {
    /// An operator.
    case operators
    /// The beginning of a name: the line began with `#include` or the like.
    case names
    /// An operator, but `__has_include` may come: the line is a condition.
    case operatorsSoFar
    /// An operator, unless a parenthesis comes before it: `__has_include` was the last token.
    case afterQuestion
    /// The beginning of a name.
    case afterParenthesis
  }

  private var state = State.beforeFirst
  private var angles = Angles.operators

  /// A line of which nothing was read, or one that goes on where nothing depends on what was.
  init(isAtStart: Bool) {
    if !isAtStart { state = .plain }
  }

  /// Whether nothing depends on what it has been.
  @inline(__always)
  var isPlain: Bool { state == .plain }

  /// Whether `<` is an operator whatever was before it.
  @inline(__always)
  var hasOperators: Bool { angles == .operators }

  /// Whether `<` begins a name.
  var hasNames: Bool { angles == .names || angles == .afterParenthesis }

  /// There is no name where one could have begun.
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

  /// Notes a token that is no identifier.
  mutating func endToken(_ kind: TokenKind) {
    if state == .condition {
      angles = kind == .openParenthesis && angles == .afterQuestion ? .afterParenthesis : .operatorsSoFar
    } else {
      state = kind == .hash && state == .beforeFirst ? .afterHash : .plain
    }
  }
}
