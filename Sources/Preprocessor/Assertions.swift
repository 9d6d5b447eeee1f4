import SourceText

/// Assertions, a relic of System V that gcc keeps: `#assert machine(arm)` makes `#machine(arm)` and
/// `#machine` true in conditions. They have nothing to do with macros.
struct Assertions: Sendable {
  /// By predicate: the answers that were asserted, each as spelled, with single spaces.
  private var answers: [Symbol: Set<[UInt8]>] = [:]

  /// Whether `answer` was asserted for a predicate or, if it is nil, any answer.
  func holds(_ predicate: Symbol, _ answer: [UInt8]?) -> Bool {
    guard let known = answers[predicate], !known.isEmpty else { return false }
    return answer.map(known.contains) ?? true
  }

  mutating func assert(_ predicate: Symbol, _ answer: [UInt8]) {
    answers[predicate, default: []].insert(answer)
  }

  /// Retracts one answer or, if `answer` is nil, all of them.
  mutating func retract(_ predicate: Symbol, _ answer: [UInt8]?) {
    if let answer { answers[predicate]?.remove(answer) } else { answers[predicate] = nil }
  }
}

extension Preprocessor {
  /// Carries out `#assert` or `#unassert`.
  mutating func assertion(_ line: Range<Int>, after word: Token) {
    let isAssert = word.symbol == words.assert
    guard let first = line.first, store[first].kind == .identifier else {
      report(
        .error, "bad-assertion", "#\(names.string(word.symbol)) needs a name and an answer: name(answer)",
        at: line.first.map { store[$0] } ?? word)
      return
    }
    let predicate = store[first]
    if line.count == 1, !isAssert { return assertions.retract(predicate.symbol, nil) }
    guard line.count > 3, store[first + 1].kind == .openParenthesis,
      let end = line.dropFirst(2).first(where: { store[$0].kind == .closeParenthesis }), end > first + 2
    else {
      report(
        .error, "bad-assertion",
        "an answer in parentheses should follow '\(names.string(predicate.symbol))'", at: predicate)
      return
    }
    reportExtra(end + 1..<line.upperBound, after: word)
    let answer = spelling(of: store[first + 2..<end])
    if isAssert {
      assertions.assert(predicate.symbol, answer)
    } else {
      assertions.retract(predicate.symbol, answer)
    }
  }

  /// Whether `#name` or `#name(answer)` in a condition holds; the `#` was just read.
  mutating func testAssertion(_ hash: Token) -> Bool {
    let predicate = nextUnexpanded()
    guard predicate.kind == .identifier else {
      report(.error, "bad-condition", "'#' in a condition tests an assertion: #name(answer)", at: hash)
      putBack(predicate)
      return false
    }
    let opening = nextUnexpanded()
    guard opening.kind == .openParenthesis else {
      putBack(opening)
      return assertions.holds(predicate.symbol, nil)
    }
    var tokens: [Token] = []
    while true {
      let token = nextUnexpanded()
      if token.kind == .closeParenthesis, !tokens.isEmpty { break }
      guard token.kind != .end, token.kind != .closeParenthesis else {
        report(
          .error, "bad-condition",
          token.kind == .end
            ? "')' is missing after the answer of '\(names.string(predicate.symbol))'"
            : "the answer of '\(names.string(predicate.symbol))' is empty", at: predicate)
        return false
      }
      tokens.append(token)
    }
    return assertions.holds(predicate.symbol, spelling(of: tokens[...]))
  }
}
