import DeviceTree
import Preprocessor
import SourceText

/// The grammar of device tree sources, from preprocessed tokens straight into a tree.
///
/// As in dtc, a block (`/ { … };`, `&label { … };`) is read into nodes of its own and then merged
/// into the tree; only the first root block is the tree itself. Open nodes are on a stack of our own,
/// so depth is limited by memory and not by the thread's stack. After a syntax error the rest of the
/// statement is skipped, so that one run shows as many independent errors as possible.
struct SourceParser {
  var stream: TokenStream
  var tree: DeviceTree
  var options: SourceParserOptions
  /// The nodes whose braces are open.
  var frames = PlainArray<Frame>()
  /// What the top-level block being read refers to; empty for a root block.
  var blockReference = Symbol.empty
  /// The values of macros that are a single number.
  var constants = Constants()
  /// The labels before a statement that is being read from the text.
  var plainLabels = PlainArray<Symbol>()
  /// The bytes of the name being joined.
  var nameBytes: [UInt8] = []
  /// Where the tokens of the line end in which the last string over several lines ended.
  var openStringEnd = 0
  /// Of the rest of that line, if it was put together anew: where its bytes are, and where in the text it is.
  var madeLine: (tokens: Range<Int>, text: Range<Int>) = (0..<0, 0..<0)
  /// The incomplete operations of an expression.
  var operations: [Operation] = []
  var includeCount = 0
  /// In a source read as dtc reads it: the references of top-level statements to what is not there.
  var unknownReferences: [ParsedSource.Reference] = []
  /// The number of `/include/`s before the reference of the block being read.
  var blockIncludeCount = 0
  /// The token before the `/include/`s that were read last, and where the one after them is.
  var includes: (last: Token, next: SourceLocation)?
  var errorCount = 0
  /// The index of the last diagnostic, to which advice is added; nil if that only repeated one.
  var lastReport: Int?
  /// Set by an error that makes all that follows meaningless.
  var isStopped = false
  /// The undefined macros so far.
  var missingMacros = MissingMacros()
  /// Whether nodes may be in others than intended, so that nothing can be said of duplicates.
  var isNestingLost = false
  /// Whether a node that a superfluous brace seemed to close was reopened: if it did not, another is missing.
  var hasReopened = false
  /// Blocks that were read for earlier sources, and whether to keep some for later ones.
  var blocks = KnownBlocks()
  var keepsBlocks = false
  /// The number of the next `fragment@N` made of `&label { … };` in a plugin.
  var nextFragment = 0
  /// Names that the parser itself needs.
  let targetName: Symbol
  let targetPathName: Symbol
  let overlayName: Symbol
  let bitsName: Symbol

  /// A node being read.
  struct Frame: BitwiseCopyable {
    var node: NodeID
    /// Where its brace is.
    var start: Origin
    /// Where its name is, or what takes its place.
    var name: Origin
    var hasSubnodes = false
  }

  init(_ preprocessor: consuming Preprocessor, options: SourceParserOptions) {
    targetName = preprocessor.names.intern("target")
    targetPathName = preprocessor.names.intern("target-path")
    overlayName = preprocessor.names.intern("__overlay__")
    bitsName = preprocessor.names.intern("bits")
    // Names that resolving adds: adding them later would copy the table, which is shared by then.
    for name in ReferenceResolver.ownNames { _ = preprocessor.names.intern(name) }
    self.options = options
    tree = DeviceTree(names: SymbolTable(minimumCapacity: 32))
    stream = TokenStream(preprocessor)
  }

  /// Reads the entire source; errors are in the preprocessor's diagnostics.
  mutating func parse() {
    stream.start()
    // Room for what a board has, or for what a text of this size yields: to grow is to copy, with
    // both copies in memory meanwhile. Unused room costs nothing, since the system provides memory
    // only where it is written.
    let size = min(stream.preprocessor.plainText().range.count, 1 << 24)
    tree.reserve(
      nodes: max(size / 64, 1 << 11), properties: max(size / 12, 1 << 13), markers: max(size / 10, 1 << 14),
      valueBytes: max(size / 8 * 5, 1 << 18))
    stream.preprocessor.names.reserve(size / 32)
    readVersionTags()
    readReservations()
    readTree()
    if isHopeless, !isStopped {
      stream.preprocessor.diagnostics.append(
        Diagnostic(.note, "gave-up", "gave up after \(errorCount) errors: the rest was not read"))
    }
    tree.names = stream.preprocessor.names
    if tree.outgrows(options.valueBytes) { failTooLarge() }
  }

  /// Hands over the tree, which then can be changed without being copied.
  mutating func takeTree() -> DeviceTree {
    let taken = tree
    tree = DeviceTree(names: SymbolTable(minimumCapacity: 1))
    return taken
  }

  /// The token that the grammar continues with; `.end` at the end. At an `/include/`, it is the first
  /// token of the file: dtc's grammar does not see such words, either.
  ///
  /// Nothing is read before it is needed, so that errors up to there are reported first.
  @inline(__always)
  var current: Token {
    mutating get {
      if stream.current.kind == .slash { readIncludes() }
      return stream.current
    }
  }

  /// The current token as text for messages.
  var textHere: String {
    mutating get {
      let token = current
      return stream.text(token)
    }
  }

  /// The same, but in full for a name or a keyword of which the current token is only the beginning.
  var wordHere: String {
    mutating get {
      if let (keyword, _) = keyword() { return "'\(keyword.spelling)'" }
      guard current.kind == .identifier, let (name, _) = stream.writtenName() else { return textHere }
      return "'\(stream.preprocessor.names.string(name))'"
    }
  }

  /// Whether it is pointless to read on.
  var isHopeless: Bool { isStopped || errorCount >= options.errorLimit }
}

/// The options of the parser.
struct SourceParserOptions: Sendable {
  /// The number of errors after which the rest of the source is not read.
  var errorLimit = 20
  /// The maximum number of incomplete operations in an expression. (dtc's parser has a stack of this
  /// size, of which each operator and parenthesis takes some.)
  var expressionDepth = 10_000
  /// The maximum number of `/include/`s in a source, whether or not it includes itself.
  var includes = 1000
  /// The maximum size of all values together, in bytes.
  var valueBytes = DeviceTree.mostValueBytes
}
