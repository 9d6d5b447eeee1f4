import SourceText

/// The words that have a meaning to the preprocessor, interned before all others so that their
/// symbols are small and in a known order.
struct DirectiveWords: Sendable {
  let define, undef, ifdef, ifndef, ifWord, elif, elifdef, elifndef, elseWord, endif: Symbol
  let include, includeNext, importWord: Symbol
  let error, warning, line, pragma, ident, sccs, assert, unassert: Symbol
  let defined, hasInclude, hasIncludeNext, variadicArguments, variadicOption: Symbol

  init(_ names: inout SymbolTable) {
    define = names.intern(literal: "define")
    undef = names.intern(literal: "undef")
    ifdef = names.intern(literal: "ifdef")
    ifndef = names.intern(literal: "ifndef")
    ifWord = names.intern(literal: "if")
    elif = names.intern(literal: "elif")
    elifdef = names.intern(literal: "elifdef")
    elifndef = names.intern(literal: "elifndef")
    elseWord = names.intern(literal: "else")
    endif = names.intern(literal: "endif")
    include = names.intern(literal: "include")
    includeNext = names.intern(literal: "include_next")
    importWord = names.intern(literal: "import")
    error = names.intern(literal: "error")
    warning = names.intern(literal: "warning")
    line = names.intern(literal: "line")
    pragma = names.intern(literal: "pragma")
    ident = names.intern(literal: "ident")
    sccs = names.intern(literal: "sccs")
    assert = names.intern(literal: "assert")
    unassert = names.intern(literal: "unassert")
    defined = names.intern(literal: "defined")
    hasInclude = names.intern(literal: "__has_include")
    hasIncludeNext = names.intern(literal: "__has_include_next")
    variadicArguments = names.intern(literal: "__VA_ARGS__")
    variadicOption = names.intern(literal: "__VA_OPT__")
  }

  /// The raw values of the directives after which `<…>` is one token.
  var includeNames: Range<UInt32> { include.rawValue..<importWord.rawValue + 1 }

  func isDirective(_ word: Symbol) -> Bool {
    word.rawValue >= define.rawValue && word.rawValue <= unassert.rawValue
  }

  /// Whether the name of a directive may begin with `first` and have `count` bytes.
  static func mayBegin(with first: UInt8, count: Int) -> Bool {
    switch first {
    case 0x64: count == 6  // define
    case 0x75: count == 5 || count == 8  // undef, unassert
    case 0x69: count <= 7 || count == 12  // if, ifdef, ifndef, ident, import, include, include_next
    case 0x65: count >= 4 && count <= 8  // else, elif, endif, error, elifdef, elifndef
    case 0x77: count == 7  // warning
    case 0x6C, 0x73: count == 4  // line, sccs
    case 0x70, 0x61: count == 6  // pragma, assert
    default: false
    }
  }

  /// Whether a name cannot be a macro's, since it has a meaning in conditions.
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
