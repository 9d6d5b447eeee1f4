import SourceText

/// Splits text into preprocessing tokens: the translation phases up to tokens, in one pass.
///
/// White space and comments become flags of the token that follows them. Lines joined by a backslash
/// are rare, so tokens are read from the text as it is; only a token that meets such a splice is read
/// again from a copy of its logical line without splices, and if it really spans lines, it gets a
/// spelling of its own in scratch text.
struct Tokenizer {
  /// A token whose spelling is not contiguous in its file.
  struct Respelled {
    let index: Int
    let spelling: [UInt8]
  }

  /// The words after which lines are read differently.
  let words: DirectiveWords

  private(set) var respelled: [Respelled] = []
  /// Where an unterminated comment begins.
  private(set) var unterminatedComment: Int?
  /// Whether there are strings or character constants with the prefix `L`.
  private(set) var hasWideTokens = false
  /// The index of the first NUL that is not in a string or comment.
  private(set) var firstNUL: Int?
  /// The index of the first backslash that joins lines although there is white space behind it.
  private(set) var spacedSplice: Int?

  private var flags: TokenFlags
  private var line: TokenizedLine

  /// Makes a tokenizer whose first token has these flags; by default, it is the first of a line.
  init(words: DirectiveWords, flags: TokenFlags = .atLineStart) {
    self.words = words
    self.flags = flags
    line = TokenizedLine(isAtStart: flags.contains(.atLineStart))
  }

  /// Appends the tokens of `text[range]` and an end token.
  ///
  /// `text[range.upperBound]` is a newline, or a blank or slash, which also ends a token.
  mutating func tokenize(
    _ text: Span<UInt8>, _ range: Range<Int>, names: inout SymbolTable, into output: inout [Token]
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      position = readLine(text, from: position, limit: range.upperBound, &names, &output)
    }
    output.append(Token(.end, at: SourceLocation(range.upperBound), payload: 0, flags: .atLineStart))
  }

  /// Appends the tokens of the logical line that begins or continues at `start`, and an end token; returns
  /// the index after its newline.
  ///
  /// `text[limit]` is a newline.
  mutating func tokenizeLine(
    _ text: Span<UInt8>, from start: Int, limit: Int, names: inout SymbolTable,
    into output: inout [Token]
  ) -> Int {
    let next = readLine(text, from: start, limit: limit, &names, &output)
    output.append(Token(.end, at: SourceLocation(next), payload: 0, flags: .atLineStart))
    return next
  }

  /// Reads tokens up to a newline; returns the index after that.
  private mutating func readLine(
    _ text: Span<UInt8>, from start: Int, limit: Int, _ names: inout SymbolTable,
    _ output: inout [Token]
  ) -> Int {
    var position = start
    while position < limit {
      let byte = text[position]
      if CharacterClass.isIdentifierStart(byte) {
        var end = position &+ 1
        var next = text[end]
        while CharacterClass.isIdentifierPart(next) {
          end &+= 1
          next = text[end]
        }
        if next != 0x5C || Splice.end(text, end, limit) == nil {
          let symbol = names.intern(text.extracting(position..<end))
          output.append(
            Token(.identifier, at: SourceLocation(position), payload: symbol.rawValue, flags: flags))
          flags = []
          position = end
          if !line.isPlain { line.endWord(symbol, words) }
          continue
        }
      } else if byte == 0x0A {
        flags = .atLineStart
        line = TokenizedLine(isAtStart: true)
        return position &+ 1
      } else if byte == 0x20 || byte == 0x09 {
        flags.insert(.spaceBefore)
        position &+= 1
        // Indentation; no run of such blanks extends past `limit`.
        while text[position] == byte { position &+= 1 }
        continue
      } else if CharacterClass.isDigit(byte) {
        var end = position &+ 1
        var next = text[end]
        while CharacterClass.isIdentifierPart(next) {
          end &+= 1
          next = text[end]
        }
        if next != 0x2E && next != 0x2B && next != 0x2D && next != 0x5C {
          put(.number, position, end &- position, &output)
          position = end
          continue
        }
      } else if line.hasOperators, let kind = Lexeme.loneKind(byte, before: text[position &+ 1]) {
        put(kind, position, 1, &output)
        position &+= 1
        continue
      } else if byte == 0x22 {
        var end = position &+ 1
        var next = text[end]
        while next != 0x22 && next != 0x5C && next != 0x0A {
          end &+= 1
          next = text[end]
        }
        if next == 0x22, end < limit, !isBehindPrefix(position, text, output) {
          put(.string, position, end &+ 1 &- position, &output)
          position = end &+ 1
          continue
        }
      }
      position = rareToken(&output, text, position, limit, &names)
    }
    return position
  }

  /// Reads what the fast paths do not handle; returns the index after it.
  private mutating func rareToken(
    _ output: inout [Token], _ text: Span<UInt8>, _ position: Int,
    _ limit: Int, _ names: inout SymbolTable
  ) -> Int {
    let byte = text[position]
    if CharacterClass.isBlank(byte) {
      flags.insert(.spaceBefore)
      if byte == 0, firstNUL == nil { firstNUL = position }
      return position + 1
    }
    if byte == 0x5C, let next = Splice.end(text, position, limit) {
      spacedSplice = spacedSplice ?? Splice.firstSpaced(text, position..<position + 1, limit)
      return next
    }
    if byte == 0x2F, let next = comment(text, position, limit) {
      flags.insert(.spaceBefore)
      return next
    }
    if byte == 0x3C, line.hasNames {
      if let next = Lexeme.headerName(text, position, limit) {
        put(.headerName, position, next - position, &output)
        return next
      }
      // Nor does one begin further on: trying again at each `<` would scan to the line's end each time.
      line.missName()
    }
    if byte == 0x22 || byte == 0x27, isBehindPrefix(position, text, output), let prefix = output.popLast() {
      flags = prefix.flags
      return wideToken(&output, text, position - 1, limit, &names)
    }
    if !CharacterClass.isIdentifierStart(byte), let lexeme = Lexeme.scan(text, at: position, limit: limit) {
      put(lexeme.kind, position, lexeme.end - position, &output)
      return lexeme.end
    }
    return splicedToken(&output, text, position, limit, &names)
  }

  /// Whether a quote is right after an `L` that is a token. This is checked at quotes since names are more
  /// frequent.
  @inline(__always)
  private func isBehindPrefix(_ quote: Int, _ text: Span<UInt8>, _ output: [Token]) -> Bool {
    guard flags.isEmpty, quote > 0, text[quote &- 1] == 0x4C, let last = output.last else { return false }
    return last.kind == .identifier && last.location.index == quote &- 1
  }

  /// Reads the token that begins with an `L` and a quote; returns the index after it.
  private mutating func wideToken(
    _ output: inout [Token], _ text: Span<UInt8>, _ start: Int, _ limit: Int, _ names: inout SymbolTable
  ) -> Int {
    guard let lexeme = Lexeme.scanC(text, at: start, limit: limit) else {
      return splicedToken(&output, text, start, limit, &names)
    }
    hasWideTokens = true
    put(lexeme.kind, start, lexeme.end - start, &output)
    return lexeme.end
  }

  private mutating func put(
    _ kind: TokenKind, _ start: Int, _ payload: Int, _ output: inout [Token]
  ) {
    if !line.isPlain { line.endToken(kind) }
    output.append(
      Token(kind, at: SourceLocation(start), payload: UInt32(truncatingIfNeeded: payload), flags: flags))
    flags = []
  }

  // MARK: Comments and names

  /// The index after the comment that begins at `start`; nil if there is none.
  private mutating func comment(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    guard start + 1 < limit else { return nil }
    if text[start + 1] == 0x2F { return lineComment(text, after: start + 2, limit) }
    guard text[start + 1] == 0x2A else { return nil }
    return blockComment(text, after: start + 2, from: start, limit)
  }

  /// The index of the end of the line that a `//` comment ends on; a splice continues it on the next line.
  private func lineComment(_ text: Span<UInt8>, after start: Int, _ limit: Int) -> Int {
    var next = start
    while next < limit {
      let byte = text[next]
      if byte == 0x0A { return next }
      if byte == 0x5C, let after = Splice.end(text, next, limit) { next = after } else { next &+= 1 }
    }
    return limit
  }

  /// Reads a token that meets a splice; returns the index after it.
  private mutating func splicedToken(
    _ output: inout [Token], _ text: Span<UInt8>, _ start: Int,
    _ limit: Int, _ names: inout SymbolTable
  ) -> Int {
    // As much of the logical line as needed, without its splices, and where each byte came from.
    var line: [UInt8] = []
    var origins: [Int] = []
    var next = start
    var room = 64
    var found: Lexeme?
    while true {
      while next < limit, text[next] != 0x0A, line.count < room {
        if text[next] == 0x5C, let after = Splice.end(text, next, limit) {
          next = after
        } else {
          line.append(text[next])
          origins.append(next)
          next += 1
        }
      }
      let isWhole = next >= limit || text[next] == 0x0A
      // A carriage return belongs to the line's end; after a backslash that is not a splice, it would make
      // one.
      while isWhole, line.last == 0x0D { line.removeLast() }
      line.append(0x0A)
      found = Lexeme.scanC(line.span, at: 0, limit: line.count - 1)
      if isWhole || (found?.end ?? line.count) < line.count - 1 { break }
      line.removeLast()
      room *= 4
    }
    // The two bytes that begin a comment may be on different lines.
    if line[0] == 0x2F, line.count > 2, line[1] == 0x2F || line[1] == 0x2A {
      flags.insert(.spaceBefore)
      return line[1] == 0x2F
        ? lineComment(text, after: origins[1] + 1, limit)
        : blockComment(text, after: origins[1] + 1, from: start, limit)
    }
    let lexeme = found ?? Lexeme(kind: .other, end: line.count - 1)
    let spelling = Array(line[0..<lexeme.end])
    let end = origins[lexeme.end - 1] + 1
    spacedSplice = spacedSplice ?? Splice.firstSpaced(text, start..<end, limit)
    if lexeme.kind == .identifier {
      let symbol = names.intern(spelling.span)
      let before = self.line
      put(.identifier, start, Int(symbol.rawValue), &output)
      self.line = before
      self.line.endWord(symbol, words)
    } else {
      if line[0] == 0x4C { hasWideTokens = true }
      put(lexeme.kind, start, lexeme.end, &output)
    }
    if end - start != lexeme.end {
      respelled.append(Respelled(index: output.count - 1, spelling: spelling))
    }
    return end
  }

  private mutating func blockComment(
    _ text: Span<UInt8>, after start: Int, from opening: Int, _ limit: Int
  ) -> Int {
    var next = start
    while next < limit {
      if text[next] == 0x2A {
        var after = next &+ 1
        while after < limit, text[after] == 0x5C, let spliced = Splice.end(text, after, limit) {
          after = spliced
        }
        if after < limit, text[after] == 0x2F { return after &+ 1 }
      }
      next &+= 1
    }
    unterminatedComment = opening
    return limit
  }
}
