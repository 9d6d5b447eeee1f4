public import DeviceTree
import Preprocessor
public import SourceText

/// A source read into a tree whose references are not resolved yet.
public struct ParsedSource: Sendable {
  /// In an error about something missing: the note on what is there instead, if that follows an `/include/`.
  static let foundHere = "this was found after /include/"

  /// Returns the error that there are more bytes of values than offsets can express.
  static func tooLarge(at span: SourceSpan? = nil, notes: [Diagnostic.Note] = []) -> Diagnostic {
    Diagnostic(
      .error, "value-too-large", "the values of this tree are larger than 4 GiB", at: span, notes: notes)
  }

  /// The tree as it was written; after errors, as far as it could be read.
  public var tree: DeviceTree
  let preprocessor: Preprocessor

  /// How many `/include/`s dtc takes, whether or not they are inside each other.
  public static let mostIncludesOfDTC = 199

  /// The reference of a top-level statement. A file may be included more than once, so its place does not
  /// tell which one it is.
  public struct Reference: Hashable, Sendable {
    /// Where its `&` is.
    public let place: SourceLocation
    /// The number of `/include/`s before it.
    public let includeCount: Int

    /// Creates a reference.
    public init(place: SourceLocation, includeCount: Int) {
      self.place = place
      self.includeCount = includeCount
    }
  }

  /// The references to what is not there, in order, if the source was read as dtc reads it.
  public let unknownReferences: [Reference]

  /// Hands over the tree, so that it has a single owner and changes do not copy it.
  mutating func takeTree() -> DeviceTree {
    let taken = tree
    tree = DeviceTree()
    return taken
  }

  /// The diagnostics so far.
  public var diagnostics: [Diagnostic] { preprocessor.diagnostics }
  /// Whether any of them is an error.
  public var hasErrors: Bool { preprocessor.hasErrors }
  /// The text that was read, for rendering diagnostics.
  public var files: SourceFiles { preprocessor.files }
  /// The files that were read, the source first.
  public var dependencies: [String] { preprocessor.dependencies }

  /// Returns the text of the file that was read for an `/include/` of `name` at `place`; nil if none was.
  public func file(included name: String, at place: SourceLocation) -> Range<Int>? {
    preprocessor.searchPaths(for: name, namedAt: place).lazy.compactMap { files.lastFile(at: $0)?.range }
      .first
  }
}

/// Completes a parsed source, or a tree from elsewhere, in dtc's two steps: checks may examine the
/// tree before, between and after them.
///
/// It reports no errors, since the checks do.
public struct TreeCompletion: Sendable {
  private var resolver: ReferenceResolver
  private let options: SourceCompilerOptions

  /// The tree as completed so far.
  public var tree: DeviceTree { resolver.tree }

  /// Starts with a parsed source.
  public init(_ parsed: consuming ParsedSource, _ options: SourceCompilerOptions) {
    let preprocessor = parsed.preprocessor
    resolver = ReferenceResolver(
      parsed.takeTree(), preprocessor, format: options.phandleFormat)
    self.options = options
    resolver.tree.bootCPU = options.bootCPU ?? resolver.tree.firstCPU
  }

  /// Starts with a tree that has no unresolved references.
  public init(_ tree: DeviceTree, _ options: SourceCompilerOptions) {
    resolver = ReferenceResolver(
      tree, Preprocessor(options: PreprocessorOptions()), format: options.phandleFormat)
    self.options = options
    if let bootCPU = options.bootCPU { resolver.tree.bootCPU = bootCPU }
  }

  /// How far references are resolved: dtc does that in checks, none of which runs after one has
  /// failed, not even with `-f`.
  public enum Reach: Comparable, Sendable {
    /// Nothing is filled in.
    case nothing
    /// Only the phandles that the source assigns are known.
    case givenPhandles
    /// Nodes have phandles, and cells are filled in.
    case cells
    /// Paths are filled in, too.
    case paths
    /// What `/omit-if-no-ref/` marks is left out, too.
    case everything
  }

  /// Assigns phandles to nodes, fills in references, and leaves out what `/omit-if-no-ref/` marks.
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

  /// Adds a path to `/aliases` for each label (dtc's `-A`). Returns the labels that were there already.
  public mutating func addAliases() -> [[UInt8]] {
    let known = resolver.addLabelPaths(to: "aliases", allocating: false)
    return known.map(spelling(of:))
  }

  private func spelling(of name: Symbol) -> [UInt8] {
    var bytes: [UInt8] = []
    resolver.tree.names.append(name, to: &bytes)
    return bytes
  }

  /// Restores labels from `/__symbols__`, as `ReferenceRestoration` does; returns what could not be restored.
  public mutating func restoreLabels() -> [[UInt8]] {
    ReferenceRestoration.restoreLabels(in: &resolver.tree, isStrict: true)
  }

  /// Restores references from the fixups; returns what could not be restored.
  public mutating func restoreReferences() -> [[UInt8]] {
    ReferenceRestoration.restoreReferences(in: &resolver.tree, isStrict: true)
  }

  /// Adds `/__symbols__`, if requested. Returns the labels that were there already.
  public mutating func addSymbols() -> [[UInt8]] {
    guard options.symbols else { return [] }
    let known = resolver.addLabelPaths(to: BookkeepingNames.symbols, allocating: true)
    return known.map(spelling(of:))
  }

  /// Adds `/__fixups__` and `/__local_fixups__`, if requested; returns what cannot be recorded there.
  public mutating func addFixups() -> [Diagnostic] {
    guard resolver.tree.isPlugin || options.localFixups else { return [] }
    resolver.addFixups()
    resolver.addLocalFixups()
    return resolver.diagnostics
  }
}
