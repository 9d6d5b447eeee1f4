public import SourceText

/// Tokens without preprocessing: parts of tokens, and files that dtc itself reads.
extension Preprocessor {
  /// A token as dtc reads it: the `L` at the beginning of a string or character constant is a word of its
  /// own.
  public mutating func partsForDTC(of token: Token) -> [Token] {
    let isWide = token.kind == .wideString || token.kind == .wideCharacter
    // Without its end, it is neither of these.
    guard isWide || token.kind == .other && token.length > 1, files.text[token.location.index] == 0x4C
    else { return [token] }
    var parts = remainder(of: token, after: 0)
    if !parts.isEmpty { parts[0].flags = token.flags }
    return parts
  }

  /// The first `count` bytes of a token that is not an identifier, as a token.
  public func prefix(of token: Token, count: Int) -> Token {
    var rest = scan(token, from: 0, to: count).first ?? token
    rest.flags = token.flags
    return rest
  }

  /// What is left after the first `count` bytes of a token that is not an identifier, as tokens that
  /// touch.
  public mutating func remainder(of token: Token, after count: Int) -> [Token] {
    scan(token, from: count, to: token.length).map { part in
      guard part.kind == .identifier else { return part }
      var named = part
      let start = part.location.index
      let text = files.text
      named.payload = names.intern(text.span.extracting(start..<start + part.length)).rawValue
      return named
    }
  }

  /// A range of bytes of a token that extends to its line's end, as tokens with blanks and comments between
  /// them; macros are not expanded.
  public mutating func line(in token: Token, _ bytes: Range<Int>) -> [Token] {
    rawTokens(token.location.index + bytes.lowerBound..<token.location.index + bytes.upperBound)
  }

  /// The tokens of a line that is not in a file but was made from what is at `location`; macros are not
  /// expanded.
  public mutating func tokens(ofLine bytes: [UInt8], madeAt location: SourceLocation) -> [Token] {
    let start = files.addScratch(bytes.span, origin: location).index
    return rawTokens(start..<start + bytes.count)
  }

  private mutating func rawTokens(_ line: Range<Int>) -> [Token] {
    guard !line.isEmpty else { return [] }
    var tokens: [Token] = []
    var tokenizer = RawTokenizer()
    let text = files.text
    tokenizer.tokenize(text.span, line, names: &names, into: &tokens)
    tokens.removeAll { $0.kind == .end }
    if !tokens.isEmpty { tokens[0].flags.remove(.atLineStart) }
    return tokens
  }

  private func scan(_ token: Token, from: Int, to: Int) -> [Token] {
    let start = token.location.index
    var bytes = Array(files.text[start + from..<start + to])
    let limit = bytes.count
    bytes.append(0x0A)
    var tokens: [Token] = []
    var position = 0
    while position < limit {
      guard let lexeme = Lexeme.scan(bytes.span, at: position, limit: limit) else { break }
      tokens.append(
        Token(
          lexeme.kind, at: token.location.advanced(by: from + position),
          payload: UInt32(lexeme.end - position), expansion: token.expansion))
      position = lexeme.end
    }
    return tokens
  }

  /// The paths at which a file may be that the source names in `/include/` or `/incbin/`: relative to the
  /// file that names it, then in the folders of the search.
  public func searchPaths(for name: String, namedAt location: SourceLocation) -> [String] {
    if name.utf8.first == 0x2F { return [name] }
    var folders = [""]
    if let id = files.file(at: location) {
      folders[0] = IncludeSearch.folder(of: files.file(id).path)
    }
    return (folders + options.bracketFolders).map {
      IncludeSearch.join($0, name)
    }
  }

  /// The tokens of a file as dtc itself would read them after `/include/`: without directives, macros and
  /// joined lines, but with line markers. If the last one is an end token, there is a NUL, and the source
  /// ends with it. `choice` is the number of its path among those of `searchPaths`.
  public mutating func rawTokens(
    _ path: String, choice: Int, namedAt location: SourceLocation
  ) throws(FileError) -> [Token] {
    let id = textForDTC(of: try load(path, forDTC: true))
    list(path, choice: choice, namedAt: location)
    noteLastListed(hasText: id)
    search.noteInclusion(of: id, from: location)
    files.note(inclusionOf: id, at: location)
    facts[id.index].isIncludedByDTC = true
    guard let range = facts(of: id)?.text else { return [] }
    let start = store.count
    var tokenizer = RawTokenizer()
    tokenizer.endsAtNUL = true
    tokenizer.isExact = readsAsDTC
    let text = files.text
    tokenizer.tokenize(text.span, range, names: &names, into: &store)
    take(tokenizer, of: id)
    let end = store.count - 1
    let isCut = store[end].location.index < range.upperBound
    let tokens = Array(store[start..<(isCut ? end + 1 : end)])
    store.removeLast(store.count - start)
    return tokens
  }

  /// Notes that the source depends on a file that was read elsewhere, because of what is at `place`.
  public mutating func addDependency(_ path: String, at place: SourceLocation) {
    let number = sourceCount + 1
    let reader = search.noteReading(of: path, by: number)
    if reader == 0 { files.note(read: path, at: place) }
    if readsAsDTC || reader != number && !isListedDependency(path) { dependencies.append(path) }
  }

  /// Whether a file is among the dependencies because its text was read.
  private func isListedDependency(_ path: String) -> Bool {
    guard let file = search.loaded(path) else { return false }
    // One with lone returns may have been read in two ways.
    return facts(of: file)?.loneReturns == nil
      ? search.isDependency(file) : dependencies.contains(path)
  }
}
