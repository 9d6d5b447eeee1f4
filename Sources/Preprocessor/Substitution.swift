import SourceText

extension Preprocessor {
  /// A function-like macro's body with the arguments in place of the parameters, put into `work`.
  ///
  /// A parameter beside `#` or `##` gets its argument as it was written, any other one the expanded
  /// argument between two paddings. Where an argument of nothing stands beside `##`, the `##` goes.
  mutating func replaceParameters(
    of macro: Macro, from callStart: Int, restIndex: Int?, expansion: UInt32
  ) -> Range<Int> {
    // What has parameters has its body in `bodies`.
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
        putArgument(index, of: token, isPasted: isPasted, restIndex: restIndex, from: start)
      }
      let pastesOn = token.flags.contains(.pasteLeft)
      if pastesOn {
        pasteOn(from: before, isExpanded: token.flags.contains(.expandsBeforePaste) && !isPasted)
      }
      if !inDirective, !pastesOn { work.append(.padding(.none)) }
    }
    return start..<work.count
  }

  /// Puts an argument in a parameter's place behind that part of the body which lies in `work` from `start` on.
  private mutating func putArgument(
    _ index: Int, of parameter: Token, isPasted: Bool, restIndex: Int?, from start: Int
  ) {
    let pastesOn = parameter.flags.contains(.pasteLeft)
    if parameter.flags.contains(.stringized) {
      let string = stringized(calls[index].tokens, in: parameter)
      return work.append(string)
    }
    guard isPasted || pastesOn && !parameter.flags.contains(.expandsBeforePaste) else {
      let expanded = expandArgument(index)
      return work.append(contentsOf: arguments[expanded])
    }
    // With another `##` behind it, as in `a ## b ## c` with nothing for b, a stays pasted to c.
    if isPasted, !pastesOn, work.count > start {
      let left = work.count - 1
      if work[left].kind == .comma, Int(parameter.payload) == restIndex {
        // GNU: the comma in `, ## rest` goes with an argument that was left out.
        if calls[index].isMissing { work.removeLast() } else { work[left].flags.remove(.pasteLeft) }
      } else if calls[index].tokens.isEmpty {
        work[left].flags.remove(.pasteLeft)
      }
    }
    let first = work.count
    work.append(contentsOf: arguments[calls[index].tokens])
    takeLinesFromBody(from: first, expansion: parameter.expansion)
  }

  /// Lets `__LINE__` in what lies in `work` from `start` on be as the body's own: to gcc, which expands it only there, it is
  /// the call's line. (So is one that a macro's name there stands for; but then no message could say where that name is.)
  private mutating func takeLinesFromBody(from start: Int, expansion: UInt32) {
    for position in start..<work.count where work[position].kind == .identifier {
      guard let macro = macro(named: work[position].symbol), case .builtin(.line) = macros[macro].form else {
        continue
      }
      work[position].expansion = expansion
    }
  }

  /// Lets the `##` behind a parameter stand behind the argument that lies in `work` from `start` on, if that is not
  /// nothing. What was expanded ends in paddings, which go; those of a call that came to nothing stay, and nothing is
  /// pasted to them.
  private mutating func pasteOn(from start: Int, isExpanded: Bool) {
    var end = work.count
    if isExpanded {
      while end > start, work[end - 1].kind == .padding, work[end - 1].paddingSource == .none { end -= 1 }
    }
    guard end > start else { return }
    work.removeLast(work.count - end)
    if work[end - 1].kind != .padding { work[end - 1].flags.insert(.pasteLeft) }
  }

  /// Expands the arguments that a body uses as expanded: before the body is put together in `work`,
  /// since expanding them uses `work`, too.
  mutating func expandArguments(usedIn body: Range<Int>, from callStart: Int) {
    for position in body where bodies[position].kind == .parameter {
      let token = bodies[position]
      if let content = content(ofString: token) { expandArguments(usedIn: content.body, from: callStart) }
      let isPasted =
        position > body.lowerBound && bodies[position - 1].flags.contains(.pasteLeft)
      let isPastedAsWritten = token.flags.contains(.pasteLeft) && !token.flags.contains(.expandsBeforePaste)
      if isPasted || isPastedAsWritten || token.flags.contains(.stringized) { continue }
      _ = expandArgument(callStart + Int(token.payload))
    }
  }

  /// `#parameter`: an argument's spelling as a string.
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
    return scratch(
      .string, text, like: token,
      flags: token.flags.intersection([.spaceBefore, .pasteLeft]))
  }

  /// A token with a spelling of its own, made at the place of another.
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
      // Every token is spelled where it is: names are read from there.
      var pasted = scratch(.identifier, text, like: left, flags: flags)
      pasted.payload = symbol.rawValue
      return pasted
    }
    return scratch(lexeme.kind, text, like: left, flags: flags)
  }
}
