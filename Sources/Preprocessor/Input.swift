import SourceText

/// A file being read: a line after the other is split into tokens, when it is wanted.
struct Input: Sendable {
  private(set) var file: FileID
  /// The index of the text that was not split into tokens yet.
  var next: Int
  /// The index of the text's end, where a newline of our own stands.
  private(set) var limit: Int
  /// What the first token from there on has for flags.
  var nextFlags = TokenFlags.atLineStart
  /// The tokens of the line being read, in the store: the first, the next one, and the end token.
  var lineStart = 0
  var position = 0
  var lineEnd = 0
  /// Whether something refers to these tokens, which otherwise go when the line was read.
  var keepsLine = true
  /// Whether it has no directives and macros, and all of it was split into tokens at once.
  var isPreprocessed = false
  /// Whether a `#line` takes its lines near the last number that there is. gcc has a marker for each line there.
  var nearsLastNumber = false
  /// How many `#if`s are open in the files that include it.
  var outerConditionals = 0
  /// Whether all of it stands in one `#ifndef`, as far as it was read.
  var guardState = GuardState.beforeFirstLine
  /// How many of its lines were not definitions straight from the text.
  var lineCount = 0
  /// Whether there is more to know of it than its guard and such definitions: something to be said for each source
  /// that has it, or a part that was not read for this one.
  var hasMore = false
  var guardName = Symbol.empty
  /// Where the `#include` stands that brought it.
  let includedFrom: SourceLocation
  /// Which folder of the search it was found in; nil if it was found otherwise. `#include_next`
  /// goes on from there.
  let folder: Int?
  /// Who owns it, which nobody asks without layout.
  var owner: HeaderOwner
  /// By which name it was found (`EnteredFiles`); 0 if nobody asks.
  let entry: UInt32

  /// How much of the form `#ifndef NAME` … `#endif` with nothing outside has been read.
  enum GuardState {
    case beforeFirstLine, inside, afterEnd, none
  }

  /// Goes on in a copy of what was not read yet.
  mutating func goOn(in copy: FileID, _ text: Range<Int>) {
    file = copy
    next = text.lowerBound
    limit = text.upperBound
  }
}

extension Preprocessor {
  /// Splits the innermost file's next line into tokens, which go to the end of the store with an end
  /// token behind them.
  private mutating func tokenizeLine() {
    let last = inputs.count - 1
    inputs[last].lineStart = store.count
    let tokenizer = tokenizeNextLine()
    inputs[last].nextFlags = .atLineStart
    inputs[last].position = inputs[last].lineStart
    inputs[last].lineEnd = store.count - 1
    inputs[last].keepsLine = false
    // Nothing of a line that ends a call is as it stands there.
    beforeLine = (diagnostics.count, counter, argumentPhase == .collecting ? nil : callCount)
    report(tokenizer, in: inputs[last].file)
  }

  /// A function of its own, so that nobody else has the text when a spelling is added to it.
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
      report(
        .error, "unterminated-comment", "comment is never closed",
        at: SourceSpan(start: SourceLocation(comment), count: 2))
    }
    if let first = tokenizer.firstNUL { reportNUL(first, in: original(of: file)) }
    if tokenizer.hasWideTokens { hasWideTokens = true }
    if !tokenizer.respelled.isEmpty { respell(tokenizer.respelled) }
  }

  /// Whoever has the innermost file for the next source is to read it.
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

  /// Goes on reading in a file.
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
    search.noteInclusion(of: id, from: place)
    files.note(inclusionOf: id, at: place)
    if hasLayout, inputs.count > 1 {
      // What no directive brought was forced in.
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
      // The lines are the guard's first and last one.
      facts[file].hasOnlyDefinitions =
        input.lineCount == 2 && !input.hasMore && !notesDefinitions && !facts[file].hasKnownNUL
    }
    while conditionals.count > input.outerConditionals, let conditional = conditionals.popLast() {
      report(
        .error, "unterminated-conditional", "conditional is never closed by #endif",
        at: SourceSpan(start: conditional.location, count: wordLength(at: conditional.location)))
    }
    guard let outer = inputs.last else { return false }
    // What was read before the source was included by nobody.
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

  /// The index of the end token of a line.
  func lineEnd(from position: Int) -> Int {
    var end = position
    while !store[end].flags.contains(.atLineStart) { end += 1 }
    return end
  }

  /// Makes the innermost file's next line with tokens be the one that is read; false at its end, or if only a line
  /// that begins with `#` is wanted and it does not.
  /// Definitions that need no closer look are carried out on the way. If any line is wanted, an `#include` that is
  /// known is, too, and then the innermost file may be at its beginning.
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

  /// Makes the innermost file's next line that begins with `#` be the one that is read; false at the
  /// file's end.
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
      // Behind lines that are joined a directive may begin as well.
      let first = store[inputs[last].lineStart]
      if isHash || first.kind == .hash && first.flags.contains(.atLineStart) { return true }
      dropLine()
    }
  }

  private mutating func skipBlanks(in input: Int) {
    var flags = inputs[input].nextFlags
    inputs[input].next = LineScan.skipBlanks(
      files.text.span, inputs[input].next, inputs[input].limit, &flags)
    inputs[input].nextFlags = flags
  }

  /// Takes the tokens of the line that was read out of the store, if nothing refers to them.
  private mutating func dropLine() {
    let last = inputs.count - 1
    guard !inputs[last].keepsLine, store.count == inputs[last].lineEnd + 1 else { return }
    store.removeLast(store.count - inputs[last].lineStart)
    inputs[last].lineStart = store.count
    inputs[last].position = store.count
    inputs[last].lineEnd = store.count
    inputs[last].keepsLine = true
  }

  /// Carries out the directives that come next, and leaves files at their ends, up to a line of text; whether anything
  /// was done.
  mutating func passDirectives() -> Bool {
    var isDone = false
    while contexts.isEmpty, !isStopped, isBetweenLines, !inputs.isEmpty {
      let last = inputs.count - 1
      guard !inputs[last].isPreprocessed else { break }
      if readLine(onlyWithHash: true) {
        let hash = store[inputs[last].position]
        inputs[last].position += 1
        guard hash.kind == .hash, directive() else {
          inputs[last].position -= 1
          break
        }
      } else {
        guard inputs[last].next >= inputs[last].limit, last > 0 else { break }
        _ = leave()
      }
      isDone = true
    }
    return isDone
  }

  /// The next token of the files, with directives carried out on the way.
  mutating func nextFromFile() -> Token {
    while !inputs.isEmpty {
      let last = inputs.count - 1
      if inputs[last].position == inputs[last].lineEnd {
        if readLine() { continue }
        // The arguments of a call cannot run on past their file.
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
