import SourceText

/// Splits a file into preprocessing tokens: the translation phases up to tokens, in one pass.
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

  private(set) var respelled: [Respelled] = []
  /// Where a comment begins that never ends.
  private(set) var unterminatedComment: Int?

  /// Where the first NUL stands that is in no string and no comment.
  private(set) var firstNUL: Int?

  private var flags: TokenFlags = .atLineStart
  /// Whether this line began with `#include` or the like, so that `<…>` is a name.
  private var expectsHeaderName = false
  private var lineStartHash = false

  /// Appends the tokens of `text[range]` and an end token; `text[range.upperBound]` is a newline.
  mutating func tokenize(
    _ text: Span<UInt8>, _ range: Range<Int>, names: inout SymbolTable, includeNames: Range<UInt32>,
    into output: inout [Token]
  ) {
    let limit = range.upperBound
    var position = range.lowerBound
    while position < limit {
      let byte = text[position]
      if CharacterClass.isIdentifierStart(byte) {
        // By far the most frequent: hashed while its end is looked for.
        var hash = SymbolHash()
        var end = position
        var next = byte
        repeat {
          hash.combine(next)
          end &+= 1
          next = text[end]
        } while CharacterClass.isIdentifierPart(next)
        if next == 0x5C, end < limit, Splice.end(text, end, limit) != nil {
          position = splicedToken(text, position, limit, names: &names, into: &output)
          continue
        }
        let symbol = names.intern(text.extracting(position..<end), hash: hash.value)
        if lineStartHash {
          expectsHeaderName = includeNames.contains(symbol.rawValue)
          lineStartHash = false
        }
        append(.identifier, position, Int(symbol.rawValue), into: &output)
        position = end
      } else if byte == 0x0A {
        flags = .atLineStart
        expectsHeaderName = false
        position += 1
      } else if CharacterClass.isBlank(byte) {
        flags.insert(.spaceBefore)
        if byte == 0, firstNUL == nil { firstNUL = position }
        position += 1
        // Indentation; the text behind `limit` is a newline.
        while text[position] == byte { position += 1 }
      } else if let kind = Lexeme.loneKind(byte, before: text[position &+ 1]) {
        lineStartHash = kind == .hash && flags.contains(.atLineStart)
        append(kind, position, 1, into: &output)
        position &+= 1
      } else if byte == 0x5C, let next = Splice.end(text, position, limit) {
        position = next
      } else if byte == 0x2F, let next = comment(text, position, limit) {
        flags.insert(.spaceBefore)
        position = next
      } else if byte == 0x3C, expectsHeaderName, let next = headerName(text, position, limit) {
        append(.headerName, position, next - position, into: &output)
        position = next
      } else if let lexeme = Lexeme.scan(text, at: position, limit: limit) {
        lineStartHash = lexeme.kind == .hash && flags.contains(.atLineStart)
        append(lexeme.kind, position, lexeme.end - position, into: &output)
        position = lexeme.end
      } else {
        position = splicedToken(text, position, limit, names: &names, into: &output)
      }
    }
    output.append(
      Token(.end, at: SourceLocation(limit), payload: 0, flags: [.atLineStart]))
  }

  @inline(__always)
  private mutating func append(
    _ kind: TokenKind, _ start: Int, _ payload: Int, into output: inout [Token]
  ) {
    output.append(
      Token(kind, at: SourceLocation(start), payload: UInt32(truncatingIfNeeded: payload), flags: flags))
    flags = []
  }

  /// The index after the comment that begins at `start`; nil if none does.
  private mutating func comment(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    guard start + 1 < limit else { return nil }
    var next = start + 1
    if text[next] == 0x2F {
      while true {
        let byte = text[next]
        if byte == 0x0A { return next }
        // A spliced comment goes on on the next line.
        if byte == 0x5C, let after = Splice.end(text, next, limit) {
          next = after
          if next >= limit { return limit }
        } else {
          next += 1
        }
      }
    }
    guard text[next] == 0x2A else { return nil }
    return blockComment(text, after: next + 1, from: start, limit)
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
    _ text: Span<UInt8>, _ start: Int, _ limit: Int, names: inout SymbolTable,
    into output: inout [Token]
  ) -> Int {
    // The logical line without its splices, and where each byte of it came from.
    var line: [UInt8] = []
    var origins: [Int] = []
    var next = start
    while next < limit, text[next] != 0x0A {
      if text[next] == 0x5C, let after = Splice.end(text, next, limit) {
        next = after
      } else {
        line.append(text[next])
        origins.append(next)
        next += 1
      }
    }
    line.append(0x0A)
    origins.append(next)
    if line[0] == 0x2F {
      // The two bytes that begin a comment may be on two lines.
      if line.count > 2, line[1] == 0x2F {
        flags.insert(.spaceBefore)
        return next
      }
      if line.count > 2, line[1] == 0x2A {
        flags.insert(.spaceBefore)
        return blockComment(text, after: origins[1] + 1, from: start, limit)
      }
    }
    guard let lexeme = Lexeme.scan(line.span, at: 0, limit: line.count - 1) else { return next }
    let spelling = Array(line[0..<lexeme.end])
    let end = origins[lexeme.end - 1] + 1
    lineStartHash = lexeme.kind == .hash && flags.contains(.atLineStart)
    if lexeme.kind == .identifier {
      let symbol = names.intern(spelling.span)
      append(.identifier, start, Int(symbol.rawValue), into: &output)
    } else {
      append(lexeme.kind, start, lexeme.end, into: &output)
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
        var after = next + 1
        while after < limit, text[after] == 0x5C, let spliced = Splice.end(text, after, limit) {
          after = spliced
        }
        if after < limit, text[after] == 0x2F { return after + 1 }
      }
      next += 1
    }
    unterminatedComment = opening
    return limit
  }
}
