import SourceText

extension Preprocessor {
  /// Appends a function-like macro's body to `work`, with arguments in place of the parameters; returns its
  /// range.
  ///
  /// A parameter next to `#` or `##` is replaced by its argument as written, any other one by the expanded
  /// argument between two paddings. Next to an empty argument, the `##` is dropped.
  mutating func replaceParameters(
    of macro: Macro, from callStart: Int, restIndex: Int?, expansion: UInt32
  ) -> Range<Int> {
    // A macro with parameters has its body in `bodies`.
    let body = macro.body
    expandArguments(usedIn: body, from: callStart)
    let start = work.count
    for position in body where !isStopped {
      if expandedTokens + work.count - start > options.expandedTokens {
        let use = expansions[Int(expansion) - 1].use
        stopExpanding(
          Token(
            .identifier, at: use.location, payload: macro.name.rawValue,
            expansion: use.expansion))
        break
      }
      var token = bodies[position]
      token.expansion = expansion
      guard token.kind == .parameter else {
        work.append(token)
        continue
      }
      let isPasted =
        position > body.lowerBound && bodies[position - 1].flags.contains(.pasteLeft)
      if !inDirective, position > body.lowerBound, !isPasted {
        work.append(.padding(PaddingSource(token)))
      }
      let before = work.count
      if token.isStringizedOption {
        work.append(stringizedOption(token, from: callStart, restIndex: restIndex, expansion: expansion))
      } else {
        let index = callStart + Int(token.payload)
        // gcc drops padding at the beginning of a `__VA_OPT__`, unless that begins the body.
        let opensOption = position > body.lowerBound + 1 && bodies[position - 1].isOpeningOfOption
        putArgument(
          index, of: token, isPasted: isPasted, opensOption: opensOption, restIndex: restIndex, from: start)
      }
      let pastesOn = token.flags.contains(.pasteLeft)
      if pastesOn {
        pasteOn(from: before, isExpanded: token.flags.contains(.expandsBeforePaste))
      }
      if !inDirective, !pastesOn { work.append(.padding(.none)) }
    }
    return start..<work.count
  }

  /// Appends an argument in a parameter's place; the part of the body before it is in `work` from `start` on.
  private mutating func putArgument(
    _ index: Int, of parameter: Token, isPasted: Bool, opensOption: Bool, restIndex: Int?, from start: Int
  ) {
    let pastesOn = parameter.flags.contains(.pasteLeft)
    if parameter.flags.contains(.stringized) {
      let string = stringized(calls[index].tokens, in: parameter)
      return work.append(string)
    }
    guard
      isPasted && !parameter.flags.contains(.expandsAfterPaste)
        || pastesOn && !parameter.flags.contains(.expandsBeforePaste)
    else {
      let expanded = arguments[expandArgument(index)]
      guard isPasted || opensOption else { return work.append(contentsOf: expanded) }
      let first = work.count
      work.append(contentsOf: expanded.drop { $0.kind == .padding })
      if isPasted, !pastesOn, work.count == first, first > start { work[first - 1].flags.remove(.pasteLeft) }
      return
    }
    // With another `##` after it, as in `a ## b ## c` with an empty b, a stays pasted to c.
    if isPasted, !pastesOn, work.count > start {
      let left = work.count - 1
      if work[left].kind == .comma, Int(parameter.payload) == restIndex {
        // GNU extension: the comma in `, ## rest` disappears with an argument that was left out.
        if calls[index].isMissing { work.removeLast() } else { work[left].flags.remove(.pasteLeft) }
      } else if calls[index].tokens.isEmpty {
        work[left].flags.remove(.pasteLeft)
      }
    }
    let first = work.count
    work.append(contentsOf: arguments[calls[index].tokens])
    takeLinesFromBody(from: first, expansion: parameter.expansion)
  }

  /// Makes `__LINE__` in `work` from `start` on part of the body: gcc expands it only there, to the line of
  /// the call. (gcc does the same with a `__LINE__` in a macro that is named there; but then no message
  /// could say where that name is.)
  private mutating func takeLinesFromBody(from start: Int, expansion: UInt32) {
    for position in start..<work.count where work[position].kind == .identifier {
      guard let macro = macro(named: work[position].symbol), case .builtin(.line) = macros[macro].form else {
        continue
      }
      work[position].expansion = expansion
    }
  }

  /// Moves the `##` after a parameter to the end of its argument, which is in `work` from `start` on, unless
  /// that is empty. An expanded argument ends in paddings, which are removed; those of a call that expanded
  /// to nothing stay, and nothing is pasted to them.
  private mutating func pasteOn(from start: Int, isExpanded: Bool) {
    var end = work.count
    if isExpanded {
      while end > start, work[end - 1].kind == .padding, work[end - 1].paddingSource == .none { end -= 1 }
    }
    guard end > start else { return }
    work.removeLast(work.count - end)
    if work[end - 1].kind != .padding { work[end - 1].flags.insert(.pasteLeft) }
  }

  /// Expands the arguments that a body uses in expanded form. This is done before the body is assembled in
  /// `work`, since expanding them uses `work` too.
  mutating func expandArguments(usedIn body: Range<Int>, from callStart: Int) {
    for position in body where bodies[position].kind == .parameter {
      let token = bodies[position]
      if let content = content(ofString: token) { expandArguments(usedIn: content.body, from: callStart) }
      let isPasted =
        position > body.lowerBound && bodies[position - 1].flags.contains(.pasteLeft)
      let isPastedAsWritten =
        isPasted && !token.flags.contains(.expandsAfterPaste)
        || token.flags.contains(.pasteLeft) && !token.flags.contains(.expandsBeforePaste)
      if isPastedAsWritten || token.flags.contains(.stringized) { continue }
      _ = expandArgument(callStart + Int(token.payload))
    }
  }

  /// The string that `#parameter` makes of an argument's spelling.
  mutating func stringized(_ range: Range<Int>, in token: Token) -> Token {
    var text: [UInt8] = [0x22]
    var source = PaddingSource.none
    var endsInBackslashes = 0
    for argument in arguments[range] {
      if argument.kind == .padding {
        source = source.followed(by: argument.paddingSource)
        continue
      }
      let decisive = source == .none ? PaddingSource(argument) : source
      if text.count > 1, decisive == .spaced { text.append(0x20) }
      source = .none
      let bytes = spelling(of: argument)
      if argument.kind.isQuoted {
        for byte in bytes {
          if byte == 0x22 || byte == 0x5C { text.append(0x5C) }
          text.append(byte)
        }
      } else {
        text += bytes
      }
      let isBackslash = argument.kind == .other && bytes.first == 0x5C
      endsInBackslashes = isBackslash ? endsInBackslashes + 1 : 0
    }
    if endsInBackslashes & 1 == 1 {
      report(
        .warning, "stringized-backslash", "a string cannot end in a lone backslash; it is left out",
        at: token)
      text.removeLast()
    }
    text.append(0x22)
    expandedTokens += text.count >> 4
    // Behind a `##`, no padding has the white space before the `#`, and the string has none of its own.
    return scratch(.string, text, like: token, flags: token.flags.intersection(.pasteLeft))
  }

  /// Makes a token with a spelling of its own at the place of another.
  mutating func scratch(
    _ kind: TokenKind, _ text: [UInt8], like token: Token, flags: TokenFlags
  ) -> Token {
    let location = files.addScratch(text.span, origin: token.location)
    return Token(
      kind, at: location, payload: UInt32(truncatingIfNeeded: text.count), flags: flags,
      expansion: token.expansion)
  }

  /// Pastes `first` and what follows it in the innermost context, as far as `##` goes, and makes the
  /// result the next token.
  mutating func paste(_ first: Token) {
    var left = first
    while let right = nextOperand() {
      if right.kind == .padding { continue }
      guard let pasted = joined(left, right) else {
        // In assembler, what cannot be one token stays two.
        contexts[contexts.count - 1].position -= 1
        break
      }
      left = pasted
      if !right.flags.contains(.pasteLeft) { break }
    }
    left.flags.remove(.pasteLeft)
    let start = work.count
    work.append(left)
    contexts.append(Context(.work, start..<work.count))
  }

  /// The next token of the innermost context, without expansion.
  private mutating func nextOperand() -> Token? {
    let top = contexts.count - 1
    let context = contexts[top]
    guard context.position < context.end else { return nil }
    contexts[top].position += 1
    var token: Token
    switch context.storage {
    case .store: token = store[context.position]
    case .bodies: token = bodies[context.position]
    case .work: token = work[context.position]
    case .arguments: token = arguments[context.position]
    }
    if context.expansion != 0 { token.expansion = context.expansion }
    return token
  }

  /// The token that two spellings make together, if they make exactly one.
  private mutating func joined(_ left: Token, _ right: Token) -> Token? {
    var text = Array(spelling(of: left))
    // `/ ## /` must not begin a comment.
    if left.kind == .slash, right.kind != .assign, right.kind != .equal { return nil }
    text += spelling(of: right)
    let count = text.count
    text.append(0x0A)
    guard count > 0, let lexeme = Lexeme.scanC(text.span, at: 0, limit: count), lexeme.end == count
    else { return nil }
    text.removeLast()
    if text[0] == 0x4C, lexeme.kind != .identifier { hasWideTokens = true }
    expandedTokens += count >> 4
    let flags = left.flags.intersection(.spaceBefore)
    if lexeme.kind == .identifier {
      let symbol = names.intern(text.span)
      // Every token's spelling is at its location: names are read from there.
      var pasted = scratch(.identifier, text, like: left, flags: flags)
      pasted.payload = symbol.rawValue
      return pasted
    }
    return scratch(lexeme.kind, text, like: left, flags: flags)
  }
}
