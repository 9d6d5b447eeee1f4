import SourceText

/// Splits a file into preprocessing tokens: the translation phases up to tokens, in one pass.
///
/// White space and comments become flags of the token that follows them. Lines joined by a backslash
/// are rare, so tokens are read from the text as it is; only a token that meets such a splice is read
/// again from a copy of its logical line without splices, and if it really spans lines, it gets a
/// spelling of its own in scratch text.
///
/// Headers define thousands of macros that a board never uses. So the body of an object-like `#define`
/// is passed over where that can be done without a closer look, and becomes one token (`unreadBody`)
/// that is split when the macro is first used.
struct Tokenizer {
  /// A token whose spelling is not contiguous in its file.
  struct Respelled {
    let index: Int
    let spelling: [UInt8]
  }

  /// The words after which lines are read differently.
  let words: DirectiveWords

  private(set) var respelled: [Respelled] = []
  /// Where a comment begins that never ends.
  private(set) var unterminatedComment: Int?
  /// Where the first NUL stands that is in no string and no comment.
  private(set) var firstNUL: Int?

  private var position = 0
  private var flags: TokenFlags
  private var line = LineState.beforeFirst
  /// Whether it began with `#include` or the like, so that `<…>` is a name.
  private var isIncludeLine = false
  /// How many tokens went to the store before those of the current chunk.
  private var stored = 0

  /// What this line has been so far.
  private enum LineState {
    /// Nothing of which the meaning of further tokens depends.
    case plain
    /// Nothing yet.
    case beforeFirst
    /// `#`.
    case afterHash
    /// `#define`.
    case afterDefine
  }

  /// Tokens are collected in chunks that stay in the processor's cache.
  private static let chunkSize = 512

  /// A tokenizer for what begins with such a token: a line's first, if not told otherwise.
  init(words: DirectiveWords, flags: TokenFlags = .atLineStart) {
    self.words = words
    self.flags = flags
    if !flags.contains(.atLineStart) { line = .plain }
  }

  /// Appends the tokens of `text[range]` and an end token.
  ///
  /// `text[range.upperBound]` is a newline, or a blank or slash that ends a token as well.
  mutating func tokenize(
    _ text: Span<UInt8>, _ range: Range<Int>, names: inout SymbolTable, into output: inout [Token]
  ) {
    position = range.lowerBound
    var chunk = [Token](repeating: .end, count: min(Self.chunkSize, range.count + 2))
    while position < range.upperBound {
      stored = output.count
      var span = chunk.mutableSpan
      let count = fill(&span, text, range.upperBound, &names)
      output.append(contentsOf: chunk[..<count])
    }
    output.append(Token(.end, at: SourceLocation(range.upperBound), payload: 0, flags: [.atLineStart]))
  }

  /// Reads tokens until there is no more room or text; returns how many there are.
  private mutating func fill(
    _ chunk: inout MutableSpan<Token>, _ text: Span<UInt8>, _ limit: Int, _ names: inout SymbolTable
  ) -> Int {
    // In registers rather than in the structure, as far as the frequent cases go.
    var position = self.position
    var flags = self.flags
    var count = 0
    // The body of a `#define` is a token more.
    let room = chunk.count - 1
    while position < limit, count < room {
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
          chunk[count] = Token(
            .identifier, at: SourceLocation(position), payload: symbol.rawValue, flags: flags)
          count &+= 1
          flags = []
          position = end
          if line != .plain {
            if line == .afterDefine, let (body, after) = simpleBody(text, end, limit) {
              if !body.isEmpty {
                chunk[count] = Token(
                  .unreadBody, at: SourceLocation(body.lowerBound),
                  payload: UInt32(truncatingIfNeeded: body.count),
                  flags: body.lowerBound > end ? .spaceBefore : [])
                count &+= 1
              }
              if after > body.upperBound { flags = .spaceBefore }
              position = after
            }
            endWord(symbol)
          }
          continue
        }
      } else if byte == 0x0A {
        flags = .atLineStart
        line = .beforeFirst
        isIncludeLine = false
        position &+= 1
        continue
      } else if byte == 0x20 || byte == 0x09 {
        flags.insert(.spaceBefore)
        position &+= 1
        // Indentation; what is behind `limit` is no such blank again.
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
          chunk[count] = Token(
            .number, at: SourceLocation(position), payload: UInt32(truncatingIfNeeded: end &- position),
            flags: flags)
          count &+= 1
          flags = []
          line = .plain
          position = end
          continue
        }
      } else if !isIncludeLine, let kind = Lexeme.loneKind(byte, before: text[position &+ 1]) {
        chunk[count] = Token(kind, at: SourceLocation(position), payload: 1, flags: flags)
        count &+= 1
        line = kind == .hash && flags.contains(.atLineStart) ? .afterHash : .plain
        flags = []
        position &+= 1
        continue
      } else if byte == 0x22 {
        var end = position &+ 1
        var next = text[end]
        while next != 0x22 && next != 0x5C && next != 0x0A {
          end &+= 1
          next = text[end]
        }
        if next == 0x22, end < limit {
          chunk[count] = Token(
            .string, at: SourceLocation(position),
            payload: UInt32(truncatingIfNeeded: end &+ 1 &- position), flags: flags)
          count &+= 1
          flags = []
          line = .plain
          position = end &+ 1
          continue
        }
      }
      self.flags = flags
      position = rareToken(&chunk, &count, text, position, limit, &names)
      flags = self.flags
    }
    self.position = position
    self.flags = flags
    return count
  }

  /// What the line is after an identifier.
  private mutating func endWord(_ word: Symbol) {
    let isDirective = line == .afterHash
    line = isDirective && word == words.define ? .afterDefine : .plain
    if isDirective, words.includeNames.contains(word.rawValue) { isIncludeLine = true }
  }

  /// Reads what the fast paths leave over; returns the index after it.
  private mutating func rareToken(
    _ chunk: inout MutableSpan<Token>, _ count: inout Int, _ text: Span<UInt8>, _ position: Int,
    _ limit: Int, _ names: inout SymbolTable
  ) -> Int {
    let byte = text[position]
    if CharacterClass.isBlank(byte) {
      flags.insert(.spaceBefore)
      if byte == 0, firstNUL == nil { firstNUL = position }
      return position + 1
    }
    if byte == 0x5C, let next = Splice.end(text, position, limit) { return next }
    if byte == 0x2F, let next = comment(text, position, limit) {
      flags.insert(.spaceBefore)
      return next
    }
    if byte == 0x3C, isIncludeLine, let next = headerName(text, position, limit) {
      put(.headerName, position, next - position, &chunk, &count)
      return next
    }
    if !CharacterClass.isIdentifierStart(byte), let lexeme = Lexeme.scan(text, at: position, limit: limit) {
      put(lexeme.kind, position, lexeme.end - position, &chunk, &count)
      return lexeme.end
    }
    return splicedToken(&chunk, &count, text, position, limit, &names)
  }

  private mutating func put(
    _ kind: TokenKind, _ start: Int, _ payload: Int, _ chunk: inout MutableSpan<Token>,
    _ count: inout Int
  ) {
    line = kind == .hash && flags.contains(.atLineStart) ? .afterHash : .plain
    chunk[count] = Token(
      kind, at: SourceLocation(start), payload: UInt32(truncatingIfNeeded: payload), flags: flags)
    count += 1
    flags = []
  }

  // MARK: Bodies

  /// The body of an object-like macro from the end of its name, without the blanks around it, and the
  /// index of the line's end; nil if it takes a closer look to find that end.
  private func simpleBody(
    _ text: Span<UInt8>, _ start: Int, _ limit: Int
  ) -> (body: Range<Int>, after: Int)? {
    var first = start
    while text[first] == 0x20 || text[first] == 0x09 { first &+= 1 }
    guard first > start || text[first] == 0x0A, first <= limit else { return nil }
    var end = first
    var after = first
    while true {
      let byte = text[after]
      if byte > 0x2F || byte == 0x20 || byte == 0x09 {
        // Backslashes may join lines; what is no ASCII is left to those who know.
        if byte == 0x5C || byte >= 0x7F { return nil }
        after &+= 1
        if byte > 0x20 { end = after }
      } else if byte == 0x0A {
        break
      } else if byte == 0x2F {
        let next = text[after &+ 1]
        if next == 0x2F || next == 0x2A {
          guard let lineEnd = endOfComments(text, after, limit) else { return nil }
          after = lineEnd
          break
        }
        after &+= 1
        end = after
      } else if byte == 0x22 || byte == 0x23 || byte == 0x27 || byte < 0x20 {
        return nil
      } else {
        after &+= 1
        end = after
      }
    }
    return after <= limit ? (first..<end, after) : nil
  }

  /// The index of the line's end after a comment on this line alone; nil if there is anything else.
  private func endOfComments(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var next = start &+ 2
    if text[start &+ 1] == 0x2F {
      while text[next] != 0x0A {
        if text[next] == 0x5C { return nil }
        next &+= 1
      }
      return next
    }
    while text[next] != 0x2A || text[next &+ 1] != 0x2F {
      if text[next] == 0x0A || text[next] == 0x5C { return nil }
      next &+= 1
    }
    next &+= 2
    while text[next] == 0x20 || text[next] == 0x09 { next &+= 1 }
    return text[next] == 0x0A ? next : nil
  }

  // MARK: Comments and names

  /// The index after the comment that begins at `start`; nil if none does.
  private mutating func comment(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    guard start + 1 < limit else { return nil }
    if text[start + 1] == 0x2F { return lineComment(text, after: start + 2, limit) }
    guard text[start + 1] == 0x2A else { return nil }
    return blockComment(text, after: start + 2, from: start, limit)
  }

  /// The index of the end of the line that a comment goes on to; a spliced one goes on on the next.
  private func lineComment(_ text: Span<UInt8>, after start: Int, _ limit: Int) -> Int {
    var next = start
    while next < limit {
      let byte = text[next]
      if byte == 0x0A { return next }
      if byte == 0x5C, let after = Splice.end(text, next, limit) { next = after } else { next &+= 1 }
    }
    return limit
  }

  private func headerName(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var next = start + 1
    while next < limit, text[next] != 0x0A {
      if text[next] == 0x3E { return next + 1 }
      next += 1
    }
    return nil
  }

  /// Reads a token that meets a splice; returns the index after it.
  private mutating func splicedToken(
    _ chunk: inout MutableSpan<Token>, _ count: inout Int, _ text: Span<UInt8>, _ start: Int,
    _ limit: Int, _ names: inout SymbolTable
  ) -> Int {
    // As much as it takes of the logical line without its splices, and where each byte came from.
    var line: [UInt8] = []
    var origins: [Int] = []
    var next = start
    var room = 64
    var found: Lexeme?
    repeat {
      while next < limit, text[next] != 0x0A, line.count < room {
        if text[next] == 0x5C, let after = Splice.end(text, next, limit) {
          next = after
        } else {
          line.append(text[next])
          origins.append(next)
          next += 1
        }
      }
      line.append(0x0A)
      found = Lexeme.scan(line.span, at: 0, limit: line.count - 1)
      if line.count <= room || (found?.end ?? 0) < line.count - 1 { break }
      line.removeLast()
      room *= 4
    } while true
    origins.append(next)
    if line[0] == 0x2F {
      // The two bytes that begin a comment may be on two lines.
      if line.count > 2, line[1] == 0x2F {
        flags.insert(.spaceBefore)
        return lineComment(text, after: origins[1] + 1, limit)
      }
      if line.count > 2, line[1] == 0x2A {
        flags.insert(.spaceBefore)
        return blockComment(text, after: origins[1] + 1, from: start, limit)
      }
    }
    guard let lexeme = found else { return next }
    let spelling = Array(line[0..<lexeme.end])
    let end = origins[lexeme.end - 1] + 1
    if lexeme.kind == .identifier {
      let symbol = names.intern(spelling.span)
      let before = self.line
      put(.identifier, start, Int(symbol.rawValue), &chunk, &count)
      self.line = before
      endWord(symbol)
    } else {
      put(lexeme.kind, start, lexeme.end, &chunk, &count)
    }
    if end - start != lexeme.end {
      respelled.append(Respelled(index: stored + count - 1, spelling: spelling))
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
