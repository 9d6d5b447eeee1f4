import SourceText

/// The parts of a line that are more than text to copy: words, macros, blanks and comments, a `#` at its
/// start.
extension PlainLines {
  /// Copies a range of text in full blocks, and with it some of what follows; returns where the copy of the
  /// range ends, nil if there is no room.
  @inline(__always)
  static func copyWord(
    _ text: Span<UInt8>, _ word: Range<Int>, _ output: inout MutableRawSpan, _ place: Int, _ outputEnd: Int
  ) -> Int? {
    let count = word.upperBound &- word.lowerBound
    guard place &+ count &+ TextBlock.size <= outputEnd,
      word.lowerBound &+ count &+ TextBlock.size <= text.count
    else { return nil }
    var offset = 0
    repeat {
      output.storeBytes(
        of: text.block(at: word.lowerBound &+ offset), toByteOffset: place &+ offset, as: TextBlock.self)
      offset &+= TextBlock.size
    } while offset < count
    return place &+ count
  }

  /// Copies the expansion of a macro; returns the index after its name or call and where the copy ends, nil
  /// if that takes tokens or there is no room.
  static func copyExpansion(
    _ text: Span<UInt8>, _ word: Range<Int>, bit: Int, _ preprocessor: inout Preprocessor,
    _ expansion: inout TextExpansion, _ output: inout MutableRawSpan, _ place: Int, _ outputEnd: Int
  ) -> (next: Int, place: Int)? {
    guard place > 0 else { return nil }
    let before = unsafe output.bytes.unsafeLoad(fromByteOffset: place &- 1, as: UInt8.self)
    guard let next = expansion.expand(word, bit: bit, text, after: before, &preprocessor) else { return nil }
    let count = expansion.bytes.count
    // Full blocks are copied, so there must be room after the end.
    expansion.bytes.write(upTo: TextBlock.size) { _, end, _ in end }
    return copyWord(expansion.bytes.bytes.span, 0..<count, &output, place, outputEnd).map {
      (next, $0)
    }
  }

  /// Whether a name after this byte is a word of its own: after a dot or a sign, it may belong to a number.
  static func isOpen(_ byte: UInt8) -> Bool { byte != 0x2E && byte != 0x2B && byte != 0x2D }

  /// Whether a byte right after a number would be read as part of it.
  static func clings(_ byte: UInt8) -> Bool {
    byte == 0x2E || byte == 0x2B || byte == 0x2D || byte == 0x22 || byte == 0x27 || byte == 0x5C
  }

  /// The index after blanks and comments on one line; nil if that needs a closer look, as for a comment of
  /// several lines.
  static func endOfBlanks(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var position = start
    while true {
      let byte = text[position]
      if byte == 0x20 || byte == 0x09 {
        position &+= 1
      } else if byte == 0x2F, text[position &+ 1] == 0x2F || text[position &+ 1] == 0x2A {
        guard let next = LineScan.commentEnd(text, position, limit) else { return nil }
        if text[position &+ 1] == 0x2A {
          let comment = text.newlines(in: position..<next)
          guard comment.count == 0 else { return nil }
        }
        position = next
      } else {
        return byte == 0x0A || byte > 0x20 ? position : nil
      }
    }
  }

  /// Whether the `#` at a line's start may begin a directive.
  static func mayBeDirective(
    _ text: Span<UInt8>, _ hash: Int, _ preprocessor: inout Preprocessor
  ) -> Bool {
    let first = hash &+ 1
    guard CharacterClass.isIdentifierStart(text[first]) else { return true }
    let end = CharacterClass.identifierEnd(text, first)
    // In most sources, lines begin with `#` for other reasons.
    return DirectiveWords.mayBegin(with: text[first], count: end &- first)
      && preprocessor.isDirective(text.extracting(first..<end))
  }
}
