import SourceText

/// Splits a text that is already preprocessed into the tokens that dtc itself would see.
///
/// Unlike in `Tokenizer`, there are no directives and no lines joined by a backslash, strings may span
/// lines, a NUL ends everything, and `# 12 "file"` or `#line 12 "file"` at a line's beginning gives the file
/// and number of the next line. Everything else that begins with `#` is a property's name.
struct RawTokenizer {
  /// Whether a NUL between tokens is the end, as for dtc's parser.
  var endsAtNUL = false
  /// Whether even peculiarities of dtc's scanner are followed: a character may contain line ends, a `//`
  /// comment needs one, and the last slash of `/dts-v1/` begins none.
  var isExact = false
  private(set) var lineMarkers: [SourceFiles.LineMarker] = []
  private(set) var unterminatedComment: Int?
  /// The line markers whose file name contains a NUL.
  private(set) var markersWithNUL: [Range<Int>] = []
  private var flags: TokenFlags = .atLineStart

  /// Appends the tokens of `text[range]` and an end token; `text[range.upperBound]` is a newline.
  mutating func tokenize(
    _ text: Span<UInt8>, _ range: Range<Int>, names: inout SymbolTable, into output: inout [Token]
  ) {
    let limit = range.upperBound
    var position = range.lowerBound
    var end = limit
    var isLineStart = true
    // Consecutive slashes in a path do not begin a comment.
    var pathEnd = position
    while position < limit {
      let byte = text[position]
      if isLineStart, byte == 0x23, let next = lineMarker(text, position, limit) {
        position = next
        isLineStart = false
        continue
      }
      isLineStart = false
      if byte == 0x0A {
        flags = .atLineStart
        isLineStart = true
        position += 1
      } else if byte == 0, endsAtNUL {
        end = position
        break
      } else if CharacterClass.isBlank(byte) {
        flags.insert(.spaceBefore)
        position += 1
      } else if byte == 0x2F, position >= pathEnd, let next = comment(text, position, limit) {
        flags.insert(.spaceBefore)
        position = next
      } else {
        if byte == 0x26 { pathEnd = Self.pathEnd(text, position, limit) }
        if byte == 0x2F, isExact { pathEnd = max(pathEnd, Self.keywordEnd(text, position, limit)) }
        position = token(text, position, limit, &names, &output)
      }
    }
    output.append(Token(.end, at: SourceLocation(end), payload: 0, flags: [.atLineStart]))
  }

  /// Reads one token; returns the index after it.
  private mutating func token(
    _ text: Span<UInt8>, _ start: Int, _ limit: Int, _ names: inout SymbolTable,
    _ output: inout [Token]
  ) -> Int {
    var lexeme: Lexeme
    if text[start] == 0x22, let end = stringEnd(text, start, limit) {
      lexeme = Lexeme(kind: .string, end: end)
    } else if text[start] == 0x27, isExact {
      let end = characterEnd(text, start, limit)
      lexeme = end.map { Lexeme(kind: .character, end: $0) } ?? Lexeme(kind: .other, end: start + 1)
    } else if let found = Lexeme.scan(text, at: start, limit: limit) {
      lexeme = found
    } else {
      // A backslash at the line's end has no meaning here, but it ends the token before it.
      let backslash = self.backslash(text, start, limit)
      lexeme =
        (backslash == start ? nil : Lexeme.scan(text, at: start, limit: backslash))
        ?? Lexeme(kind: .other, end: start + 1)
    }
    if lexeme.kind == .hash {
      // It does not begin a directive.
      flags = flags == [] ? [] : .spaceBefore
    }
    var payload = lexeme.end - start
    if lexeme.kind == .identifier {
      payload = Int(names.intern(text.extracting(start..<lexeme.end)).rawValue)
    }
    output.append(
      Token(
        lexeme.kind, at: SourceLocation(start), payload: UInt32(truncatingIfNeeded: payload),
        flags: flags))
    flags = []
    return lexeme.end
  }

  /// The end of the reference `&{/path}` that begins at `start`; `start` if there is none.
  private static func pathEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var next = start + 1
    guard next < limit, text[next] == 0x7B else { return start }
    next += 1
    while next < limit, isPathByte(text[next]) { next += 1 }
    return next < limit && text[next] == 0x7D ? next : start
  }

  /// The end of dtc's keyword that begins at `start`, `/dts-v1/` for example; `start` if there is none, or if
  /// its last slash does not look like the beginning of a comment.
  private static func keywordEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var next = start + 1
    while next < limit, text[next] == 0x2D || CharacterClass.isIdentifierPart(text[next]) { next += 1 }
    guard next > start + 1, next + 1 < limit, text[next] == 0x2F,
      text[next + 1] == 0x2F || text[next + 1] == 0x2A
    else { return start }
    let word = text.extracting(start + 1..<next)
    let isKeyword = keywords.contains { keyword in
      keyword.utf8CodeUnitCount == word.count
        && keyword.withUTF8Buffer { bytes in
          word.indices.allSatisfy { unsafe bytes[$0] == word[$0] }
        }
    }
    return isKeyword ? next + 1 : start
  }

  private static let keywords: [StaticString] = [
    "dts-v1", "plugin", "memreserve", "bits", "incbin", "include", "delete-property", "delete-node",
    "omit-if-no-ref",
  ]

  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2F...0x39, 0x3F...0x5A, 0x61...0x7A, 0x5F, 0x23, 0x2A...0x2E: true
    default: false
    }
  }

  private func backslash(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var next = start
    while next < limit, text[next] != 0x5C { next += 1 }
    return next
  }

  private func stringEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var next = start + 1
    while next < limit {
      switch text[next] {
      case 0x22: return next + 1
      // A string may continue on the next line, but not after a backslash.
      case 0x5C where next + 1 < limit && text[next + 1] == 0x0A: return nil
      case 0x5C: next += 2
      default: next += 1
      }
    }
    return nil
  }

  /// The index after the character that begins at `start`, nil if it has no end. The longest match wins, so it
  /// goes on after a quote that follows a backslash if another quote comes at all.
  private func characterEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var end: Int?
    var next = start + 1
    while next < limit {
      if text[next] == 0x27 {
        end = next + 1
        guard next > start + 1, text[next - 1] == 0x5C else { break }
      }
      next += 1
    }
    return end
  }

  /// The index after the comment that begins at `start`; nil if there is none.
  private mutating func comment(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    guard start + 1 < limit else { return nil }
    var next = start + 2
    if text[start + 1] == 0x2F {
      while next < limit, text[next] != 0x0A { next += 1 }
      return next == limit && isExact ? nil : next
    }
    guard text[start + 1] == 0x2A else { return nil }
    while next + 1 < limit {
      if text[next] == 0x2A, text[next + 1] == 0x2F { return next + 2 }
      next += 1
    }
    unterminatedComment = start
    return limit
  }

  /// Notes the line marker that begins at `start`, and returns the index after it; nil if there is none.
  private mutating func lineMarker(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var next = start + 1
    for byte in "line".utf8 where next < limit && text[next] == byte { next += 1 }
    guard next == start + 1 || next == start + 5 else { return nil }
    guard let digits = skipBlanks(text, next, limit) else { return nil }
    next = digits
    var line = 0
    while next < limit, CharacterClass.isDigit(text[next]) {
      let (tens, overflow) = line.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(text[next] - 0x30))
      line = overflow || carry ? .max : sum
      next += 1
    }
    // As `atoi` does it.
    line = Int(Int32(truncatingIfNeeded: line))
    guard next > digits, let quote = skipBlanks(text, next, limit), quote < limit,
      text[quote] == 0x22, let nameEnd = stringEnd(text, quote, limit)
    else { return nil }
    let path = Escape.text(of: text.extracting(quote + 1..<nameEnd - 1))
    if path.contains(0) { markersWithNUL.append(start..<nameEnd) }
    next = nameEnd
    // gcc's flags, which have no effect.
    while let flag = skipBlanks(text, next, limit), flag < limit, CharacterClass.isDigit(text[flag]) {
      next = flag
      while next < limit, CharacterClass.isDigit(text[next]) { next += 1 }
    }
    // What follows on the same line has the number before. (The error about a NUL is in terms of what was
    // said before, and ends here, so such a marker counts from the next line on.)
    var applies = next
    var lineStart = next
    if path.contains(0) {
      while applies < limit, text[applies] != 0x0A { applies += 1 }
      applies = min(applies + 1, limit)
      lineStart = applies
    } else {
      while lineStart > start, text[lineStart - 1] != 0x0A { lineStart -= 1 }
      line -= 1
    }
    lineMarkers.append(
      SourceFiles.LineMarker(
        start: SourceLocation(applies), lineStart: SourceLocation(lineStart), line: line,
        path: String(decoding: path.prefix { $0 != 0 }, as: UTF8.self), isForDTC: true))
    return next
  }

  /// The index after one or more blanks; nil if there are none.
  private func skipBlanks(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var next = start
    while next < limit, text[next] == 0x20 || text[next] == 0x09 { next += 1 }
    return next > start ? next : nil
  }
}
