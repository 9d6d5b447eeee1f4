import SourceText

/// Taking common definitions straight from the text: headers define thousands of macros that a board
/// never uses, so their bodies are split into tokens only when they are first used.
extension Preprocessor {
  /// Carries out the `#define`s on the innermost file's next lines, as long as each one is of a new
  /// object-like macro whose body needs no closer look. Returns false, having done nothing, if the first one
  /// is not.
  mutating func defineFromText() -> Bool {
    guard !hasPoison else { return false }
    let last = inputs.count - 1
    let start = inputs[last].next
    if defineKnown(in: last) { defineNew(in: last) }
    guard inputs[last].next > start else { return false }
    if inputs[last].guardState != .inside { inputs[last].guardState = .none }
    return true
  }

  /// Carries out or notes definitions that are not known yet.
  private mutating func defineNew(in last: Int) {
    let text = files.text
    let limit = inputs[last].limit
    let file = inputs[last].file.index
    var position = inputs[last].next
    var flags = inputs[last].nextFlags
    if notesDefinitions, settledNames < names.count { settle() }
    while true {
      if notesDefinitions {
        let start = position
        noted.append(
          linesOf: text.span, from: &position, limit: limit, to: &macroNames, &plainNames,
          except: symbolNames, names)
        if position > start { flags = .atLineStart }
        guard position < limit, text[position] == 0x23 else { break }
      }
      guard let plain = PlainDefinition(text.span, at: position, limit: limit) else { break }
      let start = position
      let bit = NameFilter.index(text.span, plain.name.lowerBound, plain.name.upperBound)
      if notesDefinitions, canNote(plain.name, bit, text.span) {
        noted.append(plain.name, bit: bit)
        noteName(bit, isSmall: false)
        position = LineScan.skipBlanks(text.span, plain.end, limit, &flags)
        guard position < limit, text[position] == 0x23, flags.contains(.atLineStart) else { break }
        continue
      }
      let name = names.intern(text.span.extracting(plain.name))
      guard macro(named: name) == nil, !words.isReserved(name) else { break }
      add(name, plain.name, plain.body, text.span)
      position = LineScan.skipBlanks(text.span, plain.end, limit, &flags)
      let isFollowed = position < limit && text[position] == 0x23 && flags.contains(.atLineStart)
      // A source that is compiled alone reads no header twice.
      if !notesDefinitions {
        while definitions.count <= file { definitions.append(PlainArray()) }
        if (definitions[file].last?.start ?? 0) < start {
          definitions[file].append(
            KnownDefinition(
              name: name, bit: bit, isSmall: text[plain.name.lowerBound] >= 0x60, plain, start: start,
              next: position, nextFlags: flags, isFollowed: isFollowed))
        } else {
          // The known definitions are incomplete then: this one was not new when those after it were kept.
          inputs[last].hasMore = true
        }
      }
      guard isFollowed else { break }
    }
    inputs[last].next = position
    inputs[last].nextFlags = flags
  }

  /// Defines the macro whose name and body are at these ranges of the text.
  @inline(__always)
  mutating func add(_ name: Symbol, _ place: Range<Int>, _ body: Range<Int>, _ text: Span<UInt8>) {
    makeRoom(for: name)
    macros.append(Macro(name: name, text: body, location: SourceLocation(place.lowerBound)))
    macroIndex[name.index] = UInt32(truncatingIfNeeded: macros.count)
    noteName(
      NameFilter.index(text, place.lowerBound, place.upperBound), isSmall: text[place.lowerBound] >= 0x60)
  }

  /// Whether a name is neither a symbol nor noted already, and there is room for it; the filters mostly
  /// decide.
  @inline(__always)
  private mutating func canNote(_ name: Range<Int>, _ bit: Int, _ text: Span<UInt8>) -> Bool {
    NotedDefinitions.mayBegin(text[name.lowerBound]) && name.count <= NotedDefinitions.longestName
      && !(symbolNames.has(bit) && names.find(text.extracting(name)) != nil)
      && (!macroNames.has(bit) || noted.hasRoom(for: text.extracting(name), bit: bit, in: text))
  }

  /// Records in `plainNames` and `macroNames` that a name with this bit is a macro's now.
  @inline(__always)
  mutating func noteName(_ bit: Int, isSmall: Bool) {
    plainNames.noteDefinition(at: bit, isSmall: isSmall)
    macroNames.insert(bit, isSmall: isSmall)
  }

  /// Splits the body of a macro into tokens.
  mutating func readBody(of macro: Int) {
    let start = store.count
    var tokenizer = Tokenizer(words: words, flags: .spaceBefore)
    let text = files.text
    tokenizer.tokenize(text.span, macros[macro].body, names: &names, into: &store)
    if tokenizer.hasWideTokens { hasWideTokens = true }
    let location = macros[macro].location
    let name = Token(.identifier, at: location, payload: macros[macro].name.rawValue)
    // There is no `##` in it, so nothing can be wrong.
    guard let read = makeMacro(name, .object, PlainArray(), start..<store.count - 1) else { return }
    macros[macro].read(read.body)
    macros[macro].isOneToken = read.isOneToken
  }
}

/// Where the parts of a `#define` are in the text.
struct PlainDefinition {
  let name: Range<Int>
  /// The body without the blanks around it.
  let body: Range<Int>
  /// The index of the line's end.
  let end: Int

  /// Whether there is a `#define` and a space at `start`, which is how nearly all of them are written.
  @inline(__always)
  static func isUsual(_ text: Span<UInt8>, _ start: Int) -> Bool {
    text.littleEndianWord(at: start) == 0x2065_6E69_6665_6423
  }

  /// The definition that begins with the `#` at `start`; nil if it is not of an object-like macro, or
  /// if it needs a closer look.
  @inline(__always)
  init?(_ text: Span<UInt8>, at start: Int, limit: Int) {
    guard start &+ 10 < limit else { return nil }
    guard text.littleEndianWord(at: start) & 0x00FF_FFFF_FFFF_FFFF == 0x0065_6E69_6665_6423 else {
      return nil
    }
    var position = start &+ 7
    guard text[position] == 0x20 || text[position] == 0x09 else { return nil }
    while text[position] == 0x20 || text[position] == 0x09 { position &+= 1 }
    let first = position
    guard CharacterClass.isIdentifierStart(text[first]) else { return nil }
    position = CharacterClass.identifierEnd(text, first)
    name = first..<position
    guard let (body, end) = Self.body(text, position, limit) else { return nil }
    self.body = body
    self.end = end
  }

  /// The body after the name that ends at `start`, without the blanks around it, and the index of the line's
  /// end; nil if finding that end needs a closer look.
  static func body(
    _ text: Span<UInt8>, _ start: Int, _ limit: Int
  ) -> (body: Range<Int>, after: Int)? {
    var first = start
    while text[first] == 0x20 || text[first] == 0x09 { first &+= 1 }
    guard first > start || text[first] == 0x0A, first <= limit else { return nil }
    var after = plainEnd(text, first)
    while text[after] != 0x0A {
      switch text[after] {
      case 0x2F:
        // A division, or the comment that ends the line.
        guard text[after &+ 1] == 0x2F || text[after &+ 1] == 0x2A else {
          after &+= 1
          break
        }
        guard let lineEnd = endOfComments(text, after) else { return nil }
        return lineEnd <= limit ? trimmed(first..<after, text, lineEnd) : nil
      case 0x22:
        guard let next = stringEnd(text, after) else { return nil }
        after = next
      case 0x5C:
        guard let next = LineScan.joinedLine(text, after) else { return nil }
        after = next
      default: return nil
      }
      after = plainEnd(text, after)
    }
    return after <= limit ? trimmed(first..<after, text, after) : nil
  }

  private static func trimmed(
    _ body: Range<Int>, _ text: Span<UInt8>, _ after: Int
  ) -> (body: Range<Int>, after: Int)? {
    var end = body.upperBound
    while end > body.lowerBound, CharacterClass.isBlank(text[end &- 1]) { end &-= 1 }
    // There is no line after a backslash at the end.
    return end > body.lowerBound && text[end &- 1] == 0x5C ? nil : (body.lowerBound..<end, after)
  }

  /// The index after the string that begins with the quote at `start`; nil if it contains more than plain
  /// text.
  private static func stringEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    var position = start &+ 1
    while text[position] != 0x22 {
      guard text[position] >= 0x20, text[position] < 0x7F, text[position] != 0x5C else { return nil }
      position &+= 1
    }
    return position &+ 1
  }

  /// The index of the line's end, for a definition whose name ends at `start` and in which nothing before
  /// `mark` needs a closer look; nil if finding that end needs one.
  static func after(_ text: Span<UInt8>, _ start: Int, from mark: Int, _ limit: Int) -> Int? {
    if text[mark] == 0x2F, text[mark &+ 1] == 0x2A || text[mark &+ 1] == 0x2F {
      guard let after = endOfComments(text, mark) else { return nil }
      return after <= limit ? after : nil
    }
    return body(text, start, limit)?.after
  }

  /// Whether a byte of a body needs a closer look: the body may have a comment, string or `#` in it, be
  /// joined with the next line, or not be text at all.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, 0x22, 0x23, 0x27, 0x2F, 0x5C: true
    default: byte >= 0x80
    }
  }

  /// Which bytes need a closer look in this sense, or are newlines.
  @inline(__always)
  static func marks(_ block: TextBlock) -> BlockMask {
    let quotesAndSlash = block.has(0x22, count: 2) .| (block & TextBlock(repeating: 0xF7)).has(0x27)
    return quotesAndSlash .| block.has(0x5C) .| block.has(0x0A) .| block.isBelow(0x01)
  }

  /// The index of the first such byte or newline from `start` on.
  @inline(__always)
  static func plainEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position &+ TextBlock.size <= text.count {
      let found = marks(text.block(at: position)).first
      position &+= found
      if found < TextBlock.size { return position }
    }
    while position < text.count &- 1, text[position] != 0x0A, !isSpecial(text[position]) { position &+= 1 }
    return position
  }

  /// The index of the line's end after a comment that is the last thing on this line; nil if it is not.
  private static func endOfComments(_ text: Span<UInt8>, _ start: Int) -> Int? {
    let isBlock = text[start &+ 1] == 0x2A
    var next = start &+ 2
    while next &+ 2 &* TextBlock.size <= text.count {
      let block = text.block(at: next)
      let ends = isBlock ? block.has(0x2A) .& text.block(at: next &+ 1).has(0x2F) : BlockMask()
      let found = (ends .| block.has(0x0A) .| block.has(0x5C)).first
      next &+= found
      if found == TextBlock.size { continue }
      guard isBlock else { return text[next] == 0x0A ? next : nil }
      guard text[next] == 0x2A else { return nil }
      next &+= 2
      while text[next] == 0x20 || text[next] == 0x09 { next &+= 1 }
      return text[next] == 0x0A ? next : nil
    }
    return nil
  }
}
