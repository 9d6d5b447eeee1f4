import DeviceTree
import Preprocessor
import SourceText

/// Blocks at the top level of files that several sources of a batch include, kept as they lay in the tree.
///
/// The boards of a batch include the same few files of their systems on chip, and nine tenths of a board are
/// theirs. Such a block is read once. For the next board it is put into its tree from where it is kept, if it
/// would come to the same again: if it stands in the same place of the text and all of its words are the macros,
/// or are none, that they were then.
struct KnownBlocks: Sendable {
  private final class Block: Sendable {
    let cutting: TreeCutting
    let dependence: TextDependence
    /// Where the text goes on.
    let next: Int
    let isAtLineStart: Bool
    let isPlugin: Bool
    /// How many tokens its macros expanded to.
    let expandedTokens: Int

    init(
      _ cutting: TreeCutting, _ dependence: TextDependence, next: Int, isAtLineStart: Bool, isPlugin: Bool,
      expandedTokens: Int
    ) {
      self.cutting = cutting
      self.dependence = dependence
      self.next = next
      self.isAtLineStart = isAtLineStart
      self.isPlugin = isPlugin
      self.expandedTokens = expandedTokens
    }
  }

  /// By the place in the text behind the brace.
  private var blocks: [Int: Block] = [:]
  private var size = 0
  /// How often one was put into a tree.
  private(set) var uses = 0

  /// How many bytes are kept: the boards of one system come one after another, as a rule.
  private static let largest = 12 << 20
  /// What a block takes besides, however small it is.
  private static let fixedSize = 1 << 10

  /// Puts the block that begins at a place of the text into a node, and returns where the text goes on and where
  /// its semicolon is; nil, and nothing done, if that is not known.
  mutating func insert(
    _ place: Int, into top: NodeID, of tree: inout DeviceTree, _ preprocessor: inout Preprocessor
  ) -> (next: Int, isAtLineStart: Bool)? {
    guard let block = blocks[place], block.isPlugin == tree.isPlugin, preprocessor.holds(block.dependence),
      preprocessor.noteExpansion(ofTokens: block.expandedTokens), tree.insert(block.cutting, into: top)
    else { return nil }
    var extent = tree.extent(of: top)
    extent.end = block.cutting.end
    tree.setExtent(extent, of: top)
    uses += 1
    return (block.next, block.isAtLineStart)
  }

  /// Keeps the block that was read into a node since `mark`, if it can be told what it depends on.
  mutating func note(
    _ place: Int, in top: NodeID, since mark: TreeMark, of tree: DeviceTree,
    _ preprocessor: inout Preprocessor, expandedTokens: Int, next: Int, isAtLineStart: Bool
  ) {
    guard let cutting = tree.cutting(top, since: mark),
      let dependence = preprocessor.dependence(of: place..<next)
    else { return }
    let added = cutting.size + dependence.size + Self.fixedSize
    if size + added > Self.largest {
      blocks.removeAll()
      size = 0
    }
    guard added <= Self.largest / 4 else { return }
    size += added
    blocks[place] = Block(
      cutting, dependence, next: next, isAtLineStart: isAtLineStart, isPlugin: tree.isPlugin,
      expandedTokens: expandedTokens)
  }
}

extension SourceParser {
  /// Reads the block at the top level whose brace is open, or has it from the last time.
  mutating func readTopBlock() {
    guard keepsBlocks, stream.preprocessor.mayRepeat, frames.count == 1, stream.pause(),
      let mark = tree.mark(before: frames[0].node)
    else { return readOpenNodes() }
    let frame = frames[0]
    let (text, _) = stream.preprocessor.plainText()
    let place = text.lowerBound
    tree.setExtent(Extent(start: frame.start, end: .none, name: frame.name), of: frame.node)
    if let (next, isAtLineStart) = blocks.insert(place, into: frame.node, of: &tree, &stream.preprocessor) {
      frames.removeAll()
      return stream.preprocessor.skip(to: next, isAtLineStart: isAtLineStart)
    }
    let before = (stream.preprocessor.progress, errorCount, stream.preprocessor.expandedTokens)
    readOpenNodes()
    guard frames.isEmpty, stream.preprocessor.progress == before.0, errorCount == before.1, stream.pause()
    else {
      return
    }
    let (rest, isAtLineStart) = stream.preprocessor.plainText()
    // A block may end in another file than it begins in.
    guard rest.lowerBound > place, rest.upperBound == text.upperBound else { return }
    blocks.note(
      place, in: frame.node, since: mark, of: tree, &stream.preprocessor,
      expandedTokens: stream.preprocessor.expandedTokens - before.2, next: rest.lowerBound,
      isAtLineStart: isAtLineStart)
  }
}
