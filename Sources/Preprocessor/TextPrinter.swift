import SourceText

/// Prints tokens as text, laid out as gcc does it.
struct TextPrinter {
  private let lineMarkers: Bool
  /// What is printed and not handed on yet.
  private var text = ByteWriter()
  /// The line of the source that the output is at, and whether anything is on it.
  private var line: UInt32 = 1
  private var hasOutput = false
  /// The place of that line in the sources.
  private var current = PrintedPlace()
  /// Text that was copied in vain, with a line that has to be printed from its tokens.
  private var wide = 0..<0
  /// The tokens of a line, and what happens between them.
  private var tokens: [Token] = []
  private var events = PlainArray<LayoutEvent>()
  /// The expansions of macros that are printed without tokens.
  private var expansion = TextExpansion()

  /// How many bytes are handed on at once, if they are handed on, and how many may gather before that.
  private static let piece = 1 << 15
  private static let room = piece + 2 * PlainLines.room
  /// At a distance of this many lines or more, gcc prints a line marker instead of newlines.
  static let mostNewlines = 8
  /// The last column that gcc knows: it asks for fifty more, and there are 4,096.
  static let mostColumns = 4046

  /// Makes a printer for the complete text, or for pieces of it that are handed on.
  init(lineMarkers: Bool, inPieces: Bool) {
    self.lineMarkers = lineMarkers
    // Memory that is not written to costs nothing. The pages of a piece are obtained at once.
    text.reserve(inPieces ? Self.room : 1 << 19)
    if inPieces { text.write(upTo: Self.room) { _, start, _ in start } }
  }

  /// Whether there is a piece to hand on.
  var hasPiece: Bool { text.count >= Self.piece }

  /// Hands on what is printed so far in complete pieces, or at the end, all of it.
  mutating func handOn(to writer: inout FileWriter, isEnd: Bool) {
    let count = isEnd ? text.count : text.count & ~(Self.piece - 1)
    let rest = text.count - count
    unsafe text.bytes.withUnsafeMutableBytes { bytes in
      unsafe writer.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      if rest > 0, let start = bytes.baseAddress {
        unsafe start.copyMemory(from: start + count, byteCount: rest)
      }
    }
    text.cut(to: rest)
  }

  mutating func begin(_ path: String, at start: Int, hasForcedFiles: Bool) {
    current.begin(path, at: start)
    guard lineMarkers else { return }
    put("# 0 ")
    put(quoted: path)
    put("\n# 0 \"<built-in>\"\n# 0 \"<command-line>\"\n")
    if hasForcedFiles { return }
    put("# 1 ")
    put(quoted: path)
    put("\n")
  }

  /// Ends the output after the last token.
  mutating func end() {
    if hasOutput { put(0x0A) }
  }

  mutating func finish() -> [UInt8] { text.finish() }

  /// Prints the next line's tokens; false if there are none.
  mutating func printTokens(_ preprocessor: inout Preprocessor) -> Bool {
    tokens.removeAll(keepingCapacity: true)
    let number = preprocessor.putCount
    // Only a few at a time, so that they take little memory.
    _ = preprocessor.fillLine(&tokens, most: 256)
    swap(&events, &preprocessor.layout)
    if tokens.isEmpty, events.isEmpty { return false }
    print(tokens, events, from: number, preprocessor)
    events.removeAll()
    return true
  }

  /// Prints what happens before the next token.
  mutating func printLayout(_ preprocessor: inout Preprocessor) {
    swap(&events, &preprocessor.layout)
    for event in events { take(event.kind, preprocessor) }
    events.removeAll()
  }

  /// Prints tokens with what happens between them; `number` is the number of the first one.
  private mutating func print(
    _ tokens: [Token], _ events: PlainArray<LayoutEvent>, from number: Int, _ preprocessor: Preprocessor
  ) {
    let source = preprocessor.files.text
    var first = 0
    for event in events {
      let next = min(max(event.before - number, first), tokens.count)
      put(tokens.span.extracting(first..<next), source.span, preprocessor.names)
      first = next
      take(event.kind, preprocessor)
    }
    put(tokens.span.extracting(first..<tokens.count), source.span, preprocessor.names)
  }

  /// Prints the lines that can be taken from the text, up to the first that cannot, or until they make a
  /// piece.
  mutating func printPlainLines(_ preprocessor: inout Preprocessor, inPieces: Bool) {
    let source = preprocessor.files.text
    let (range, _) = preprocessor.plainText()
    current.count(to: range.lowerBound, source.span)
    var lines = PlainLines(
      from: range.lowerBound, line: current.line, lineStart: current.lineStart, outputLine: Int(line),
      hasOutput: hasOutput)
    lines.wide = wide
    var stop = PlainLines.Stop.noRoom
    while stop != .otherLine {
      // To undo what was written to reach a line that then turns out not to be plain.
      let before = (count: text.count, line: line, hasOutput: hasOutput, end: lines.end)
      if stop == .farLine {
        goTo(line: lines.line)
        lines.outputLine = Int(line)
        lines.hasOutput = false
      }
      text.write(upTo: 2 * PlainLines.room) { output, place, end in
        let copied = lines.copy(
          source.span, limit: range.upperBound, lineMarkers: lineMarkers, &preprocessor, &expansion,
          into: &output,
          at: place, upTo: end)
        stop = copied.stop
        return copied.place
      }
      if lines.end == before.end, stop == .otherLine {
        text.cut(to: before.count)
        line = before.line
        hasOutput = before.hasOutput
        break
      }
      line = UInt32(truncatingIfNeeded: lines.outputLine)
      hasOutput = lines.hasOutput
      if inPieces, stop == .noRoom, hasPiece { break }
    }
    current.skip(to: lines.position, line: lines.line, lineStart: lines.lineStart)
    wide = lines.wide
    if lines.isEmpty { return }
    preprocessor.skip(to: lines.end, isAtLineStart: false)
    if lines.isBehindExpansion(source.span, lines.end) { preprocessor.output.pad(.none) }
  }

  private mutating func put(_ tokens: Span<Token>, _ source: Span<UInt8>, _ names: SymbolTable) {
    guard tokens.count > 0 else { return }
    hasOutput = true
    var index = 0
    while index < tokens.count {
      text.write(upTo: 1 << 10) { output, place, end in
        var raw = unsafe output.mutableBytes
        var place = place
        // Nearly all are shorter than a block; bytes copied in excess are overwritten by the next token.
        while index < tokens.count, place &+ 1 &+ TextBlock.size <= end {
          let token = tokens[index]
          let start = token.location.index
          let length = token.length(names)
          guard length <= TextBlock.size, start &+ TextBlock.size <= source.count else { break }
          if token.flags.contains(.spaceBefore) {
            raw.storeBytes(of: 0x20, toByteOffset: place, as: UInt8.self)
            place &+= 1
          }
          raw.storeBytes(of: source.block(at: start), toByteOffset: place, as: TextBlock.self)
          place &+= length
          index &+= 1
        }
        return place
      }
      guard index < tokens.count else { break }
      let token = tokens[index]
      if token.flags.contains(.spaceBefore) { text.append(0x20) }
      let start = token.location.index
      text.append(few: source.extracting(start..<start + token.length(names)))
      index += 1
    }
  }

  private mutating func put(_ byte: UInt8) { text.append(byte) }

  private mutating func take(_ event: LayoutEvent.Kind, _ preprocessor: Preprocessor) {
    switch event {
    case .line(let location):
      let place = current.position(of: location, preprocessor)
      goTo(line: place.line)
      indent(to: place.column)
    case .enter(let file, let owner, let from):
      // Without markers, the file's first line goes on where a call continues in it.
      if lineMarkers { goTo(line: current.position(of: from, preprocessor).line) }
      current.owner = owner
      current.change(to: file, at: nil, preprocessor)
      mark(line: 1, " 1")
    case .renumber(let file, let start):
      current.change(to: file, at: start, preprocessor)
      mark(line: current.line, "")
    case .pragmaOperator(let location, let column):
      goTo(line: current.position(of: location, preprocessor).line)
      indent(to: column)
    case .systemHeader(let file, let end, let countsLine):
      current.owner = .system
      current.change(to: file, at: end, preprocessor)
      mark(line: current.position(of: end, preprocessor).line + (countsLine ? 1 : 0), "")
    case .enterForced(let file, let owner):
      current.owner = owner
      current.change(to: file, at: nil, preprocessor)
      mark(line: 1, " 1")
    case .leaveForced(let source):
      current.leaveFiles()
      mark(line: 0, " 2")
      if let source {
        current.change(to: source, at: nil, preprocessor)
        mark(line: 1, "")
      }
    case .leave(let file, let owner, let location):
      current.owner = owner
      current.change(to: file, at: location, preprocessor)
      mark(line: current.position(of: location, preprocessor).line + 1, " 2")
    }
  }

  /// Begins a line with a token in this column, which adds a blank of its own. gcc does not count columns as
  /// far as the end of very long lines.
  private mutating func indent(to column: Int) {
    if column <= Self.mostColumns {
      for _ in 0..<max(0, column - 2) { put(0x20) }
    }
    hasOutput = true
  }

  private mutating func goTo(line number: Int) {
    if hasOutput {
      put(0x0A)
      line &+= 1
      hasOutput = false
    }
    guard lineMarkers else { return }
    // Near the last possible number, the sum wraps around.
    let wanted = UInt32(truncatingIfNeeded: number)
    if wanted >= line, wanted < line &+ UInt32(Self.mostNewlines) {
      while line < wanted {
        put(0x0A)
        line += 1
      }
    } else {
      mark(line: number, "")
    }
  }

  private mutating func mark(line number: Int, _ flag: String) {
    guard lineMarkers else { return }
    if hasOutput {
      put(0x0A)
      hasOutput = false
    }
    line = UInt32(truncatingIfNeeded: number)
    text.append("# " as StaticString)
    text.append(decimal: Int(line))
    put(0x20)
    put(quoted: current.path)
    put(flag)
    text.append(current.owner.flags)
    put(0x0A)
  }

  private mutating func put(_ text: String) {
    for byte in text.utf8 { put(byte) }
  }

  private mutating func put(quoted path: String) {
    var path = path
    put(0x22)
    path.withUTF8 { bytes in
      let bytes = unsafe Span(_unsafeElements: bytes)
      var start = 0
      var end = CharacterClass.stringEnd(bytes, 0)
      while end < bytes.count {
        text.append(bytes.extracting(start..<end))
        text.append(0x5C)
        if bytes[end] == 0x0A { text.append(0x6E) }
        start = bytes[end] == 0x0A ? end + 1 : end
        end = CharacterClass.stringEnd(bytes, end + 1)
      }
      text.append(bytes.extracting(start..<bytes.count))
    }
    put(0x22)
  }
}

extension Token {
  /// The number of bytes in its spelling.
  @inline(__always)
  fileprivate func length(_ names: SymbolTable) -> Int {
    kind == .identifier ? names.length(symbol) : length
  }
}
