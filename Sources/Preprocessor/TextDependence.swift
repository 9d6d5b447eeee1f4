import SourceText

/// What the meaning of a range of text depends on besides itself: which of its words are macros, and how
/// those are defined, with all the words that their definitions bring in.
///
/// It contains too many words rather than too few: whatever the text is expanded to, and in whatever order,
/// comes from these words. Text for which more than that would have to be known (a directive, `__COUNTER__`,
/// a pasted name) has no such record. Words that begin with a lower-case letter are the names of nodes,
/// properties and labels by the hundred, and hardly any macro has such a name: they are left out, and if
/// there is such a macro, nothing is known to mean what it meant.
public struct TextDependence: Sendable {
  /// A macro, and the place of its definition.
  private struct Definition: Sendable, BitwiseCopyable {
    let name: Symbol
    let location: SourceLocation
  }

  /// A word that must not be a macro: its place, and its bit in a `NameFilter`.
  private struct Word: Sendable, BitwiseCopyable {
    let start: UInt32
    let length: UInt16
    let bit: UInt16
  }

  private var definitions = PlainArray<Definition>()
  private var words = PlainArray<Word>()

  /// The size of the record in bytes.
  public var size: Int {
    definitions.count * MemoryLayout<Definition>.stride + words.count * MemoryLayout<Word>.stride
  }

  /// Finds what a range of text depends on; nil if it contains anything for which that cannot be told.
  init?(of range: Range<Int>, _ preprocessor: inout Preprocessor) {
    guard !preprocessor.macroNames.hasSmallNames else { return nil }
    var known = SymbolTable(minimumCapacity: min(range.count / 64, 1 << 10))
    var pending = PlainArray<Symbol>()
    guard take(range, isBody: false, &known, &pending, &preprocessor) else { return nil }
    // Definitions are examined like the text itself.
    while let name = pending.popLast() {
      guard let body = preprocessor.definitionText(of: name),
        take(body, isBody: true, &known, &pending, &preprocessor)
      else { return nil }
    }
    // The record is kept for a long time.
    definitions.fit()
    words.fit()
  }

  private mutating func take(
    _ range: Range<Int>, isBody: Bool, _ known: inout SymbolTable, _ pending: inout PlainArray<Symbol>,
    _ preprocessor: inout Preprocessor
  ) -> Bool {
    let text = preprocessor.files.text
    var scan = WordScan(range, isBody: isBody)
    while let word = scan.next(text.span, &preprocessor) {
      let count = known.count
      let bytes = text.span.extracting(word)
      let hash = SymbolHash.of(bytes)
      _ = known.intern(bytes, hash: hash)
      guard known.count > count else { continue }
      let bit = NameFilter.index(bytes, 0, bytes.count)
      if preprocessor.macroNames.has(bit), let name = preprocessor.names.find(bytes, hash: hash),
        let macro = preprocessor.macro(named: name)
      {
        if case .builtin = preprocessor.macros[macro].form { return false }
        definitions.append(Definition(name: name, location: preprocessor.macros[macro].location))
        pending.append(name)
      } else {
        guard let length = UInt16(exactly: word.count), let bit = UInt16(exactly: bit) else { return false }
        words.append(Word(start: UInt32(truncatingIfNeeded: word.lowerBound), length: length, bit: bit))
      }
    }
    return scan.isPlain
  }

  /// Whether everything that the text depends on is still the same.
  func holds(_ preprocessor: inout Preprocessor) -> Bool {
    guard !preprocessor.macroNames.hasSmallNames else { return false }
    for index in definitions.indices {
      let definition = definitions[index]
      guard let macro = preprocessor.macro(named: definition.name),
        preprocessor.macros[macro].location == definition.location
      else { return false }
    }
    for index in words.indices where preprocessor.macroNames.has(Int(words[index].bit)) {
      let (start, length) = (Int(words[index].start), Int(words[index].length))
      if preprocessor.isMacro(preprocessor.files.text.span.extracting(start..<start + length)) {
        return false
      }
    }
    return true
  }
}

extension Preprocessor {
  /// What a range of the innermost file's text depends on; nil if that cannot be told.
  public mutating func dependence(of range: Range<Int>) -> TextDependence? {
    // Each source has to be warned of a NUL in the file.
    guard keepsText, let file = inputs.last?.file, !facts[original(of: file).index].hasKnownNUL else {
      return nil
    }
    return TextDependence(of: range, &self)
  }

  /// Whether a range of text still means what it meant.
  public mutating func holds(_ dependence: borrowing TextDependence) -> Bool {
    keepsText && dependence.holds(&self)
  }

  /// Counts tokens of expansions in a text that is not read again; false, having done nothing, if they are
  /// too many.
  public mutating func noteExpansion(ofTokens count: Int) -> Bool {
    guard expandedTokens + count < options.expandedTokens else { return false }
    expandedTokens += count
    return true
  }

  /// Whether the file being read may be read again for another source, with all definitions known by symbol.
  public var mayRepeat: Bool { keepsText && inputs.count > 1 }

  private var keepsText: Bool { sourceCount > 1 && !notesDefinitions && !hasPoison && !hasLayout }

  /// How many files are being read, one inside another, and how many diagnostics there are.
  public var progress: (files: Int, diagnostics: Int) { (inputs.count, diagnostics.count) }

  /// The text of a macro's definition from its name on; nil if there is none.
  fileprivate mutating func definitionText(of name: Symbol) -> Range<Int>? {
    guard let macro = macro(named: name), macros[macro].location != .none else { return nil }
    let start = macros[macro].location.index
    let text = files.text.span
    var end = start
    // Every file is followed by a newline that we added.
    while end < text.count {
      if text[end] == 0x0A {
        // Blanks between a backslash and the line's end make no difference.
        var before = end - 1
        while before > start, text[before] <= 0x20, text[before] != 0x0A { before -= 1 }
        if text[before] != 0x5C { break }
      }
      end += 1
    }
    return start..<end
  }
}

/// Goes over text from word to word, skipping words that begin with a lower-case letter, comments, strings
/// and numbers.
private struct WordScan {
  private var position: Int
  private let end: Int
  /// Whether the text is a macro's definition, whose lines may be joined.
  private let isBody: Bool
  /// Whether nothing so far means more than its words.
  private(set) var isPlain = true

  init(_ range: Range<Int>, isBody: Bool) {
    position = range.lowerBound
    end = range.upperBound
    self.isBody = isBody
  }

  /// The next word; nil at the end, or at something that is not plain.
  mutating func next(_ text: Span<UInt8>, _ preprocessor: inout Preprocessor) -> Range<Int>? {
    while isPlain {
      if !isBody { goToMark(text) }
      guard position < end else { break }
      let byte = text[position]
      guard CharacterClass.isIdentifierPart(byte) else {
        if byte <= 0x20 { position += 1 } else { pass(byte, text, &preprocessor) }
        continue
      }
      let start = position
      position = min(CharacterClass.identifierEnd(text, start), end)
      // No word begins in the middle of another word or of a number.
      if byte >= 0x40, byte < 0x60, !CharacterClass.isIdentifierPart(text[start - 1]) {
        return start..<position
      }
    }
    return nil
  }

  /// Goes to the next byte that must be examined.
  @inline(__always)
  private mutating func goToMark(_ text: Span<UInt8>) {
    let marks = LineMarks(hasSmallNames: false)
    while position < end, position &+ TextBlock.size <= text.count {
      let block = text.block(at: position)
      let printed = block.replacing(with: TextBlock(repeating: 0x20), where: block.has(0x09))
      let tokens = marks.ofTokens(printed, before: text.block(at: position &- 1))
      let events = tokens .| LineMarks.ofBytes(printed, block.has(0x0A)) .| block.has(0x22) .| block.has(0x25)
      let found = events.first
      position &+= found
      if found < TextBlock.size { return }
    }
  }

  private mutating func pass(_ byte: UInt8, _ text: Span<UInt8>, _ preprocessor: inout Preprocessor) {
    let following = position + 1 < end ? text[position + 1] : 0
    switch byte {
    case 0x22, 0x27: passString(byte, text)
    case 0x2F where following == 0x2A || following == 0x2F:
      // `//` in a definition may continue on the next line.
      guard let end = LineScan.commentEnd(text, position, end), !(isBody && following == 0x2F) else {
        return isPlain = false
      }
      position = end
      // A directive may begin after a comment.
      if position < self.end, text[position] == 0x23 { passHash(text, &preprocessor) }
    // `/include/` and `/incbin/` bring in other text.
    case 0x2F where following == 0x69: isPlain = false
    case 0x23: passHash(text, &preprocessor)
    // A line joined without a blank before it may split a word, a comment's beginning or a `##` in two.
    case 0x5C where !isBody || text[position - 1] > 0x20: isPlain = false
    // `%:` is another spelling of `#`.
    case 0x25 where following == 0x3A: isPlain = false
    default: position += 1
    }
  }

  private mutating func passHash(_ text: Span<UInt8>, _ preprocessor: inout Preprocessor) {
    let pastes = position + 1 < end && text[position + 1] == 0x23
    isPlain = isBody ? !pastes : !isDirective(text, &preprocessor)
    position += 1
  }

  private mutating func passString(_ quote: UInt8, _ text: Span<UInt8>) {
    position += 1
    while position < end, text[position] != quote {
      // To gcc, a string that is not closed on its line is not a string.
      if text[position] == 0x0A { return isPlain = false }
      if text[position] == 0x5C {
        position += 1
        if position < end, text[position] == 0x0A || text[position] == 0x0D { return isPlain = false }
      }
      position += 1
    }
    guard position < end else { return isPlain = false }
    position += 1
  }

  /// Whether this `#` would begin a directive at a line's start; without a name after it, it may.
  private func isDirective(_ text: Span<UInt8>, _ preprocessor: inout Preprocessor) -> Bool {
    var start = position + 1
    while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
    guard start < end, CharacterClass.isIdentifierStart(text[start]) else { return true }
    return preprocessor.isDirective(
      text.extracting(start..<min(CharacterClass.identifierEnd(text, start), end)))
  }
}
