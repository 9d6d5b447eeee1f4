public import DeviceTree
public import Preprocessor
public import SourceText

/// What a compilation is told besides what the preprocessor is.
public struct SourceCompilerOptions: Sendable {
  /// Write `/__symbols__` (dtc's `-@`).
  public var symbols = false
  /// Write `/__local_fixups__` and `/__fixups__` also for a source that is no plugin (dtc's `-L`).
  public var localFixups = false
  /// How phandles are written.
  public var phandleFormat = PhandleFormat.epapr
  /// The boot CPU; nil takes it from the first CPU's `reg`.
  public var bootCPU: UInt32?

  /// dtc's defaults.
  public init() {}
}

/// A source compiled: the tree if there was no error, and what there is to say.
public struct CompiledSource: Sendable {
  /// The resolved tree, ready to be encoded; nil if there were errors.
  public var tree: DeviceTree?
  /// Errors, warnings and notes, in the order in which they were found.
  public var diagnostics: [Diagnostic]
  /// What was read, for rendering diagnostics.
  public let files: SourceFiles
  /// The files that the result depends on, the source first.
  public let dependencies: [String]
  /// What was included from where, if the options ask for it.
  public var inclusions: [Inclusion] = []
}

/// The way from what was read back to the places in the sources, of one compilation.
///
/// It holds on to what the compiler knew; a compiler that goes on meanwhile has to copy that.
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

  /// The names that a `Provenance` has.
  public var names: SymbolTable { preprocessor.names }

  /// Where something came from.
  public func provenance(of origin: Origin) -> Provenance { preprocessor.provenance(of: origin) }
}

/// From source files to resolved trees: preprocessing, parsing, references, symbols and fixups.
///
/// A compiler that is used again has the tokens of the files that it read before. A result shares
/// its text with the compiler: let go of it before the next source is compiled.
public struct SourceCompiler: Sendable {
  private var preprocessor: Preprocessor?
  /// The blocks of files that several sources include, with the names that the preprocessor knows.
  private(set) var blocks = KnownBlocks()
  /// What these names are fit for.
  private var fitness = KnownFitness()

  /// A compiler that has read nothing.
  public init() {}

  /// The trace of what was compiled last.
  public var trace: SourceTrace? { preprocessor.map { SourceTrace($0) } }

  /// Everything that was read so far, for what is said of it later on.
  public var files: SourceFiles { preprocessor?.files ?? SourceFiles() }

  /// Whether much of that is there once more for sources that are over.
  public var hasManyCopies: Bool { preprocessor?.hasManyCopies ?? false }

  /// How many names were met so far.
  public var nameCount: Int { preprocessor?.names.count ?? 0 }

  /// Compiles the source at `path`, whose contents may have been read already; throws if it cannot be
  /// read at all.
  public mutating func compile(
    _ path: String, contents: [UInt8]? = nil, preprocessing: PreprocessorOptions,
    options: SourceCompilerOptions
  ) throws(FileError) -> CompiledSource {
    var nobody = NoExaminer()
    return try compile(
      path, contents: contents, preprocessing: preprocessing, options: options, examiner: &nobody)
  }

  /// The same with somebody who looks at the tree, and whose findings are among the diagnostics.
  ///
  /// All in one body: with a function between that hands a parsed source over, the tokens of all files
  /// were copied for each further one, and a batch took six times as long.
  public mutating func compile(
    _ path: String, contents: [UInt8]? = nil, preprocessing: PreprocessorOptions,
    options: SourceCompilerOptions, examiner: inout some TreeExaminer
  ) throws(FileError) -> CompiledSource {
    // A preprocessor that is new has other names.
    let isNew = self.preprocessor == nil
    let blocks = isNew ? KnownBlocks() : takeBlocks()
    if isNew { fitness = KnownFitness() }
    var preprocessor = self.preprocessor.take() ?? Preprocessor(options: preprocessing)
    preprocessor.restart(options: preprocessing, noting: 1)
    try preprocessor.open(path, contents: contents)
    let name = path == "-" ? Preprocessor.standardInput : path
    if let range = preprocessor.files.lastFile(at: name)?.range,
      preprocessor.files.text[range].starts(with: [0xD0, 0x0D, 0xFE, 0xED])
    {
      let blob = Diagnostic(
        .error, "blob-as-source", "this is a device tree blob, not a source", subject: name)
      return CompiledSource(
        tree: nil, diagnostics: [blob], files: preprocessor.files, dependencies: [path])
    }
    var parser = SourceParser(consume preprocessor, options: SourceParserOptions())
    parser.blocks = consume blocks
    parser.keepsBlocks = true
    parser.parse()
    let parsed = parser.stream.preprocessor
    self.preprocessor = parsed
    self.blocks = parser.blocks
    // What was read to its end can be wrong in further ways that its errors did not bring about.
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
        tree: nil, diagnostics: parsed.diagnostics + resolver.diagnostics, files: parsed.files,
        dependencies: parsed.dependencies, inclusions: parsed.inclusions)
    }
    resolver.run(options, &examiner)
    let tree = resolver.tree
    let findings = examiner.report(on: tree) { parsed.spot(of: $0, named: $1, in: tree.names) }
    let failed = resolver.hasErrors || findings.contains { $0.severity == .error }
    return CompiledSource(
      tree: failed ? nil : tree, diagnostics: parsed.diagnostics + findings + resolver.diagnostics,
      files: parsed.files, dependencies: parsed.dependencies, inclusions: parsed.inclusions)
  }

  /// What is known of blocks, which nobody else has then.
  private mutating func takeBlocks() -> KnownBlocks {
    let taken = blocks
    blocks = KnownBlocks()
    return taken
  }

  /// Reads a source whose contents are at hand as far as the tree whose references are still open.
  public mutating func parse(
    _ path: String, contents: [UInt8], preprocessing: PreprocessorOptions
  ) throws(FileError) -> ParsedSource {
    var preprocessor = self.preprocessor.take() ?? Preprocessor(options: preprocessing)
    preprocessor.restart(options: preprocessing, noting: 1)
    try preprocessor.open(path, contents: contents)
    return parse(consume preprocessor)
  }

  /// Reads text that is preprocessed already, which is what dtc reads, as far as the tree whose
  /// references are still open (see `TreeCompletion`); `-` is standard input.
  public mutating func parsePreprocessed(
    _ path: String, includeFolders: [String]
  ) throws(FileError) -> ParsedSource {
    let options = PreprocessorOptions(includeFolders: includeFolders)
    var preprocessor = self.preprocessor.take() ?? Preprocessor(options: options)
    preprocessor.restart(options: options, noting: 1)
    try preprocessor.openPreprocessed(path)
    return parse(consume preprocessor)
  }

  /// Reads what was opened.
  private mutating func parse(_ preprocessor: consuming Preprocessor) -> ParsedSource {
    var parser = SourceParser(preprocessor, options: SourceParserOptions())
    parser.parse()
    let parsed = ParsedSource(tree: parser.tree, preprocessor: parser.stream.preprocessor)
    self.preprocessor = parsed.preprocessor
    return parsed
  }
}

extension ReferenceResolver {
  /// All steps, in dtc's order.
  mutating func run(_ options: SourceCompilerOptions, _ examiner: inout some TreeExaminer) {
    examineStructure(examiner)
    // References would be resolved to the wrong one of two nodes.
    guard !hasErrors else { return }
    // dtc looks before references and omissions change anything.
    tree.bootCPU = options.bootCPU ?? tree.firstCPU
    resolveReferences(options)
    grade(examiner)
    // What lacks a reference would be found wrong for that alone.
    if !hasErrors { examiner.examine(tree) }
    addReferenceNodes(options)
  }

  /// What dtc's checks find before it resolves references.
  mutating func examineStructure(_ examiner: some TreeExaminer) {
    readTree()
    let hints = scan.hints
    if hints.contains(.unfitNames) { checkNames() }
    if hints.contains(.namesakes) { checkDuplicateNames() }
    if hints.contains(.nameProperties) {
      dropNameProperties()
      // What went with them is not to be resolved.
      readTree()
    }
    if hints.contains(.repeatedLabels) { checkDuplicateLabels() }
    if hints.contains(.phandles) { readExplicitPhandles() }
    grade(examiner)
  }

  /// Makes of what was found what the examiner says that it is.
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

  /// Whether anything of what was found is an error.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// What dtc does between its checks.
  mutating func resolveReferences(_ options: SourceCompilerOptions) {
    resolvePhandleReferences()
    resolvePathReferences()
    omitUnreferenced(keepingLabelled: options.symbols)
  }

  /// What dtc does after its checks.
  mutating func addReferenceNodes(_ options: SourceCompilerOptions) {
    if options.symbols { addSymbols() }
    if tree.isPlugin || options.localFixups {
      addFixups()
      addLocalFixups()
    }
    // Paths may make much of a small source.
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
