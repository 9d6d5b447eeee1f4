import SourceText

extension Preprocessor {
  /// Carries out the directive whose `#` was just read; the file's next token is what follows it.
  ///
  /// Returns false if the line is not a directive: in assembler, gcc passes such lines on, which is
  /// what makes `#address-cells = <1>;` work.
  mutating func directive() -> Bool {
    let position = inputs[inputs.count - 1].position
    let word = store[position]
    if word.flags.contains(.atLineStart) { return true }
    if word.kind == .number, !hasLayout { return lineMarker(position) }
    guard word.kind == .identifier, words.isDirective(word.symbol) else { return false }
    let end = lineEnd(from: position)
    inputs[inputs.count - 1].position = end
    // A directive inside a call's arguments is carried out as it is elsewhere.
    let phase = argumentPhase
    let blocked = expansionBlocked
    argumentPhase = .none
    expansionBlocked = 0
    inDirective = true
    carryOut(word, position + 1..<end)
    inDirective = false
    argumentPhase = phase
    expansionBlocked = blocked
    return true
  }

  private mutating func carryOut(_ word: Token, _ line: Range<Int>) {
    switch word.symbol {
    case words.define: define(line, after: word)
    case words.undef: undefine(line, after: word)
    case words.include, words.importWord: include(line, after: word, next: false)
    case words.includeNext: include(line, after: word, next: true)
    case words.ifdef, words.ifndef:
      let isDefined = definedName(line, after: word)
      open(word, taken: isDefined == (word.symbol == words.ifdef))
    case words.ifWord: open(word, taken: condition(line, after: word))
    case words.elif, words.elifdef, words.elifndef, words.elseWord: endBranch(word, line)
    case words.endif: close(word, line)
    case words.error, words.warning:
      let isError = word.symbol == words.error
      report(
        isError ? .error : .warning, isError ? "error-directive" : "warning-directive",
        "#\(isError ? "error" : "warning") \(String(decoding: spelling(of: store[line]), as: UTF8.self))",
        at: word)
    case words.line: lineDirective(line, after: word)
    case words.pragma: pragmaDirective(line)
    case words.assert, words.unassert: assertion(line, after: word)
    case words.ident, words.sccs: identDirective(line, after: word)
    default: break
    }
  }

  /// Carries out `#ident` or `#sccs`, a remark for the object file: in assembler, gcc prints neither.
  private mutating func identDirective(_ line: Range<Int>, after word: Token) {
    let isWritten = line.first.map { store[$0].kind == .string } ?? false
    guard isWritten || expand(line).first?.kind == .string else {
      report(
        .error, "bad-ident", "#\(names.string(word.symbol)) needs a string",
        at: line.first.map { store[$0] } ?? word)
      return
    }
    if isWritten { reportExtra(line.dropFirst(), after: word) }
  }

  // MARK: Conditionals

  /// How many `#if`s are open in the innermost file.
  private var openConditionals: Int {
    mutating get { conditionals.count - inputs[inputs.count - 1].outerConditionals }
  }

  private mutating func open(_ word: Token, taken: Bool) {
    conditionals.append(Conditional(location: word.location, wasTaken: taken))
    if !taken { skipBranch() }
  }

  /// Ends a branch that was taken, and skips the others.
  private mutating func endBranch(_ word: Token, _ line: Range<Int>) {
    guard openConditionals > 0, let conditional = conditionals.last else {
      report(
        .error, "stray-conditional", "#\(names.string(word.symbol)) without #if", at: word)
      return
    }
    noteElse(word, conditional)
    if word.symbol == words.elseWord { reportExtra(line, after: word) }
    noteBranch()
    skipBranch()
  }

  /// Notes a further branch: if it belongs to the outermost conditional, that is not an include guard.
  private mutating func noteBranch() {
    if openConditionals == 1 { inputs[inputs.count - 1].guardState = .none }
  }

  /// Notes that a conditional was closed, which may be the one around the complete file.
  private mutating func noteEnd() {
    let last = inputs.count - 1
    if openConditionals == 0, inputs[last].guardState == .inside {
      inputs[last].guardState = .afterEnd
    }
  }

  private mutating func noteElse(_ word: Token, _ conditional: Conditional) {
    if let earlier = conditional.elseLocation {
      report(
        .error, "branch-after-else", "#\(names.string(word.symbol)) after #else", at: word,
        notes: [
          .init("the #else", at: SourceSpan(start: earlier, count: 4)),
          .init("the conditional began here", at: SourceSpan(start: conditional.location, count: 2)),
        ])
    } else if word.symbol == words.elseWord {
      conditionals[conditionals.count - 1].elseLocation = word.location
    }
  }

  private mutating func close(_ word: Token, _ line: Range<Int>) {
    if openConditionals > 0 {
      conditionals.removeLast()
      reportExtra(line, after: word)
    } else {
      report(.error, "stray-conditional", "#endif without #if", at: word)
    }
    noteEnd()
  }

  /// Skips to the branch that is taken, or to the end of the conditional.
  private mutating func skipBranch() {
    let last = inputs.count - 1
    inputs[last].hasMore = true
    var depth = 0
    while skipToDirective() {
      let position = inputs[last].lineStart
      let word = store[position + 1]
      let end = inputs[last].lineEnd
      inputs[last].position = end
      guard word.kind == .identifier else { continue }
      if words.opensConditional(word.symbol) {
        depth += 1
      } else if word.symbol == words.endif {
        if depth == 0 {
          conditionals.removeLast()
          reportExtra(position + 2..<end, after: word)
          noteEnd()
          return
        }
        depth -= 1
      } else if depth == 0, words.continuesConditional(word.symbol) {
        if takesBranch(word, position + 2..<end) { return }
      }
    }
    hasLostText = true
  }

  private mutating func takesBranch(_ word: Token, _ line: Range<Int>) -> Bool {
    let conditional = conditionals[conditionals.count - 1]
    noteElse(word, conditional)
    if word.symbol == words.elseWord { reportExtra(line, after: word) }
    noteBranch()
    if conditional.wasTaken || conditional.elseLocation != nil { return false }
    inFurtherBranch = true
    defer { inFurtherBranch = false }
    let isTaken: Bool
    switch word.symbol {
    case words.elseWord: isTaken = true
    case words.elif: isTaken = condition(line, after: word)
    default:
      // A poisoned name is neither defined nor not.
      let isPoisoned = line.first.map { reportIfPoisoned(store[$0]) } ?? false
      isTaken = !isPoisoned && definedName(line, after: word) == (word.symbol == words.elifdef)
    }
    if isTaken { conditionals[conditionals.count - 1].wasTaken = true }
    return isTaken
  }

  /// Whether the macro that an `#ifdef` names is defined.
  private mutating func definedName(_ line: Range<Int>, after word: Token) -> Bool {
    guard let first = line.first, store[first].kind == .identifier else {
      report(
        .error, "macro-name-missing", "#\(names.string(word.symbol)) needs a macro name",
        at: line.first.map { store[$0] } ?? word)
      return false
    }
    reportExtra(line.dropFirst(), after: word)
    return reportIfPoisoned(store[first]) ? false : macro(named: store[first].symbol) != nil
  }

  // MARK: Lines

  private mutating func lineDirective(_ line: Range<Int>, after word: Token) {
    let tokens = expand(line)
    guard let number = tokens.first, number.kind == .number,
      let (value, isOutOfRange) = Self.lineNumber(spelling(of: number)),
      tokens.count == 1 || tokens[1].kind == .string
    else {
      report(.error, "bad-line-directive", "#line needs a number, and optionally a file", at: word)
      return
    }
    if isOutOfRange {
      report(
        .warning, "line-out-of-range", "lines are numbered up to \(UInt32.max); this one becomes \(value)",
        at: number)
    }
    if tokens.count > 2 { reportExtra(tokens[2], after: word) }
    guard tokens.count > 1 else { return renumber(from: value, path: nil) }
    guard let path = Escape.path(spelling(of: tokens[1]).dropFirst().dropLast()) else {
      report(
        .error, "bad-line-directive", "an escape in the name of the file stands for no character",
        at: tokens[1])
      return
    }
    renumber(from: value, path: String(decoding: path, as: UTF8.self))
  }

  /// The number that a `#line` sets, modulo 2³² as in gcc, and whether it was larger; nil if `text` has
  /// anything but digits.
  private static func lineNumber(_ text: ArraySlice<UInt8>) -> (value: Int, isOutOfRange: Bool)? {
    var value: UInt32 = 0
    var isOutOfRange = false
    for byte in text {
      guard CharacterClass.isDigit(byte) else { return nil }
      let (tenfold, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = tenfold.addingReportingOverflow(UInt32(byte - 0x30))
      value = sum
      if first || second { isOutOfRange = true }
    }
    return (Int(value), isOutOfRange)
  }

  /// Takes in the line marker at `position` (`# 12 "file" 1`), which a preprocessor left for dtc; false if
  /// it is none. In assembler, gcc passes it on to dtc, so where the text is printed, it stays in it.
  private mutating func lineMarker(_ position: Int) -> Bool {
    let last = inputs.count - 1
    let end = lineEnd(from: position)
    guard end > position + 1, store[position + 1].kind == .string,
      store[position].flags.contains(.spaceBefore), store[position + 1].flags.contains(.spaceBefore),
      store[position + 2..<end].allSatisfy({ $0.kind == .number }),
      let line = Int(String(decoding: spelling(of: store[position]), as: UTF8.self)),
      line <= Int(Int32.max)
    else { return false }
    var start = lineStart(after: store[position].location, before: store[end].location)
    let path = markedPath(store[position + 1])
    if path.contains(0) {
      report(
        .error, "nul-in-line-marker", "the file name of a line marker has a NUL byte in it",
        at: store[position + 1])
    }
    if goOnInOwnText() { start = SourceLocation(min(inputs[last].next, inputs[last].limit)) }
    // gcc does not number lines by it, so `__LINE__` is not affected.
    files.add(
      SourceFiles.LineMarker(
        start: start, line: line, path: String(decoding: path, as: UTF8.self), isForDTC: true),
      to: inputs[last].file)
    inputs[last].position = end
    return true
  }

  /// The path that a string in a line marker stands for.
  private func markedPath(_ string: Token) -> [UInt8] {
    let written = spelling(of: string).dropFirst().dropLast()
    return Escape.text(of: written.span)
  }

  func lineStart(after location: SourceLocation, before limit: SourceLocation) -> SourceLocation {
    var index = files.resolve(location).index
    while index < limit.index, files.text[index] != 0x0A { index += 1 }
    return SourceLocation(min(index + 1, limit.index))
  }

  /// The tokens of a directive's line after expansion.
  mutating func expand(_ line: Range<Int>) -> [Token] {
    contexts.append(Context(.store, line, isBoundary: true))
    var tokens: [Token] = []
    while true {
      let token = next()
      if token.kind == .end { break }
      if token.kind != .padding { tokens.append(token) }
    }
    contexts.removeLast()
    return tokens
  }
}
