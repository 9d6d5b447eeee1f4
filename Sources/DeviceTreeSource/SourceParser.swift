import DeviceTree
import Preprocessor
import SourceText

/// The grammar of device tree sources over preprocessed tokens, straight into a tree.
///
/// As in dtc, a block (`/ { … };`, `&label { … };`) is read into nodes of its own and then merged
/// into the tree; only the first root block is the tree. Open nodes are on a stack of ours, so depth
/// is bounded by memory and not by the thread's stack. After a syntax error the rest of the statement
/// is skipped, so that one run shows as many independent errors as it can.
struct SourceParser {
  var stream: TokenStream
  var tree: DeviceTree
  var options: SourceParserOptions
  /// The nodes whose braces are open.
  var frames = PlainArray<Frame>()
  /// What the block at the top level refers to that is being read; empty for a root's.
  var blockReference = Symbol.empty
  /// What macros stand for that are one number.
  var constants = Constants()
  /// The labels before a statement that is read from the text.
  var plainLabels = PlainArray<Symbol>()
  /// Bytes of the name that is being glued.
  var nameBytes: [UInt8] = []
  /// Where the line ended in which the last string over several lines did.
  var openStringEnd = 0
  /// Of the rest of that line, if it was put together anew: where its bytes are, and where in the text it stands.
  var madeLine: (tokens: Range<Int>, text: Range<Int>) = (0..<0, 0..<0)
  /// What of an expression waits for more of it.
  var operations: [Operation] = []
  var includeCount = 0
  /// The token before the `/include/`s that were read last, and where the one behind them is.
  var includes: (last: Token, next: SourceLocation)?
  var errorCount = 0
  /// The number of the diagnostic that was made last, to which advice is added; nil if it only repeated one.
  var lastReport: Int?
  /// Set by an error that makes all that follows meaningless.
  var isStopped = false
  /// What is missing so far.
  var missingMacros = MissingMacros()
  /// Whether nodes may be in others than they were meant to be in, so that nothing can be said of what stands twice.
  var isNestingLost = false
  /// Whether a node was opened again that a brace too many seemed to close: if that was none, another one is missing.
  var hasReopened = false
  /// Blocks that were read for the sources before, and whether some are to be kept for the next ones.
  var blocks = KnownBlocks()
  var keepsBlocks = false
  /// The number of the next `fragment@N` made of `&label { … };` in a plugin.
  var nextFragment = 0
  /// Symbols that the parser makes properties of.
  let targetName: Symbol
  let targetPathName: Symbol
  let overlayName: Symbol
  let bitsName: Symbol

  /// A node being read.
  struct Frame: BitwiseCopyable {
    var node: NodeID
    /// Where its brace is.
    var start: Origin
    /// Where its name is, or what stands for one.
    var name: Origin
    var hasSubnodes = false
  }

  init(_ preprocessor: consuming Preprocessor, options: SourceParserOptions) {
    targetName = preprocessor.names.intern("target")
    targetPathName = preprocessor.names.intern("target-path")
    overlayName = preprocessor.names.intern("__overlay__")
    bitsName = preprocessor.names.intern("bits")
    // Names that resolving adds: adding them later would copy the table that everybody shares then.
    for name in ReferenceResolver.ownNames { _ = preprocessor.names.intern(name) }
    self.options = options
    tree = DeviceTree(names: SymbolTable(minimumCapacity: 32))
    stream = TokenStream(preprocessor)
  }

  /// Reads the whole source; what is wrong with it is in the preprocessor's diagnostics.
  mutating func parse() {
    stream.start()
    // As much as a board has, or as a text of this size comes to: what grows is copied, and lies twice in
    // memory meanwhile. What is never used costs nothing, since the system gives memory only where it is
    // written to.
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

  /// The tree, which the parser no longer has: it can be changed without being copied.
  mutating func takeTree() -> DeviceTree {
    let taken = tree
    tree = DeviceTree(names: SymbolTable(minimumCapacity: 1))
    return taken
  }

  /// The token that the grammar goes on with; `.end` at the end. Where an `/include/` stands, it is what the
  /// file begins with: to dtc's grammar, too, there are no such words.
  ///
  /// Nothing is read before somebody asks: what was wrong up to there is said first.
  @inline(__always)
  var current: Token {
    mutating get {
      if stream.current.kind == .slash { readIncludes() }
      return stream.current
    }
  }

  /// The current token, for messages.
  var textHere: String {
    mutating get {
      let token = current
      return stream.text(token)
    }
  }

  /// Whether reading on is pointless.
  var isHopeless: Bool { isStopped || errorCount >= options.errorLimit }
}

/// What the parser is told.
struct SourceParserOptions: Sendable {
  /// After this many errors, the rest of the source is not read.
  var errorLimit = 20
  /// How much of an expression may wait for more of it. (dtc's parser has a stack of this size, of which each operator and
  /// parenthesis takes some.)
  var expressionDepth = 10_000
  /// How many `/include/`s a source may have, itself included by itself or not.
  var includes = 1000
  /// How many bytes all values may have.
  var valueBytes = DeviceTree.mostValueBytes
}
