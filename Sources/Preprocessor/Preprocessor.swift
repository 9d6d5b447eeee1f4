public import SourceText

/// C's preprocessor as gcc runs it over device tree sources
/// (`gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp`), without the detour through text.
///
/// The files being read form a stack of `Input`s. A file's lines are split into tokens (`Tokenizer`) one
/// by one, so that whoever knows what plain text means can read it himself (`PlainText`); the macro
/// expansions being read form a stack of `Context`s above it. `next()` takes the next token from the
/// innermost of them, and starts an expansion if it is a macro's name. What leaves here (`fill`) is what gcc
/// would have printed, token for token; the flags of a token say whether gcc's text has white space before
/// it.
///
/// Expansion follows gcc, which follows the standard where the standard speaks: a macro is disabled
/// while a context of its expansion is on the stack; its name met meanwhile is marked and never
/// expanded again; the arguments of a call may run on past the end of the contexts in which it began,
/// which enables those contexts' macros again.
public struct Preprocessor: Sendable {
  /// All text that was read.
  public var files: SourceFiles
  /// All identifiers.
  public var names: SymbolTable
  /// What there is to complain about so far.
  public var diagnostics: [Diagnostic] = []
  /// The macro expansions so far; number n of a token's `expansion` is at n - 1.
  var expansions = PlainArray<Expansion>()
  /// The files that were opened, in order and without repetition: what a depfile lists.
  public internal(set) var dependencies: [String] = []

  /// The inclusions so far, if the options want them listed.
  public internal(set) var inclusions: [Inclusion] = []

  var options: PreprocessorOptions
  let words: DirectiveWords

  /// The tokens of the lines being read, and of what macros stand for.
  var store: [Token] = []
  /// By file.
  var facts = PlainArray<FileFacts>()
  /// By file: the definitions that were read from its text, in the order of their places. Only in a batch is
  /// a file read again, for another source.
  var definitions: [PlainArray<KnownDefinition>] = []
  var knownIncludes = KnownIncludes()
  var inputs = PlainArray<Input>()
  /// The `#if`s that are open.
  var conditionals = PlainArray<Conditional>()

  var macros = PlainArray<Macro>()
  /// By symbol: the macro's index + 1, or 0.
  var macroIndex = PlainArray<UInt32>()
  /// Macros that nobody asked for yet, and whether new ones may be among them.
  var noted = NotedDefinitions()
  var notesDefinitions = true
  /// Which words may be symbols.
  var symbolNames = NameFilter()
  /// How many symbols there are of which it is known whether they are noted macros' names.
  var settledNames = 0
  /// Bodies that are not a plain stretch of the store: with parameters or `##`.
  var bodies: [Token] = []
  /// The parameters of all macros that have some.
  var parameterNames = PlainArray<Symbol>()
  /// By the place of the definition: what a macro with `__VA_OPT__` is without those parts.
  var bodiesWithoutOptions: [SourceLocation: Macro] = [:]
  /// By the place of the `#`: what `#__VA_OPT__(…)` makes a string of.
  var stringizedOptions: [SourceLocation: Macro] = [:]
  var predefined: Predefined?
  /// By name: what `#pragma push_macro` saved.
  var pushedMacros: [Symbol: [UInt32]] = [:]
  var assertions = Assertions()
  /// Whether there are names that must not be used.
  var hasPoison = false

  /// Whether there are strings or character constants that begin with an `L`, of which dtc knows nothing.
  public internal(set) var hasWideTokens = false

  var contexts = PlainArray<Context>()
  /// The tokens of expansions that were made to measure: arguments put in, tokens pasted.
  var work: [Token] = []
  /// The arguments of the calls being expanded.
  var arguments: [Token] = []
  var calls: [Argument] = []

  /// What there was before the line that is read was split into tokens.
  var beforeLine = (diagnostics: 0, counter: UInt32(0), calls: Int?.some(0))
  /// How many calls there were of function-like macros, whose arguments come out as they stand there.
  var callCount = 0
  /// How many sources there were.
  var sourceCount = 0
  /// How often a macro was defined anew or its definition taken away.
  public internal(set) var redefinitions = 0
  /// What is known of names as a whole (`PlainText`).
  @usableFromInline var plainNames = PlainNames()
  /// Which words of the text may be macros' names.
  var macroNames = NameFilter()

  /// Above 0, macros' names are not expanded.
  var expansionBlocked = 0
  var argumentPhase = ArgumentPhase.none
  /// Whether the tokens of a directive's line are being read.
  var inDirective = false
  var callDepth = 0
  /// Above 0, arguments are being expanded by themselves.
  var argumentDepth = 0
  /// How many tokens macros expanded to, at least; there is a limit (`PreprocessorOptions.expandedTokens`).
  public internal(set) var expandedTokens = 0
  var counter: UInt32 = 0
  /// How many bytes of files were had once more because of their `#line`s.
  var renumberedBytes = 0
  /// How far lines were counted for `__LINE__`.
  var countedLines = CountedLines()
  /// Set when nothing more is to be read: an error that makes all that follows meaningless.
  var isStopped = false

  var output = OutputSpacing()
  /// How many tokens were put out.
  var putCount = 0
  /// Where lines and files begin and end in the output, if that is wanted (to print it).
  var layout = PlainArray<LayoutEvent>()
  var hasLayout = false
  /// The first token of the line in which what is read began, if there is a layout: lines that only a call goes on to
  /// are none.
  var lineBegin = SourceLocation.none
  /// A token that was read to see whether it is a call's parenthesis, and begins a line.
  var triedToken = SourceLocation.none
  var search = IncludeSearch()
  var shadowed = ShadowedHeaders()
  /// The headers of bindings by the names that they define, once somebody asked.
  var bindings: BindingHeaders?
  /// What is to be read before the source, the next one last.
  var forcedFiles: [PreprocessorOptions.ForcedFile] = []
  /// Whether a file is being read for its macros only.
  var discardsTokens = false

  /// A preprocessor that has read nothing, with room for some names.
  public init(options: PreprocessorOptions, expectedNames: Int = 1 << 12) {
    self.options = options
    files = SourceFiles()
    names = SymbolTable(minimumCapacity: expectedNames)
    words = DirectiveWords(&names)
    search.restart(options)
    // Room that is never used costs nothing, since the system gives memory only where it is written
    // to; growing costs a copy and the memory twice.
    noted.begin()
    macroIndex.reserve(1 << 9)
    store.reserveCapacity(expectedNames / 4)
    macros.reserve(expectedNames / 8)
    expansions.reserve(1 << 8)
  }

  /// Forgets the source that was read, with its macros and diagnostics, but keeps the text of all
  /// files: for the next source of a batch, which includes most of them again.
  ///
  /// The first sources, as many as `noting`, only note where definitions stand. The next one makes symbols of all
  /// names of its headers, so that those after it find what is known of the files' definitions: that is too dear for
  /// a few sources that are only printed.
  public mutating func restart(options: PreprocessorOptions, noting: Int = 4) {
    self.options = options
    sourceCount += 1
    diagnostics.removeAll()
    expansions.removeAll()
    dependencies.removeAll()
    inputs.removeAll()
    conditionals.removeAll()
    // There are few of them beside all names of a batch.
    for macro in macros { macroIndex[macro.name.index] = 0 }
    macros.removeAll()
    noted.removeAll()
    notesDefinitions = sourceCount <= noting
    macroNames.removeAll()
    bodies.removeAll(keepingCapacity: true)
    parameterNames.removeAll()
    contexts.removeAll()
    work.removeAll(keepingCapacity: true)
    arguments.removeAll(keepingCapacity: true)
    calls.removeAll()
    for index in facts.indices {
      facts[index].isOnce = false
      facts[index].isShared = false
      facts[index].wasLeft = false
      facts[index].hasKnownNUL = false
    }
    files.forgetLineMarkers()
    store.removeAll(keepingCapacity: true)
    expansionBlocked = 0
    argumentPhase = .none
    inDirective = false
    callDepth = 0
    argumentDepth = 0
    expandedTokens = 0
    counter = 0
    renumberedBytes = 0
    isStopped = false
    output = OutputSpacing()
    putCount = 0
    layout.removeAll()
    hasLayout = false
    lineBegin = .none
    triedToken = .none
    search.restart(options)
    knownIncludes.restart(search.folders)
    inclusions.removeAll()
    pushedMacros.removeAll()
    assertions = Assertions()
    hasPoison = false
    forcedFiles.removeAll()
  }

  /// What gcc and dtc call standard input.
  public static let standardInput = "<stdin>"

  /// Begins with a source, whose contents may have been read already; `fill` then yields its tokens. `-` is standard
  /// input.
  public mutating func open(_ path: String, contents: [UInt8]? = nil) throws(FileError) {
    definePredefined()
    var (path, contents) = (path, contents)
    if path == "-" {
      if contents == nil { contents = try FileReading.contents(of: path) }
      path = Self.standardInput
    }
    let id = try load(path, contents: contents)
    enter(id, from: .none, folder: nil)
    if !options.forcedFiles.isEmpty { enterForcedFiles() }
  }

  /// The index of the macro of this name.
  @inline(__always)
  mutating func macro(named name: Symbol) -> Int? {
    if name.index >= settledNames { settle() }
    return settledMacro(named: name)
  }

  /// The same of a name that was asked for already.
  @inline(__always)
  func settledMacro(named name: Symbol) -> Int? {
    guard name.index < macroIndex.count else { return nil }
    let index = macroIndex[name.index]
    return index == 0 ? nil : Int(index) - 1
  }

  /// The bytes of a token.
  func spelling(of token: Token) -> ArraySlice<UInt8> {
    if token.kind == .identifier { return names.array(token.symbol)[...] }
    return files.text[token.location.index..<token.location.index + token.length]
  }

  /// The bytes of tokens, with a blank where white space stands between two.
  func spelling(of tokens: ArraySlice<Token>) -> [UInt8] {
    var text: [UInt8] = []
    for token in tokens {
      if token.flags.contains(.spaceBefore), !text.isEmpty { text.append(0x20) }
      text += spelling(of: token)
    }
    return text
  }

  /// The span of a token's spelling.
  func span(of token: Token) -> SourceSpan {
    SourceSpan(
      start: token.location,
      count: token.kind == .identifier ? names.length(token.symbol) : token.length)
  }
}

/// How far the reading of a macro call's arguments has come.
enum ArgumentPhase {
  /// Nowhere near one.
  case none
  /// After the name: is there a parenthesis?
  case lookingForParenthesis
  /// Inside the parentheses.
  case collecting
}
