import SourceText

/// The tokens that the preprocessor outputs, several at once where they are plain.
extension Preprocessor {
  /// Appends the next tokens to `output`, about `count` of them; nothing if the source is at its end.
  public mutating func fill(_ output: inout [Token], count: Int = 1024) {
    let target = output.count + count
    while output.count < target, !isStopped { put(&output, until: target) }
  }

  /// Appends the next tokens to `output`, up to the end of a line of the source where no expansion is in
  /// progress, but not many more than `most`; returns whether it is such an end. Nothing is appended if
  /// the source is at its end.
  public mutating func fillLine(_ output: inout [Token], most: Int = 1024) -> Bool {
    let start = output.count
    while !isStopped {
      if output.count > start, contexts.isEmpty, isBetweenLines { return true }
      if output.count - start >= most { return false }
      put(&output, until: start + most)
    }
    return true
  }

  /// Whether nothing is left of the line being read.
  @inline(__always)
  var isBetweenLines: Bool {
    mutating get {
      let last = inputs.count - 1
      return last < 0 || inputs[last].position == inputs[last].lineEnd
    }
  }

  /// Appends a token, or several if they are plain.
  @inline(__always)
  private mutating func put(_ output: inout [Token], until target: Int) {
    if contexts.isEmpty, !isBetweenLines {
      if copyPlainTokens(to: &output, until: target) { return }
      if copySimpleMacro(to: &output) { return }
    } else if !contexts.isEmpty, copyExpandedTokens(to: &output, until: target) {
      return
    }
    let token = next()
    switch token.kind {
    case .padding: self.output.pad(token.paddingSource)
    case .end: isStopped = true
    default: append(token, to: &output)
    }
  }

  /// Appends a token with the spacing that gcc's output has before it.
  @inline(__always)
  mutating func append(_ token: Token, to tokens: inout [Token]) {
    tokens.append(output.spaced(token, in: files.text))
    putCount += 1
  }

  /// Copies tokens that are neither macros nor part of an expansion, the great majority, straight from
  /// the file; returns whether there were any.
  private mutating func copyPlainTokens(to tokens: inout [Token], until target: Int) -> Bool {
    let from = inputs[inputs.count - 1].position
    let position = plainEnd(
      from: from, to: min(inputs[inputs.count - 1].lineEnd, from + target - tokens.count))
    guard position > from else { return false }
    // Only the first token can follow padding: the others have the spacing of their file.
    let first = store[from]
    if first.flags.contains(.atLineStart) { startLine(first) }
    append(first, to: &tokens)
    if position - from > 1 {
      if hasLayout { noteLines(from + 1..<position) }
      for index in from + 1..<position { tokens.append(store[index]) }
      putCount += position - from - 1
      output.didPut(store[position - 1])
    }
    inputs[inputs.count - 1].position = position
    return true
  }

  /// Copies the next tokens of the innermost expansion, up to what `next()` has to examine: a name, a pasted
  /// token, or the expansion's end. Returns whether there were any.
  private mutating func copyExpandedTokens(to tokens: inout [Token], until target: Int) -> Bool {
    let context = contexts[contexts.count - 1]
    guard context.position < context.end else { return false }
    let source =
      switch context.storage {
      case .store: store
      case .bodies: bodies
      case .work: work
      case .arguments: arguments
      }
    var position = context.position
    let count = tokens.count
    guard target > count else { return false }
    let text = files.text
    var spacing = output
    tokens.append(addingCapacity: min(context.end - position, target - count)) { room in
      while position < context.end, !room.isFull {
        var token = source[position]
        if token.kind == .identifier || token.kind == .end || token.flags.contains(.pasteLeft) { break }
        position += 1
        if token.kind == .padding {
          spacing.pad(token.paddingSource)
        } else {
          if context.expansion != 0 { token.expansion = context.expansion }
          room.append(spacing.spaced(token, in: text))
        }
      }
    }
    output = spacing
    putCount += tokens.count - count
    contexts[contexts.count - 1].position = position
    return position > context.position
  }

  /// The position after the plain tokens from `start` on: at a directive, a macro's name or `limit`.
  private mutating func plainEnd(from start: Int, to limit: Int) -> Int {
    if names.count > settledNames { settle() }
    var position = start
    while position < limit {
      let token = store[position]
      if token.kind == .identifier {
        let name = token.symbol.index
        if name < macroIndex.count, macroIndex[name] != 0 { break }
      } else if token.kind == .hash, token.flags.contains(.atLineStart) {
        break
      }
      position += 1
    }
    return position
  }

  /// Replaces the name of a macro whose body is one token that is not a name, as for the constants of the
  /// bindings, which are most of all expansions. Does what `next()` would, without a context.
  private mutating func copySimpleMacro(to tokens: inout [Token]) -> Bool {
    let name = store[inputs[inputs.count - 1].position]
    guard name.kind == .identifier, let index = macro(named: name.symbol) else { return false }
    if macros[index].isUnread { readBody(of: index) }
    guard macros[index].isOneToken, expandedTokens < options.expandedTokens
    else { return false }
    inputs[inputs.count - 1].position += 1
    if name.flags.contains(.atLineStart) { startLine(name) }
    expandedTokens += 1
    var token = store[macros[index].body.lowerBound]
    token.expansion = newExpansion(index, name)
    output.pad(PaddingSource(name))
    append(token, to: &tokens)
    output.pad(.none)
    return true
  }

  /// Notes the lines that begin in a run of plain tokens, which are output next.
  private mutating func noteLines(_ run: Range<Int>) {
    for position in run where store[position].flags.contains(.atLineStart) {
      let number = putCount + position - run.lowerBound
      lineBegin = store[position].location
      layout.append(LayoutEvent(.line(store[position].location), before: number))
    }
  }

  @inline(__always)
  mutating func startLine(_ token: Token) {
    output.startLine()
    guard hasLayout else { return }
    layout.append(LayoutEvent(.line(token.location), before: putCount))
    if token.location != triedToken { lineBegin = token.location }
  }
}
