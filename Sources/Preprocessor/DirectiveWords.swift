import SourceText

/// The words that have a meaning to the preprocessor, interned before all others so that their
/// symbols are small and in a known order.
struct DirectiveWords: Sendable {
  let define, undef, ifdef, ifndef, ifWord, elif, elifdef, elifndef, elseWord, endif: Symbol
  let include, includeNext, importWord: Symbol
  let error, warning, line, pragma, ident, sccs, assert, unassert: Symbol
  let defined, hasInclude, hasIncludeNext, variadicArguments, variadicOption, once: Symbol

  init(_ names: inout SymbolTable) {
    define = names.intern("define")
    undef = names.intern("undef")
    ifdef = names.intern("ifdef")
    ifndef = names.intern("ifndef")
    ifWord = names.intern("if")
    elif = names.intern("elif")
    elifdef = names.intern("elifdef")
    elifndef = names.intern("elifndef")
    elseWord = names.intern("else")
    endif = names.intern("endif")
    include = names.intern("include")
    includeNext = names.intern("include_next")
    importWord = names.intern("import")
    error = names.intern("error")
    warning = names.intern("warning")
    line = names.intern("line")
    pragma = names.intern("pragma")
    ident = names.intern("ident")
    sccs = names.intern("sccs")
    assert = names.intern("assert")
    unassert = names.intern("unassert")
    defined = names.intern("defined")
    hasInclude = names.intern("__has_include")
    hasIncludeNext = names.intern("__has_include_next")
    variadicArguments = names.intern("__VA_ARGS__")
    variadicOption = names.intern("__VA_OPT__")
    once = names.intern("once")
  }

  /// The symbols after which `<…>` is one name.
  var includeNames: Range<UInt32> { include.rawValue..<importWord.rawValue + 1 }

  func isDirective(_ word: Symbol) -> Bool {
    word.rawValue >= define.rawValue && word.rawValue <= unassert.rawValue
  }

  /// Whether a name can be no macro's, since conditions know it.
  func isReserved(_ word: Symbol) -> Bool {
    word == defined || word == hasInclude || word == hasIncludeNext
  }

  func opensConditional(_ word: Symbol) -> Bool {
    word == ifdef || word == ifndef || word == ifWord
  }

  func continuesConditional(_ word: Symbol) -> Bool {
    word == elif || word == elifdef || word == elifndef || word == elseWord
  }
}
