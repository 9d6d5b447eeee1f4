import SourceText

/// Extra tokens at the end of a directive's line: they are ignored, although most were meant to do something.
extension Preprocessor {
  /// Warns of the first of the tokens that are left over on the line of the directive `word`.
  mutating func reportExtra(_ line: Range<Int>, after word: Token) {
    if let first = line.first { reportExtra(store[first], after: word) }
  }

  /// The same for directives after which macros that expand to nothing are allowed.
  mutating func reportExtraAfterExpansion(_ line: Range<Int>, after word: Token) {
    guard !line.isEmpty, let first = expand(line).first else { return }
    reportExtra(first, after: word)
  }

  /// Warns of the first token left over on the line of a pragma; `end` says what the pragma takes.
  mutating func reportExtra(_ line: Range<Int>, afterPragma name: String, _ end: String) {
    if let first = line.first { reportExtra(store[first], "extra-tokens", "pragma \(name)", end) }
  }

  /// Warns of a token that is left over.
  mutating func reportExtra(_ token: Token, after word: Token) {
    noteMore()
    // gcc has a separate flag for these two.
    let isLabel = word.symbol == words.elseWord || word.symbol == words.endif
    reportExtra(
      token, isLabel ? "endif-labels" : "extra-tokens", names.string(word.symbol),
      endOfDirective(word.symbol), help: extraHelp(word.symbol, token).map { [.init($0)] } ?? [])
  }

  private mutating func reportExtra(
    _ token: Token, _ identifier: String, _ directive: String, _ end: String,
    help: [Diagnostic.Note] = []
  ) {
    let text = String(decoding: spelling(of: token).prefix(40), as: UTF8.self)
    report(
      .warning, identifier, "#\(directive) \(end), so '\(text)' is ignored", at: token, help: help)
  }

  /// Everything that a directive takes, in words.
  private func endOfDirective(_ word: Symbol) -> String {
    switch word {
    case words.elseWord, words.endif: "takes no arguments"
    case words.ifdef, words.ifndef, words.elifdef, words.elifndef, words.undef: "takes one macro name"
    case words.include, words.includeNext, words.importWord: "takes one file"
    case words.line: "takes a number and a file"
    case words.assert, words.unassert: "takes a name and one answer"
    case words.ident, words.sccs: "takes one string"
    default: "ends before that"
    }
  }

  /// Advice on what may have been meant.
  private func extraHelp(_ word: Symbol, _ token: Token) -> String? {
    let name = names.string(word)
    switch word {
    case words.elseWord where token.kind == .identifier && token.symbol == words.ifWord:
      return "use #elif for another condition"
    case words.elseWord, words.endif: return "make it a comment: #\(name) /* … */"
    case words.ifdef: return "test several macros with #if defined(A) && defined(B)"
    case words.ifndef: return "test several macros with #if !defined(A) && !defined(B)"
    case words.undef: return "each name needs an #undef of its own"
    default: return nil
    }
  }
}
