public import DeviceTree
public import Preprocessor
public import SourceText

/// The options of a compilation, besides those of the preprocessor.
public struct SourceCompilerOptions: Sendable {
  /// Whether to write `/__symbols__` (dtc's `-@`).
  public var symbols: Bool
  /// Whether to write `/__local_fixups__` and `/__fixups__` even if it is not a plugin (dtc's `-L`).
  public var localFixups = false
  /// How phandles are written.
  public var phandleFormat = PhandleFormat.epapr
  /// The boot CPU; nil takes it from the first CPU's `reg`.
  public var bootCPU: UInt32?

  /// Creates options with dtc's defaults, apart from `symbols`.
  public init(symbols: Bool = false) { self.symbols = symbols }
}

/// A compiled source: the tree, if there was no error, and the diagnostics.
public struct CompiledSource: Sendable {
  /// The resolved tree, ready to be encoded; nil if there were errors.
  public var tree: DeviceTree?
  /// Errors, warnings and notes, in the order in which they were found.
  public var diagnostics: [Diagnostic]
  /// The text that was read, for rendering diagnostics.
  public let files: SourceFiles
  /// The files that the result depends on, the source first.
  public let dependencies: [String]
  /// What was included from where, if the options request it.
  public var inclusions: [Inclusion] = []
}

/// The way from what one compilation read back to its places in the sources.
///
/// It keeps alive what the compiler knew; a compiler that is used meanwhile has to copy that.
public struct SourceTrace: Sendable {
  private let preprocessor: Preprocessor
  /// Which `#include`s led to the files.
  public let inclusions: InclusionIndex

  init(_ preprocessor: Preprocessor) {
    self.preprocessor = preprocessor
    inclusions = InclusionIndex(preprocessor)
  }

  /// The files that were read.
  public var files: SourceFiles { preprocessor.files }

  /// The table of the names in a `Provenance`.
  public var names: SymbolTable { preprocessor.names }

  /// Returns where something came from.
  public func provenance(of origin: Origin) -> Provenance { preprocessor.provenance(of: origin) }
}

/// The preprocessor of a finished source. An object, since an optional structure of this size is destroyed by
/// way of the runtime's types, which takes 36,000 instructions the first time.
private final class KeptPreprocessor: Sendable {
  let preprocessor: Preprocessor

  init(_ preprocessor: Preprocessor) { self.preprocessor = preprocessor }
}

/// Compiles source files to resolved trees: preprocessing, parsing, references, symbols and fixups.
///
/// A compiler that is used again keeps the tokens of the files that it has read. A result shares its
/// text with the compiler: release it before compiling the next source.
public struct SourceCompiler: Sendable {
  private var kept: KeptPreprocessor?
  /// The blocks of files that several sources include, in terms of the names that the preprocessor knows.
  private(set) var blocks = KnownBlocks()
  /// What these names are fit for.
  private var fitness = KnownFitness()

  /// Creates a compiler that has read nothing.
  public init() {}

  /// The trace of the last compilation.
  public var trace: SourceTrace? { kept.map { SourceTrace($0.preprocessor) } }

  /// Everything read so far, for later diagnostics.
  public var files: SourceFiles { kept?.preprocessor.files ?? SourceFiles() }

  /// Whether much of that is copies made for sources that are finished.
  public var hasManyCopies: Bool { kept?.preprocessor.hasManyCopies ?? false }

  /// The number of names encountered so far.
  public var nameCount: Int { kept?.preprocessor.names.count ?? 0 }

  /// Compiles the source at `path`, whose contents may have been read already; throws if it cannot be
  /// read at all.
  public mutating func compile(
    _ path: String, contents: [UInt8]? = nil, preprocessing: PreprocessorOptions = PreprocessorOptions(),
    options: SourceCompilerOptions = SourceCompilerOptions()
  ) throws(FileError) -> CompiledSource {
    var nobody = NoExaminer()
    return try compile(
      path, contents: contents, preprocessing: preprocessing, options: options, examiner: &nobody)
  }

  /// The same, with an examiner that looks at the tree and whose findings are among the diagnostics.
  ///
  /// All in one body: with a function in between that passed on a parsed source, the tokens of all
  /// files were copied for each further one, and a batch took six times as long.
  public mutating func compile(
    _ path: String, contents: [UInt8]? = nil, preprocessing: PreprocessorOptions,
    options: SourceCompilerOptions, examiner: inout some TreeExaminer
  ) throws(FileError) -> CompiledSource {
    // A new preprocessor has different names.
    let isNew = kept == nil
    let blocks = isNew ? KnownBlocks() : takeBlocks()
    if isNew { fitness = KnownFitness() }
    var preprocessor = takePreprocessor(preprocessing)
    preprocessor.restart(options: preprocessing, noting: 1)
    try preprocessor.open(path, contents: contents)
    let name = path == "-" ? Preprocessor.standardInput : path
    if let blob = preprocessor.blobAsSource(path) {
      return CompiledSource(
        tree: nil, diagnostics: [blob], files: preprocessor.files, dependencies: [path])
    }
    var parser = SourceParser(consume preprocessor, options: SourceParserOptions())
    parser.blocks = consume blocks
    parser.keepsBlocks = true
    parser.parse()
    let parsed = parser.stream.preprocessor
    kept = KeptPreprocessor(parsed)
    self.blocks = parser.blocks
    // A source that was read to its end can have further faults that do not follow from its errors.
    guard !parsed.hasErrors || !(parser.isHopeless || parser.isNestingLost) else {
      return CompiledSource(
        tree: nil, diagnostics: parsed.diagnostics, files: parsed.files,
        dependencies: parsed.dependencies, inclusions: parsed.inclusions)
    }
    var resolver = ReferenceResolver(parser.takeTree(), parsed, format: options.phandleFormat)
    swap(&resolver.fitness, &fitness)
    defer { swap(&resolver.fitness, &fitness) }
    guard !parsed.hasErrors else {
      resolver.examineStructure(examiner)
      return CompiledSource(
        tree: nil,
        diagnostics: parsed.diagnostics + resolver.diagnostics
          + resolver.kept.omissions { examiner.severity(of: $0) == nil },
        files: parsed.files,
        dependencies: parsed.dependencies, inclusions: parsed.inclusions)
    }
    resolver.run(options, &examiner)
    let tree = resolver.tree
    let findings = examiner.report(on: tree) {
      parsed.spot(of: $0, named: $1, in: tree.names, source: name)
    }
    let failed = resolver.hasErrors || findings.contains { $0.severity == .error }
    return CompiledSource(
      tree: failed ? nil : tree,
      diagnostics: parsed.diagnostics + findings + resolver.diagnostics
        + resolver.kept.omissions { examiner.severity(of: $0) == nil },
      files: parsed.files, dependencies: parsed.dependencies, inclusions: parsed.inclusions)
  }

  /// Hands over the preprocessor of the last source, so that it has a single owner; without one, returns a new one.
  private mutating func takePreprocessor(_ options: PreprocessorOptions) -> Preprocessor {
    guard let kept = kept.take() else { return Preprocessor(options: options) }
    return kept.preprocessor
  }

  /// Hands over what is known of blocks, so that it has a single owner.
  private mutating func takeBlocks() -> KnownBlocks {
    let taken = blocks
    blocks = KnownBlocks()
    return taken
  }

  /// Reads a source with the given contents into a tree whose references are not resolved yet.
  public mutating func parse(
    _ path: String, contents: [UInt8], preprocessing: PreprocessorOptions
  ) throws(FileError) -> ParsedSource {
    var preprocessor = takePreprocessor(preprocessing)
    preprocessor.restart(options: preprocessing, noting: 1)
    try preprocessor.open(path, contents: contents)
    return parse(consume preprocessor)
  }

  /// Reads text that is already preprocessed, which is what dtc reads, into a tree whose references
  /// are not resolved yet (see `TreeCompletion`); `-` is standard input.
  public mutating func parsePreprocessed(
    _ path: String, includeFolders: [String]
  ) throws(FileError) -> ParsedSource {
    let options = PreprocessorOptions(includeFolders: includeFolders)
    var preprocessor = takePreprocessor(options)
    preprocessor.restart(options: options, noting: 1)
    try preprocessor.openPreprocessed(path)
    // dtc has no limit on errors, and its messages are made from these.
    var limits = SourceParserOptions()
    limits.errorLimit = .max
    limits.includes = ParsedSource.mostIncludesOfDTC
    return parse(consume preprocessor, options: limits)
  }

  /// Parses what was opened.
  private mutating func parse(
    _ preprocessor: consuming Preprocessor, options: SourceParserOptions = SourceParserOptions()
  ) -> ParsedSource {
    var parser = SourceParser(preprocessor, options: options)
    parser.parse()
    let parsed = ParsedSource(
      tree: parser.tree, preprocessor: parser.stream.preprocessor, unknownReferences: parser.unknownReferences
    )
    kept = KeptPreprocessor(parsed.preprocessor)
    return parsed
  }
}

extension ReferenceResolver {
  /// Runs all steps, in dtc's order.
  mutating func run(_ options: SourceCompilerOptions, _ examiner: inout some TreeExaminer) {
    examineStructure(examiner)
    // References could be resolved to the wrong one of two nodes.
    guard !hasErrors else { return }
    // dtc looks for the boot CPU before references and omissions change anything.
    tree.bootCPU = options.bootCPU ?? tree.firstCPU
    resolveReferences(options)
    grade(examiner)
    // The checks would find fault with what only lacks a reference.
    if !hasErrors { examiner.examine(tree) }
    addReferenceNodes(options)
  }

  /// Finds what dtc's checks find before it resolves references.
  mutating func examineStructure(_ examiner: some TreeExaminer) {
    readTree()
    let hints = scan.hints
    if hints.contains(.unfitNames) { checkNames() }
    if hints.contains(.namesakes) { checkDuplicateNames() }
    if hints.contains(.nameProperties) {
      dropNameProperties()
      // References that were in them must not be resolved.
      readTree()
    }
    if hints.contains(.repeatedLabels) { checkDuplicateLabels() }
    if hints.contains(.phandles) { readExplicitPhandles() }
    grade(examiner)
  }

  /// Gives each finding the severity that the examiner says it has.
  private mutating func grade(_ examiner: some TreeExaminer) {
    guard hasErrors else { return }
    diagnostics = diagnostics.compactMap { diagnostic in
      guard diagnostic.severity == .error else { return diagnostic }
      guard let severity = examiner.severity(of: diagnostic.identifier) else { return nil }
      var graded = diagnostic
      graded.severity = severity
      return graded
    }
  }

  /// Whether any finding is an error.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Does what dtc does between its checks.
  mutating func resolveReferences(_ options: SourceCompilerOptions) {
    resolvePhandleReferences()
    resolvePathReferences()
    omitUnreferenced(keepingLabelled: options.symbols)
  }

  /// Does what dtc does after its checks.
  mutating func addReferenceNodes(_ options: SourceCompilerOptions) {
    if options.symbols { addSymbols() }
    if tree.isPlugin || options.localFixups {
      addFixups()
      addLocalFixups()
    }
    // Paths can make a small source large.
    if tree.outgrows() { diagnostics.append(ParsedSource.tooLarge()) }
  }
}

extension DeviceTree {
  /// What dtc takes for the boot CPU: the `reg` of the first node below `/cpus`, if it is one cell and
  /// the node was not deleted.
  var firstCPU: UInt32 {
    guard let cpus = node(atPath: "/cpus"), let cpu = firstChildWithDeleted(of: cpus), !isDeleted(cpu),
      let reg = property(of: cpu, named: "reg")
    else { return 0 }
    return onlyCell(of: reg) ?? 0
  }
}
