import DeviceTree
import Preprocessor
import SourceText

/// Top-level blocks of files that several sources of a batch include, kept as they were in the tree.
///
/// The boards of a batch include the same few files of their systems on chip, which make up nine
/// tenths of a board. Such a block is read once. For the next board it is inserted into the tree from
/// where it is kept, if the result would be the same: if it is at the same place of the text, and
/// each of its words is the same macro as then, or again not a macro.
struct KnownBlocks: Sendable {
  private final class Block: Sendable {
    let cutting: TreeCutting
    let dependence: TextDependence
    /// Where the text continues.
    let next: Int
    let isAtLineStart: Bool
    let isPlugin: Bool
    /// The number of tokens that its macros expanded to.
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

  /// By the place in the text after the brace.
  private var blocks: [Int: Block] = [:]
  private var size = 0
  /// How often a block was inserted into a tree.
  private(set) var uses = 0

  /// The maximum number of bytes kept: as a rule, the boards of one system follow one another.
  private static let largest = 12 << 20
  /// What a block takes in addition, however small it is.
  private static let fixedSize = 1 << 10

  /// Inserts the block that begins at a place of the text into a node; returns where the text continues,
  /// and whether at the start of a line. Returns nil, and does nothing, if none is known to fit.
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

  /// Keeps the block that was read into a node since `mark`, if what it depends on can be determined.
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
  /// Reads the top-level block whose brace is open, or inserts it as it was the last time.
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
    // A block may end in a different file from the one that it begins in.
    guard rest.lowerBound > place, rest.upperBound == text.upperBound else { return }
    blocks.note(
      place, in: frame.node, since: mark, of: tree, &stream.preprocessor,
      expandedTokens: stream.preprocessor.expandedTokens - before.2, next: rest.lowerBound,
      isAtLineStart: isAtLineStart)
  }
}
