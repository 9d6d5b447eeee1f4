import DeviceTree
import Preprocessor
import SourceText

/// Notes on braces that are missing or superfluous, besides the place where that is noticed.
extension SourceParser {
  /// Returns notes on a brace that may be missing between the start of the outermost open node and here.
  func notesOnMissingBrace() -> [Diagnostic.Note] {
    guard errorCount == 0, let outermost = frames.first else { return [] }
    guard let braces = bracesMissing(since: outermost) else { return [] }
    if let comment = braces.comment {
      return [
        .init(
          "a '*/' may be missing for this comment, which extends to the end of the next one",
          at: SourceSpan(start: SourceLocation(comment.lowerBound), count: 2))
      ]
    }
    guard let doubt = braces.doubt else { return [] }
    let (name, place) = node(doubt)
    return [
      .init("a '};' may be missing for \(name)", at: place),
      .init(
        doubt.sign == .brace
          ? "the '}' that closes it is further left"
          : "what begins here is read as part of it, but is not indented further",
        at: SourceSpan(start: SourceLocation(doubt.place), count: 1)),
    ]
  }

  /// Examines the braces from a node's start to the current token, or to what leads to it in the node's file.
  private func bracesMissing(since outermost: Frame) -> UnalignedBraces? {
    let files = stream.preprocessor.files
    let start = files.resolve(span(outermost.name).start)
    guard let file = files.file(at: start) else { return nil }
    let range = files.file(file).range
    let here = stream.preprocessor.place(of: stream.current.origin, count: 1)
    let places = [here.span.start] + here.notes.compactMap { $0.span?.start }
    let end = places.first { $0 != .none && files.file(at: $0) == file }?.index ?? range.upperBound
    var first = start.index
    while first > range.lowerBound, files.text[first - 1] != 0x0A { first -= 1 }
    return first < end ? UnalignedBraces(.missing, in: files.text.span, first..<end) : nil
  }

  /// Returns the brace before a token that, by the indentation there, may be one too many.
  func extraBrace(before token: Token) -> UnalignedBraces.Doubt? {
    let files = stream.preprocessor.files
    let place = span(token.origin).start
    guard errorCount == 0, token.expansion == 0, token.flags.contains(.atLineStart), place != .none,
      let start = lastBlockStart(before: place)
    else { return nil }
    return UnalignedBraces(.extra, in: files.text.span, start..<place.index + 1).doubt
  }

  func note(on extra: UnalignedBraces.Doubt) -> Diagnostic.Note {
    let (name, _) = node(extra)
    return .init(
      extra.sign == .brace
        ? "this '}' may be one too many: it is further right than \(name), which it closes"
        : "this '}' may be one too many: what follows is indented as if it were still in \(name)",
      at: SourceSpan(start: SourceLocation(extra.place), count: 1))
  }

  /// Returns the start of the last line before a place that begins a block in its first column.
  private func lastBlockStart(before place: SourceLocation) -> Int? {
    let files = stream.preprocessor.files
    guard let file = files.file(at: place) else { return nil }
    let start = files.file(file).range.lowerBound
    var index = place.index
    while index > start {
      index -= 1
      guard index == start || files.text[index - 1] == 0x0A else { continue }
      let (first, second) = (files.text[index], files.text[index + 1])
      if first == 0x26 || first == 0x2F && (second == 0x20 || second == 0x7B) { return index }
    }
    return nil
  }

  /// Returns the node in doubt, for a message, and its place.
  private func node(_ doubt: UnalignedBraces.Doubt) -> (name: String, place: SourceSpan) {
    var name = stream.preprocessor.files.text[doubt.opening]
    while name.last == 0x20 || name.last == 0x09 { name = name.dropLast() }
    let text =
      name.isEmpty || name.count > 64
      ? "what begins here" : "'\(PrintableText.name(name, keepingSpaces: true))'"
    return (
      text, SourceSpan(start: SourceLocation(doubt.opening.lowerBound), count: max(1, name.count))
    )
  }

  /// Returns the token that shows that something begins here which can only be outside all nodes, if
  /// it is as far left as the outermost open node: then it follows that node and is not in it.
  mutating func beginningOutside() -> Token? {
    let token = current
    guard token.flags.contains(.atLineStart), token.expansion == 0, let outermost = frames.first,
      let sign = beginningOfBlock()
    else { return nil }
    let files = stream.preprocessor.files
    let place = stream.preprocessor.place(of: outermost.name, count: 1)
    let start = files.resolve(place.span.start)
    let file = files.file(at: token.location)
    if file != files.file(at: start) {
      // The open node may be in a file that was included before.
      let isBehind = place.notes.contains { $0.span.map { files.file(at: $0.start) == file } == true }
      return isBehind || isIncludedOutside(outermost, at: start) ? sign : nil
    }
    return indentation(of: token.location) <= indentation(of: start) ? sign : nil
  }

  /// Whether the file of the current token is included outside the outermost open node.
  private func isIncludedOutside(_ outermost: Frame, at start: SourceLocation) -> Bool {
    let files = stream.preprocessor.files
    let inclusions = stream.preprocessor.place(of: stream.current.origin, count: 1).notes
    let inclusion = inclusions.first { note in
      note.span.map { files.file(at: $0.start) == files.file(at: start) } == true
    }
    guard let place = inclusion?.span?.start else { return false }
    return frames.count == 1 && indentation(of: place) <= indentation(of: start)
      || bracesMissing(since: outermost)?.doubt != nil
  }

  /// Returns the indentation of the line that contains a place, in columns.
  private func indentation(of place: SourceLocation) -> Int {
    let text = stream.preprocessor.files.text
    let start = text[..<place.index].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return UnalignedBraces.indentation(of: text.span, at: start)
  }

  /// Whether the current token begins a line that is indented more than that of an earlier token, and
  /// so continues what that token began.
  mutating func isIndentedMore(than token: Token) -> Bool {
    let current = current
    let files = stream.preprocessor.files
    guard current.flags.contains(.atLineStart), current.expansion == 0, token.expansion == 0,
      current.location != .none, token.location != .none,
      files.file(at: current.location) == files.file(at: token.location)
    else { return false }
    return indentation(of: current.location) > indentation(of: token.location)
  }

  /// Reopens the node that a superfluous brace closed right before the current token or statement, which
  /// belongs in it. Returns false, and does nothing, if anything is between that brace and its semicolon.
  mutating func reopenNode(closedAt brace: Int) -> Bool {
    guard let frame = frames.last, let node = tree.children(of: frame.node).last else { return false }
    let extent = tree.extent(of: node)
    guard extent.end != .none, brace < extent.end.index,
      stream.preprocessor.files.text[brace + 1..<extent.end.index].allSatisfy({ $0 <= 0x20 })
    else { return false }
    isNestingLost = true
    hasReopened = true
    frames.append(
      Frame(
        node: node, start: extent.start, name: extent.name, hasSubnodes: !tree.children(of: node).isEmpty))
    return true
  }

  /// Reports that something follows a subnode, and reopens the node that a superfluous brace closed
  /// before it; returns false if there is none.
  mutating func reopensNode(for what: String, at place: Token) -> Bool {
    let extra = extraBrace(before: place)
    fail(
      "property-after-subnode",
      "\(what) follows a subnode of \(describe(frames[frames.count - 1])): properties must precede subnodes",
      at: place, notes: extra.map { [note(on: $0)] } ?? [])
    guard let extra else { return false }
    return reopenNode(closedAt: extra.place)
  }

  /// Reopens the last block, which a superfluous brace closed, and reads it to its end.
  mutating func reopenBlock() {
    isNestingLost = true
    let target = blockReference == .empty ? NodeID.root : node(referredTo: blockReference)
    let block = tree.makeNode(name: .empty)
    frames.removeAll()
    frames.append(Frame(node: block, start: current.origin, name: current.origin))
    readOpenNodes()
    if let target { tree.merge(block, into: target) }
  }

  /// Returns the token with which nothing in a node begins: `/ {`, or `&label` with any label or keyword.
  private mutating func beginningOfBlock() -> Token? {
    var count = 0
    if current.kind == .slash, stream.peek(1).kind == .openBrace { return current }
    if let (_, length) = keyword() { count = length } else if isLabel { count = 2 }
    return stream.peek(count).kind == .ampersand ? stream.peek(count) : nil
  }
}
