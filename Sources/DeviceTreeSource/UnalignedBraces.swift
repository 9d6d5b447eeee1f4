import Preprocessor
import SourceText

/// A '}' that stands further left or right than the line with its '{'.
///
/// A brace that is missing, or one too many, is noticed far behind its place: where a block begins or the source ends,
/// and until then each node was closed by the brace of another. But whoever wrote them indented them as they were
/// meant, so the first pair that does not line up is next to the fault. It is looked for in the text, once there is
/// such an error.
struct UnalignedBraces {
  /// Which way a closing brace stands from where its node begins.
  enum Side { case left, right }

  /// Where the line with the opening brace has its first byte that is no blank, and that up to the brace.
  let opening: Range<Int>
  let closing: Int

  /// A line of the text: where its first byte is that is no blank, and in which column.
  private struct Line {
    let first: Int
    let column: Int

    init(_ text: Span<UInt8>, at start: Int, _ end: Int) {
      var index = start
      var column = 0
      while index < end, text[index] == 0x20 || text[index] == 0x09 {
        column = text[index] == 0x09 ? (column | 7) + 1 : column + 1
        index += 1
      }
      first = index
      self.column = column
    }
  }

  /// The first one in a range of a text that begins with a line, whose closing brace stands to that side.
  init?(_ side: Side, in text: Span<UInt8>, _ range: Range<Int>) {
    var open: [(line: Line, brace: Int)] = []
    var line = Line(text, at: range.lowerBound, range.upperBound)
    var index = line.first
    while index < range.upperBound {
      let start = index
      switch text[index] {
      case 0x0A:
        line = Line(text, at: index + 1, range.upperBound)
        index = line.first
        continue
      case 0x7B: open.append((line, index))
      case 0x7D:
        guard let (opening, brace) = open.popLast() else { break }
        if index == line.first, side == .left ? line.column < opening.column : line.column > opening.column {
          self.opening = opening.first..<brace
          closing = index
          return
        }
      case 0x22: index = Self.end(ofQuote: text, index, range.upperBound)
      case 0x27 where index + 2 < range.upperBound && text[index + (text[index + 1] == 0x5C ? 3 : 2)] == 0x27:
        index += text[index + 1] == 0x5C ? 3 : 2
      case 0x2F:
        if let end = LineScan.commentEnd(text, index, range.upperBound) { index = end - 1 }
      case 0x23 where index == line.first: index = Self.end(ofDefinition: text, index, range.upperBound)
      default: break
      }
      index += 1
      // What was passed may have gone over lines.
      if index - start > 1,
        let newline = (start..<min(index, range.upperBound)).last(where: { text[$0] == 0x0A })
      {
        line = Line(text, at: newline + 1, range.upperBound)
        index = max(index, line.first)
      }
    }
    return nil
  }

  /// The index of the quote that ends a string, or the last one before `limit`.
  private static func end(ofQuote text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var index = start + 1
    while index < limit, text[index] != 0x22 { index += text[index] == 0x5C ? 2 : 1 }
    return min(index, limit - 1)
  }

  /// The index of the last byte before the end of a line that begins with `#define`, with those that it goes on to; of
  /// its `#` if it begins otherwise.
  private static func end(ofDefinition text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var word = start + 1
    while word < limit, text[word] == 0x20 || text[word] == 0x09 { word += 1 }
    let define: [UInt8] = Array("define".utf8)
    guard word + define.count <= limit, define.indices.allSatisfy({ text[word + $0] == define[$0] }) else {
      return start
    }
    var index = word
    while index + 1 < limit, text[index + 1] != 0x0A || text[index] == 0x5C { index += 1 }
    return index
  }
}

extension SourceParser {
  /// What may be said of a brace that is missing up to the current token, behind the beginning of the outermost open node.
  func notesOnMissingBrace() -> [Diagnostic.Note] {
    guard let outermost = frames.first else { return [] }
    let start = span(outermost.name).start
    guard let (braces, place) = unalignedBraces(.left, from: start) else { return [] }
    return [
      .init("a '};' may be missing for \(place.name)", at: place.span),
      .init(
        "the '}' that closes it stands further left",
        at: SourceSpan(start: SourceLocation(braces.closing), count: 1)),
    ]
  }

  /// What may be said of a brace too many before the current token, which stands outside of all nodes.
  func notesOnExtraBrace() -> [Diagnostic.Note] {
    guard let start = lastBlockStart(), let (braces, opened) = unalignedBraces(.right, from: start) else {
      return []
    }
    return [
      .init(
        "this '}' may be one too many: it stands further right than \(opened.name), which it closes",
        at: SourceSpan(start: SourceLocation(braces.closing), count: 1))
    ]
  }

  /// The last line before the current token at whose very beginning a block begins.
  private func lastBlockStart() -> SourceLocation? {
    let files = stream.preprocessor.files
    let place = span(stream.current.origin).start
    guard place != .none, let file = files.file(at: place) else { return nil }
    let start = files.file(file).range.lowerBound
    var index = place.index
    while index > start {
      index -= 1
      guard index == start || files.text[index - 1] == 0x0A else { continue }
      let (first, second) = (files.text[index], files.text[index + 1])
      if first == 0x26 || first == 0x2F && (second == 0x20 || second == 0x7B) { return SourceLocation(index) }
    }
    return nil
  }

  /// The first such braces between a place and the current token, or its file's end if that is in another one. Of
  /// errors in a row the later ones follow from the first.
  private func unalignedBraces(
    _ side: UnalignedBraces.Side, from start: SourceLocation
  ) -> (UnalignedBraces, (name: String, span: SourceSpan))? {
    let files = stream.preprocessor.files
    let start = files.resolve(start)
    guard errorCount == 0, let file = files.file(at: start) else { return nil }
    let range = files.file(file).range
    let here = span(stream.current.origin).start
    let end = here != .none && files.file(at: here) == file ? here.index : range.upperBound
    var first = start.index
    while first > range.lowerBound, files.text[first - 1] != 0x0A { first -= 1 }
    guard first < end, let braces = UnalignedBraces(side, in: files.text.span, first..<end) else {
      return nil
    }
    var name = files.text[braces.opening]
    while name.last == 0x20 || name.last == 0x09 { name = name.dropLast() }
    let text =
      name.isEmpty || name.count > 64
      ? "what begins here" : "'\(PrintableText.name(name, keepingSpaces: true))'"
    return (
      braces, (text, SourceSpan(start: SourceLocation(braces.opening.lowerBound), count: max(1, name.count)))
    )
  }

  /// What shows that something begins here which can only stand outside of all nodes, if it is as far left as the
  /// outermost open node: then it is behind that one, and not in it.
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
      // The open node may stand in a file that is included before.
      let isBehind = place.notes.contains { $0.span.map { files.file(at: $0.start) == file } == true }
      return isBehind ? sign : nil
    }
    let text = files.text
    func indentation(_ place: Int) -> Int { place - (text[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) }
    return indentation(token.location.index) <= indentation(start.index) ? sign : nil
  }

  /// The token by which what begins here cannot stand in a node: `/ {`, `&label`, a label before that, or a keyword.
  private mutating func beginningOfBlock() -> Token? {
    var count = 0
    if current.kind == .slash, stream.peek(1).kind == .openBrace { return current }
    if let (_, length) = keyword() { count = length } else if isLabel { count = 2 }
    return stream.peek(count).kind == .ampersand ? stream.peek(count) : nil
  }
}
