import SourceText

/// A file being read. Its lines are split into tokens one by one, as they are needed.
struct Input: Sendable {
  private(set) var file: FileID
  /// The index of the first byte that was not split into tokens yet.
  var next: Int
  /// The index of the text's end, where there is a newline that we added.
  private(set) var limit: Int
  /// The flags of the first token from `next` on.
  var nextFlags = TokenFlags.atLineStart
  /// The line being read, as indices of the store: its first token, the next one, and its end token.
  var lineStart = 0
  var position = 0
  var lineEnd = 0
  /// Whether something refers to these tokens; otherwise they are dropped once the line was read.
  var keepsLine = true
  /// Whether it is preprocessed already: without directives and macros, and split into tokens all at once.
  var isPreprocessed = false
  /// Whether a `#line` puts its lines near the last possible number, where gcc prints a marker for each line.
  var nearsLastNumber = false
  /// How many `#if`s are open in the files that include it.
  var outerConditionals = 0
  /// Whether all of it is inside one `#ifndef`, as far as it was read.
  var guardState = GuardState.beforeFirstLine
  /// How many of its lines were not definitions taken straight from the text.
  var lineCount = 0
  /// Whether there is more to it than its guard and such definitions: something to report for each source
  /// that includes it, or a part that was not read for this one.
  var hasMore = false
  var guardName = Symbol.empty
  /// The place of the `#include` that brought it; `.none` if there is none.
  let includedFrom: SourceLocation
  /// The number of the folder in which the search found it, after which `#include_next` continues; nil if it
  /// was found otherwise.
  let folder: Int?
  /// Its owner, which is needed only with a layout.
  var owner: HeaderOwner
  /// The number of the entry for the name by which it was found (`EnteredFiles`); 0 if not needed.
  let entry: UInt32

  /// How much of the form `#ifndef NAME` … `#endif` with nothing outside has been read.
  enum GuardState {
    case beforeFirstLine, inside, afterEnd, none
  }

  /// Continues in a copy of what was not read yet.
  mutating func goOn(in copy: FileID, _ text: Range<Int>) {
    file = copy
    next = text.lowerBound
    limit = text.upperBound
  }
}

extension Preprocessor {
  /// Splits the innermost file's next line into tokens, which are appended to the store, followed by an end
  /// token.
  private mutating func tokenizeLine() {
    let last = inputs.count - 1
    inputs[last].lineStart = store.count
    let tokenizer = tokenizeNextLine()
    inputs[last].nextFlags = .atLineStart
    inputs[last].position = inputs[last].lineStart
    inputs[last].lineEnd = store.count - 1
    inputs[last].keepsLine = false
    // A line that is part of a call's arguments cannot be taken back: its tokens come out differently.
    beforeLine = (diagnostics.count, counter, argumentPhase == .collecting ? nil : callCount)
    report(tokenizer, in: inputs[last].file)
  }

  /// A separate function, so that the text has no second owner when a spelling is appended to it.
  @inline(never)
  private mutating func tokenizeNextLine() -> Tokenizer {
    let last = inputs.count - 1
    var tokenizer = Tokenizer(words: words, flags: inputs[last].nextFlags)
    let text = files.text
    inputs[last].next = tokenizer.tokenizeLine(
      text.span, from: inputs[last].next, limit: inputs[last].limit, names: &names, into: &store)
    return tokenizer
  }

  /// Reports what a tokenizer met, and gives tokens that span lines a spelling of their own.
  mutating func report(_ tokenizer: Tokenizer, in file: FileID) {
    if let comment = tokenizer.unterminatedComment {
      noteMore()
      hasLostText = true
      report(
        .error, "unterminated-comment", "comment is never closed",
        at: SourceSpan(start: SourceLocation(comment), count: 2))
    }
    if let splice = tokenizer.spacedSplice {
      noteMore()
      report(
        .warning, "spaced-splice",
        "the next line is joined to this one, in spite of the white space at its end",
        at: SourceSpan(start: SourceLocation(splice), count: 1))
    }
    if let first = tokenizer.firstNUL { reportNUL(first, in: original(of: file)) }
    if tokenizer.hasWideTokens { hasWideTokens = true }
    if !tokenizer.respelled.isEmpty { respell(tokenizer.respelled) }
  }

  /// Notes that each further source that includes the innermost file has to read it.
  mutating func noteMore() {
    if !inputs.isEmpty { inputs[inputs.count - 1].hasMore = true }
  }

  private mutating func reportNUL(_ place: Int, in file: FileID) {
    guard !facts[file.index].hasKnownNUL else { return }
    facts[file.index].hasKnownNUL = true
    report(
      .warning, "nul-byte", "NUL bytes are ignored: is this UTF-8 text?",
      at: SourceSpan(start: SourceLocation(place), count: 1))
  }

  private mutating func respell(_ tokens: [Tokenizer.Respelled]) {
    for token in tokens {
      let location = files.addScratch(
        token.spelling.span, origin: store[token.index].location)
      store[token.index].location = location
    }
  }

  /// Enters a file, which is read next.
  mutating func enter(
    _ id: FileID, from place: SourceLocation, folder: Int?, owner: HeaderOwner = .user, entry: UInt32 = 0
  ) {
    let id = ownText(of: id)
    guard let text = facts(of: id)?.text else { return }
    let lineEnd = hasLayout ? endOfLine : .none
    inputs.append(
      Input(
        file: id, next: text.lowerBound, limit: text.upperBound, outerConditionals: conditionals.count,
        includedFrom: place, folder: folder, owner: owner, entry: entry))
    if place != .none {
      search.countInclusion(of: id, bytes: text.count)
      noteLastListed(hasText: id)
    }
    search.noteInclusion(of: id, from: place)
    files.note(inclusionOf: id, at: place)
    if hasLayout, inputs.count > 1 {
      // A file that no directive brought was forced in.
      layout.append(
        LayoutEvent(
          place == .none ? .enterForced(id, owner) : .enter(id, owner, from: lineEnd), before: putCount))
    }
  }

  /// Leaves the innermost file; false if it was the last one.
  mutating func leave() -> Bool {
    guard let input = inputs.last else { return false }
    inputs.removeLast()
    let file = original(of: input.file).index
    facts[file].wasLeft = true
    search.entered.leave(input.entry)
    if input.guardState == .afterEnd {
      facts[file].guardName = input.guardName
      // The two lines are the first and last of the guard.
      facts[file].hasOnlyDefinitions =
        input.lineCount == 2 && !input.hasMore && !notesDefinitions && !facts[file].hasKnownNUL
    }
    while conditionals.count > input.outerConditionals, let conditional = conditionals.popLast() {
      report(
        .error, "unterminated-conditional", "conditional is never closed by #endif",
        at: SourceSpan(start: conditional.location, count: wordLength(at: conditional.location)))
    }
    guard let outer = inputs.last else { return false }
    // All further errors would be about what the rest of the file would have defined.
    if hasLostText {
      isStopped = true
      return false
    }
    // A file that no directive included was read before the source.
    if inputs.count == 1, input.includedFrom == .none {
      leaveForcedFile()
      return true
    }
    if hasLayout {
      layout.append(LayoutEvent(.leave(to: outer.file, outer.owner, at: endOfLine), before: putCount))
    }
    return true
  }

  private func wordLength(at location: SourceLocation) -> Int {
    files.text[location.index...].prefix(while: CharacterClass.isIdentifierPart).count
  }

  /// The index of the end token of the line that contains `position`.
  func lineEnd(from position: Int) -> Int {
    var end = position
    while !store[end].flags.contains(.atLineStart) { end += 1 }
    return end
  }

  /// Makes the innermost file's next line with tokens the one being read; false at the file's end, or if
  /// only a line that begins with `#` is wanted and the next one does not. On the way, definitions that need
  /// no closer look are carried out, and if any line is wanted, so is a known `#include`, after which the
  /// innermost file may be one that is at its beginning.
  mutating func readLine(onlyWithHash: Bool = false) -> Bool {
    let last = inputs.count - 1
    dropLine()
    while true {
      skipBlanks(in: last)
      guard inputs[last].next < inputs[last].limit else { return false }
      let hasHash =
        files.text[inputs[last].next] == 0x23 && inputs[last].nextFlags.contains(.atLineStart)
      if hasHash, argumentPhase == .none {
        if defineFromText() { continue }
        if !onlyWithHash, includeKnown() { return true }
      }
      if onlyWithHash, !hasHash { return false }
      inputs[last].lineCount += 1
      tokenizeLine()
      if inputs[last].lineEnd > inputs[last].lineStart { break }
    }
    if inputs[last].guardState != .inside { noteGuard() }
    return true
  }

  /// Makes the innermost file's next line that begins with `#` the one being read; false at the file's
  /// end.
  mutating func skipToDirective() -> Bool {
    let last = inputs.count - 1
    dropLine()
    while true {
      var flags = inputs[last].nextFlags
      let start = LineScan.skipLines(files.text.span, inputs[last].next, inputs[last].limit, &flags)
      inputs[last].next = start
      inputs[last].nextFlags = flags
      guard start < inputs[last].limit else { return false }
      let isHash = files.text[start] == 0x23 && flags.contains(.atLineStart)
      tokenizeLine()
      inputs[last].position = inputs[last].lineEnd
      // A directive may also begin after joined lines.
      let first = store[inputs[last].lineStart]
      if isHash || first.kind == .hash && first.flags.contains(.atLineStart) { return true }
      dropLine()
    }
  }

  mutating func skipBlanks(in input: Int) {
    var flags = inputs[input].nextFlags
    inputs[input].next = LineScan.skipBlanks(
      files.text.span, inputs[input].next, inputs[input].limit, &flags)
    inputs[input].nextFlags = flags
  }

  /// Removes the tokens of the line that was read from the store, if nothing refers to them.
  private mutating func dropLine() {
    let last = inputs.count - 1
    guard !inputs[last].keepsLine, store.count == inputs[last].lineEnd + 1 else { return }
    store.removeLast(store.count - inputs[last].lineStart)
    inputs[last].lineStart = store.count
    inputs[last].position = store.count
    inputs[last].lineEnd = store.count
    inputs[last].keepsLine = true
  }

  /// Returns the next token of the files, carrying out directives on the way.
  mutating func nextFromFile() -> Token {
    while !inputs.isEmpty {
      let last = inputs.count - 1
      if inputs[last].position == inputs[last].lineEnd {
        if readLine() { continue }
        // The arguments of a call cannot extend past the end of their file.
        if argumentPhase != .none {
          return Token(.end, at: SourceLocation(inputs[last].limit), payload: 0, flags: .atLineStart)
        }
        if !leave() { return .end }
        continue
      }
      var token = store[inputs[last].position]
      inputs[last].position += 1
      if token.flags.contains(.atLineStart) {
        if token.kind == .hash, argumentPhase != .lookingForParenthesis, directive() {
          if isStopped { return .end }
          continue
        }
        switch argumentPhase {
        case .none: startLine(token)
        case .collecting:
          token.flags.insert(.spaceBefore)
          if token.kind != .hash { token.flags.remove(.atLineStart) }
        case .lookingForParenthesis: triedToken = token.location
        }
      }
      return token
    }
    return .end
  }
}
