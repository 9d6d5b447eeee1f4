public import SourceText

/// Reading a file's text directly instead of through tokens.
///
/// Most lines of a source contain no macro's name and are not directives: the preprocessor leaves them as
/// they are. (Even queries are `mutating` here: otherwise, Swift would copy the complete structure for the
/// call.) A reader that knows its own words in the text can take such lines from there, at a fraction of the
/// cost of tokens, and ask about each name that it meets (`isPlain`, `bodyText(of:)`). At anything else, it
/// stops and goes on with tokens from there.
extension Preprocessor {
  /// Takes back the last tokens that were output, so that the text continues with the first of them. Returns
  /// false, having done nothing, if that token is not simply what is in the text, or if reading the tokens
  /// had any other effect.
  public mutating func takeBack(_ tokens: Span<Token>) -> Bool {
    let last = inputs.count - 1
    guard contexts.isEmpty, !isStopped, !hasLayout, last >= 0, !inputs[last].isPreprocessed, !hasPoison
    else { return false }
    var position = inputs[last].position
    // When tokens are asked for again, all that is left of the line is split once more. Done for each
    // statement of a line with thousands of them, that would take quadratic time.
    guard inputs[last].lineEnd - position <= 1024 else { return false }
    if tokens.count > 0 {
      guard tokens[0].expansion == 0, diagnostics.count == beforeLine.diagnostics,
        counter == beforeLine.counter,
        callCount == beforeLine.calls
      else { return false }
      repeat {
        position -= 1
        guard position >= inputs[last].lineStart else { return false }
      } while store[position].location != tokens[0].location
    }
    guard position < inputs[last].lineEnd else { return true }
    let token = store[position]
    // A token that spans lines is spelled elsewhere.
    guard token.location.index < inputs[last].next,
      facts(of: inputs[last].file)?.text.contains(token.location.index) == true
    else { return false }
    inputs[last].next = token.location.index
    inputs[last].nextFlags = token.flags.intersection([.spaceBefore, .atLineStart])
    inputs[last].position = inputs[last].lineEnd
    return true
  }

  /// Whether the next line can be taken from the text; not if padding is left over from an expansion, which
  /// may put a blank before it.
  mutating func isAtPlainLine() -> Bool {
    let last = inputs.count - 1
    return contexts.isEmpty && last >= 0 && inputs[last].position == inputs[last].lineEnd
      && inputs[last].nextFlags.contains(.atLineStart) && !isStopped && !hasPoison
      && !inputs[last].isPreprocessed && !inputs[last].nearsLastNumber && !output.afterPadding
  }

  /// The text of the innermost file that was not read yet, as indices of `files.text`, with a newline after
  /// its end; and whether it begins at the start of a line.
  public mutating func plainText() -> (range: Range<Int>, isAtLineStart: Bool) {
    let last = inputs.count - 1
    guard last >= 0 else { return (0..<0, false) }
    return (inputs[last].next..<inputs[last].limit, inputs[last].nextFlags.contains(.atLineStart))
  }

  /// Continues at `index`, after text that was read.
  public mutating func skip(to index: Int, isAtLineStart: Bool) {
    let last = inputs.count - 1
    inputs[last].next = index
    inputs[last].nextFlags = isAtLineStart ? .atLineStart : .spaceBefore
    if inputs[last].guardState != .inside { inputs[last].guardState = .none }
    output = OutputSpacing()
  }

  /// Whether no part of a name is a macro's name at this point, or a directive at the start of a line.
  public mutating func isPlain(_ name: Symbol) -> Bool {
    plainNames.isKnown(name) || examine(name)
  }

  /// The same for a name whose bytes are at a place in the text, which is enough to decide in most cases.
  @inlinable @inline(__always)
  public mutating func isPlain(_ name: Symbol, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    plainNames.isKnown(name) || examine(name, text, start, end)
  }

  @usableFromInline
  mutating func examine(_ name: Symbol, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    // If no macro's name begins with a lower-case letter, a name without capitals needs no lookup.
    guard text[start] != 0x23, !macroNames.hasSmallNames, !CharacterClass.hasCapitalName(text, start, end)
    else {
      return examine(name)
    }
    plainNames.note(name)
    return true
  }

  /// The macro that a name stands for at this point, as a number that no other definition in this source has;
  /// 0 if there is none.
  public mutating func definition(of name: Symbol) -> UInt32 {
    macro(named: name).map { UInt32(truncatingIfNeeded: $0 + 1) } ?? 0
  }

  /// The range in the text of an object-like macro's body as written, without the blanks around it; nil if
  /// finding it needs a closer look.
  public mutating func bodyText(of name: Symbol) -> Range<Int>? {
    macro(named: name).flatMap { macros[$0].text }
  }

  /// The body of a macro with a fixed number of parameters or without any, as tokens; nil for any other name.
  public mutating func body(of name: Symbol) -> MacroBody? {
    guard let index = macro(named: name) else { return nil }
    if macros[index].isUnread { readBody(of: index) }
    let macro = macros[index]
    switch macro.form {
    case .object: return MacroBody(parameters: nil, tokens: macro.body, inBodies: macro.inBodies)
    case .function(let count, isVariadic: false):
      return MacroBody(parameters: Int(count), tokens: macro.body, inBodies: macro.inBodies)
    default: return nil
    }
  }

  /// A token of a body.
  @inline(__always)
  public mutating func token(_ index: Int, of body: MacroBody) -> Token {
    body.inBodies ? bodies[index] : store[index]
  }

  @inline(never)
  private mutating func examine(_ name: Symbol) -> Bool {
    // A copy, since looking for a macro may make symbols.
    let spelling = names.array(name)
    let bytes = spelling.span
    var position = 0
    while position < bytes.count {
      guard CharacterClass.isIdentifierStart(bytes[position]) else {
        // What follows a digit belongs to the number.
        position =
          CharacterClass.isDigit(bytes[position])
          ? CharacterClass.identifierEnd(bytes, position) : position + 1
        continue
      }
      let end = CharacterClass.identifierEnd(bytes, position)
      if macroNames.mayHave(bytes, position, end), isMacro(bytes.extracting(position..<end)) {
        return false
      }
      if position == 1, bytes[0] == 0x23, isDirective(bytes.extracting(1..<end)) { return false }
      plainNames.note(part: bytes.extracting(position..<end))
      position = end
    }
    plainNames.note(name)
    return true
  }

  /// What is printed for a word; a body is a range of `text`.
  @inline(never)
  mutating func printed(_ word: Span<UInt8>, _ text: Span<UInt8>) -> PrintedWord {
    guard let symbol = macroName(word, text), let macro = macro(named: symbol) else { return .itself }
    guard expandedTokens < options.expandedTokens, let body = macros[macro].text else { return .expansion }
    let isPrinted = macros[macro].isPrintedAsText ?? Self.isPrintedAsText(body, text)
    macros[macro].isPrintedAsText = isPrinted
    guard isPrinted else { return .expansion }
    expandedTokens += 1
    return .body(body)
  }

  static func isPrintedAsText(_ body: Range<Int>, _ text: Span<UInt8>) -> Bool {
    guard let first = body.first, let last = body.last else { return false }
    if CharacterClass.isDigit(text[first]) {
      return CharacterClass.identifierEnd(text, first) == body.upperBound
    }
    // A string in such a body has no escapes in it.
    if text[first] == 0x22 { return CharacterClass.stringEnd(text, first + 1) == body.upperBound - 1 }
    guard text[first] == 0x28, text[last] == 0x29 else { return false }
    var isLiteral = false
    for index in body {
      let byte = text[index]
      if CharacterClass.isIdentifierPart(byte) {
        // Names may stand for anything.
        guard isLiteral || CharacterClass.isDigit(byte) else { return false }
        isLiteral = true
      } else {
        isLiteral = false
        guard byte > 0x20 || byte == 0x20 && text[index - 1] != 0x20 else { return false }
        guard byte != 0x2E, byte != 0x2B, byte != 0x2D, byte != 0x22, byte != 0x5C else { return false }
      }
    }
    return true
  }

  /// The symbol of a word, if it may be a macro's name.
  private mutating func macroName(_ word: Span<UInt8>, _ text: Span<UInt8>) -> Symbol? {
    let hash = SymbolHash.of(word)
    if let symbol = names.find(word, hash: hash) { return symbol }
    let bit = NameFilter.index(word, 0, word.count)
    return noted.find(word, bit: bit, in: text) == nil ? nil : names.intern(word, hash: hash)
  }

  /// Whether these bytes are a macro's name.
  @inline(never)
  func isMacro(_ name: Span<UInt8>) -> Bool {
    if let symbol = names.find(name), symbol.index < settledNames {
      return settledMacro(named: symbol) != nil
    }
    return noted.find(name, bit: NameFilter.index(name, 0, name.count), in: files.text.span) != nil
  }

  /// Whether these bytes are a directive's name.
  @inline(never)
  func isDirective(_ name: Span<UInt8>) -> Bool {
    guard let symbol = names.find(name) else { return false }
    return words.isDirective(symbol)
  }
}

/// Where the tokens of a macro's body are.
public struct MacroBody: Sendable {
  /// How many parameters the macro takes; nil if it is object-like.
  public let parameters: Int?
  /// The indices of the tokens, for `Preprocessor.token`; the `payload` of a parameter is its index.
  public let tokens: Range<Int>
  let inBodies: Bool
}

/// Names of which no part is a macro's name.
///
/// A name with capitals is examined when it is first met. What is known about it holds until a macro is
/// defined whose name may be part of such a name, which hardly ever happens; then everything is forgotten.
@usableFromInline
struct PlainNames: Sendable {
  /// By symbol: the period (see `time`) in which it was found plain.
  @usableFromInline var found = PlainArray<UInt8>()
  /// Which names are parts of others; without memory until there is one.
  private var parts = NameFilter(isEmpty: true)
  @usableFromInline var time: UInt8 = 1

  @inlinable @inline(__always)
  func isKnown(_ name: Symbol) -> Bool { name.index < found.count && found[name.index] == time }

  mutating func note(_ name: Symbol) {
    if found.count <= name.index { found.resize(to: max(name.index + 1, found.count * 2, 1 << 12), 0) }
    found[name.index] = time
  }

  mutating func note(part: Span<UInt8>) {
    if parts.bits.isEmpty { parts = NameFilter() }
    parts.insert(NameFilter.index(part, 0, part.count), isSmall: true)
  }

  /// Notes that a macro with this bit in a `NameFilter` was defined.
  @inline(__always)
  mutating func noteDefinition(at bit: Int, isSmall: Bool) {
    // Parts in lower case were not noted while no macro had such a name.
    if isSmall || !parts.bits.isEmpty && parts.has(bit) { forget() }
  }

  /// Begins a new period, in which nothing is known.
  private mutating func forget() {
    if time == .max {
      found.removeAll()
      time = 0
    }
    time += 1
  }
}
