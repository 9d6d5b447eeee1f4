public import SourceText

/// C's preprocessor as gcc runs it over device tree sources
/// (`gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp`), without the detour through text.
///
/// The files being read form a stack of `Input`s. A file's lines are split into tokens (`Tokenizer`) one
/// by one, so that a caller that knows what plain text means can read it directly (`PlainText`); the macro
/// expansions being read form a stack of `Context`s above it. `next()` takes the next token from the
/// innermost of them, and starts an expansion if it is a macro's name. The output (`fill`) is what gcc
/// would have printed, token for token; the flags of a token say whether gcc's text has white space before
/// it.
///
/// Expansion follows gcc, which follows the standard where that says anything: a macro is disabled
/// while a context of its expansion is on the stack; its name, if met meanwhile, is marked and never
/// expanded again; the arguments of a call may extend past the end of the contexts in which it began,
/// which enables those contexts' macros again.
public struct Preprocessor: Sendable {
  /// All text that was read.
  public var files: SourceFiles
  /// All identifiers.
  public var names: SymbolTable
  /// The diagnostics so far.
  public var diagnostics: [Diagnostic] = []
  /// The macro expansions so far; the one that a token's `expansion` n refers to is at n - 1.
  var expansions = PlainArray<Expansion>()
  /// The files that were opened, in order: what a depfile lists. Each is listed once or, if the source is
  /// read as dtc reads it, as often as it was read.
  public internal(set) var dependencies: [String] = []

  /// The inclusions so far, if the options ask for them, in the order in which they were met.
  var notedInclusions: [NotedInclusion] = []
  /// By file: the number of the inclusion that it is the text of, from 1; 0 if there is none.
  var inclusionNumbers = PlainArray<UInt32>()

  var options: PreprocessorOptions
  let words: DirectiveWords

  /// The tokens of the lines being read, and of macros' bodies.
  var store: [Token] = []
  /// By file: what is known about it.
  var facts = PlainArray<FileFacts>()
  /// By file: the definitions that were taken from its text, in the order of their places. Only in a batch is
  /// a file read again, for another source.
  var definitions: [PlainArray<KnownDefinition>] = []
  /// The number of times that one of these was carried out again.
  var knownDefinitionUses = 0
  var knownIncludes = KnownIncludes()
  var inputs = PlainArray<Input>()
  /// The `#if`s that are open.
  var conditionals = PlainArray<Conditional>()

  var macros = PlainArray<Macro>()
  /// By symbol: the macro's index + 1, or 0.
  var macroIndex = PlainArray<UInt32>()
  /// Macros that were not asked about yet, and whether new ones may be added to them.
  var noted = NotedDefinitions()
  var notesDefinitions = true
  /// Which names may have a symbol.
  var symbolNames = NameFilter()
  /// How many symbols were already looked up among the noted macros' names.
  var settledNames = 0
  /// The bodies that are not just a range of the store: those with parameters or `##`.
  var bodies: [Token] = []
  /// The names of the parameters of all macros.
  var parameterNames = PlainArray<Symbol>()
  /// By the place of its definition: a macro with `__VA_OPT__`, without those parts.
  var bodiesWithoutOptions: [SourceLocation: Macro] = [:]
  /// By the place of the `#`: what `#__VA_OPT__(…)` makes a string of.
  var stringizedOptions: [SourceLocation: Macro] = [:]
  var predefined: Predefined?
  /// By name: what `#pragma push_macro` saved.
  var pushedMacros: [Symbol: [UInt32]] = [:]
  var assertions = Assertions()
  /// Whether any names are poisoned.
  var hasPoison = false
  /// Whether it is being decided if the branch of an `#elif` is taken.
  var inFurtherBranch = false

  /// Whether there are strings or character constants with the prefix `L`, which dtc does not know.
  public internal(set) var hasWideTokens = false

  var contexts = PlainArray<Context>()
  /// The tokens that were made for expansions: bodies with arguments substituted, pasted tokens.
  var work: [Token] = []
  /// The tokens of the arguments of the calls being expanded, and the arguments.
  var arguments: [Token] = []
  var calls: [Argument] = []

  /// The counts of diagnostics, `__COUNTER__` and calls before the line being read was split into tokens.
  var beforeLine = (diagnostics: 0, counter: UInt32(0), calls: Int?.some(0))
  /// How many calls of function-like macros there were: their arguments look like tokens straight from the
  /// text.
  var callCount = 0
  /// How many sources were begun (`restart`).
  var sourceCount = 0
  /// How often a macro was redefined or undefined.
  public internal(set) var redefinitions = 0
  /// Which names are known to have no macro's name in them (`PlainText`).
  @usableFromInline var plainNames = PlainNames()
  /// Which words of the text may be macros' names.
  var macroNames = NameFilter()

  /// If above 0, macros' names are not expanded.
  var expansionBlocked = 0
  var argumentPhase = ArgumentPhase.none
  /// Whether the tokens of a directive's line are being read.
  var inDirective = false
  var callDepth = 0
  /// If above 0, arguments are being expanded on their own.
  var argumentDepth = 0
  /// How many tokens macros expanded to, at least; there is a limit (`PreprocessorOptions.expandedTokens`).
  public internal(set) var expandedTokens = 0
  var counter: UInt32 = 0
  /// How many bytes of files were copied because of their `#line`s.
  var renumberedBytes = 0
  /// The same, only to tell inclusions apart where they are listed.
  var listedBytes = 0
  /// How far lines were counted for `__LINE__`.
  var countedLines = CountedLines()
  /// Whether nothing more is to be read, as after an error that makes all that follows meaningless.
  var isStopped = false
  /// Whether an error swallowed the rest of a file: a comment that is never closed, or a conditional whose
  /// last branch is not taken.
  public internal(set) var hasLostText = false
  /// Whether the source is read as dtc reads it, without being preprocessed.
  public internal(set) var readsAsDTC = false

  var output = OutputSpacing()
  /// How many tokens were output.
  var putCount = 0
  /// Where lines and files begin and end in the output, if that is needed, which is only to print it.
  var layout = PlainArray<LayoutEvent>()
  var hasLayout = false
  /// With a layout, the first token of the line in which the text or call being read began: lines on which a
  /// call merely continues do not count.
  var lineBegin = SourceLocation.none
  /// A token that begins a line and was read to see whether it is a call's parenthesis.
  var triedToken = SourceLocation.none
  var search = IncludeSearch()
  var shadowed = ShadowedHeaders()
  /// The binding headers by the names that they define, once that was needed.
  var bindings: BindingHeaders?
  /// The files to read before the source, the next one last.
  var forcedFiles: [PreprocessorOptions.ForcedFile] = []
  /// Whether a file is being read for its macros only.
  var discardsTokens = false

  /// Makes a preprocessor that has read nothing, with room for some names.
  public init(options: PreprocessorOptions, expectedNames: Int = 1 << 12) {
    self.options = options
    files = SourceFiles()
    names = SymbolTable(minimumCapacity: expectedNames)
    words = DirectiveWords(&names)
    search.restart(options)
    // Room that is never used costs nothing, since the system provides memory only where it is written
    // to; growing costs a copy and twice the memory.
    noted.begin()
    macroIndex.reserve(1 << 9)
    store.reserveCapacity(expectedNames / 4)
    macros.reserve(expectedNames / 8)
    expansions.reserve(1 << 8)
  }

  /// Forgets the source that was read, with its macros and diagnostics, but keeps the text of all
  /// files: for the next source of a batch, which includes most of them again.
  ///
  /// The first `noting` sources only note where definitions are. The next one makes symbols of all names in
  /// its headers, so that those after it find what is known about the files' definitions: that costs too
  /// much for a few sources that are only printed.
  public mutating func restart(options: PreprocessorOptions, noting: Int = 4) {
    self.options = options
    sourceCount += 1
    diagnostics.removeAll()
    expansions.removeAll()
    dependencies.removeAll()
    inputs.removeAll()
    conditionals.removeAll()
    // There are few macros compared to all names of a batch.
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
      facts[index].isIncludedByDTC = false
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
    listedBytes = 0
    isStopped = false
    hasLostText = false
    readsAsDTC = false
    output = OutputSpacing()
    putCount = 0
    layout.removeAll()
    hasLayout = false
    lineBegin = .none
    triedToken = .none
    search.restart(options)
    knownIncludes.restart(search.folders)
    notedInclusions.removeAll()
    inclusionNumbers.removeAll()
    pushedMacros.removeAll()
    assertions = Assertions()
    hasPoison = false
    forcedFiles.removeAll()
  }

  /// What gcc and dtc call standard input.
  public static let standardInput = "<stdin>"

  /// Opens a source, whose contents may have been read already; `fill` then yields its tokens. `-` is
  /// standard input.
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

  /// The index of the macro with this name.
  @inline(__always)
  mutating func macro(named name: Symbol) -> Int? {
    if name.index >= settledNames { settle() }
    return settledMacro(named: name)
  }

  /// The same for a name that is settled already.
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

  /// The bytes of tokens, with a blank wherever there is white space between two.
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
  /// No call is being read.
  case none
  /// After the name, looking for a parenthesis.
  case lookingForParenthesis
  /// Inside the parentheses.
  case collecting
}
