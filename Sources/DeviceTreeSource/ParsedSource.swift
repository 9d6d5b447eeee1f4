public import DeviceTree
import Preprocessor
public import SourceText

/// A source read as far as its tree, in which references are still open.
public struct ParsedSource: Sendable {
  /// Of an error where something is missing: the remark on what is there instead, if that is behind an `/include/`.
  static let foundHere = "this was found behind /include/"

  /// More bytes of values than offsets can tell.
  static func tooLarge(at span: SourceSpan? = nil, notes: [Diagnostic.Note] = []) -> Diagnostic {
    Diagnostic(
      .error, "value-too-large", "the values of this tree are larger than 4 GiB", at: span, notes: notes)
  }

  /// The tree as it was written; what there was until the first errors if there were any.
  public var tree: DeviceTree
  let preprocessor: Preprocessor

  /// Hands the tree over, so that it has one owner and no change to it copies it.
  mutating func takeTree() -> DeviceTree {
    let taken = tree
    tree = DeviceTree()
    return taken
  }

  /// What there is to say so far.
  public var diagnostics: [Diagnostic] { preprocessor.diagnostics }
  /// Whether anything of it is an error.
  public var hasErrors: Bool { preprocessor.hasErrors }
  /// What was read, for rendering diagnostics.
  public var files: SourceFiles { preprocessor.files }
  /// The files that were read, the source first.
  public var dependencies: [String] { preprocessor.dependencies }

  /// The text of the file that was read for an `/include/` of this name at this place.
  public func file(included name: String, at place: SourceLocation) -> Range<Int>? {
    preprocessor.searchPaths(for: name, namedAt: place).lazy.compactMap { files.lastFile(at: $0)?.range }
      .first
  }
}

/// The way from a parsed source, or a tree from elsewhere, to a complete tree, in dtc's two steps:
/// checks may look at the tree before, between and after them.
///
/// It finds no fault with anything, since the checks do.
public struct TreeCompletion: Sendable {
  private var resolver: ReferenceResolver
  private let options: SourceCompilerOptions

  /// The tree as far as it is.
  public var tree: DeviceTree { resolver.tree }

  /// The way for a parsed source.
  public init(_ parsed: consuming ParsedSource, _ options: SourceCompilerOptions) {
    let preprocessor = parsed.preprocessor
    resolver = ReferenceResolver(
      parsed.takeTree(), preprocessor, format: options.phandleFormat)
    self.options = options
    resolver.tree.bootCPU = options.bootCPU ?? resolver.tree.firstCPU
  }

  /// The way for a tree in which no reference is open.
  public init(_ tree: DeviceTree, _ options: SourceCompilerOptions) {
    resolver = ReferenceResolver(
      tree, Preprocessor(options: PreprocessorOptions()), format: options.phandleFormat)
    self.options = options
    if let bootCPU = options.bootCPU { resolver.tree.bootCPU = bootCPU }
  }

  /// How far references are resolved: dtc does that in checks, of which none runs after one has failed,
  /// not even with `-f`.
  public enum Reach: Comparable, Sendable {
    /// Nothing is filled in.
    case nothing
    /// Only the phandles are known that the source gives.
    case givenPhandles
    /// Nodes have phandles, and cells are filled in.
    case cells
    /// So are paths.
    case paths
    /// What `/omit-if-no-ref/` says is left out as well.
    case everything
  }

  /// Gives nodes phandles, fills references in, and leaves out what `/omit-if-no-ref/` says.
  public mutating func resolveReferences(asFarAs reach: Reach = .everything) {
    if reach >= .givenPhandles { readGivenPhandles() }
    if reach >= .cells { resolver.resolvePhandleReferences() }
    if reach >= .paths { resolver.resolvePathReferences() }
    if reach >= .everything { resolver.omitUnreferenced(keepingLabelled: options.symbols) }
    resolver.diagnostics = []
  }

  private mutating func readGivenPhandles() {
    resolver.readTree()
    resolver.readExplicitPhandles()
  }

  /// Puts a path into `/aliases` for each label (dtc's `-A`). Returns the labels that were there.
  public mutating func addAliases() -> [String] {
    let known = resolver.addLabelPaths(to: "aliases", allocating: false)
    return known.map { resolver.tree.names.string($0) }
  }

  /// Takes labels and references from `/__symbols__` and its like, as `ReferenceRestoration` does.
  public mutating func restoreReferences() -> [String] {
    ReferenceRestoration.restore(in: &resolver.tree)
  }

  /// Adds `/__symbols__`, if they are wanted. Returns the labels that were there.
  public mutating func addSymbols() -> [String] {
    guard options.symbols else { return [] }
    let known = resolver.addLabelPaths(to: "__symbols__", allocating: true)
    return known.map { resolver.tree.names.string($0) }
  }

  /// Adds `/__fixups__` and `/__local_fixups__`, if they are wanted; returns what cannot be noted there.
  public mutating func addFixups() -> [Diagnostic] {
    guard resolver.tree.isPlugin || options.localFixups else { return [] }
    resolver.addFixups()
    resolver.addLocalFixups()
    return resolver.diagnostics
  }
}
