import SourceText

/// Calls of function-like macros: their arguments are read, and expanded where the body needs it.
extension Preprocessor {
  /// Reads what follows the name of a function-like macro, and begins its expansion; false if there is no
  /// call, or a bad one.
  mutating func call(
    _ macro: Int, _ name: Token, parameters: Int, isVariadic: Bool
  ) -> Bool {
    guard callDepth < options.callDepth else {
      report(
        .error, "call-depth", "macro calls are nested more than \(options.callDepth) levels deep", at: name)
      isStopped = true
      return false
    }
    let outerPhase = argumentPhase
    expansionBlocked += 1
    argumentPhase = .lookingForParenthesis
    guard takeParenthesis() else {
      argumentPhase = outerPhase
      expansionBlocked -= 1
      return false
    }
    argumentPhase = .collecting
    callCount += 1
    let argumentStart = arguments.count
    let callStart = calls.count
    let earlierRedefinitions = redefinitions
    let isComplete = collect(name, parameters: parameters, isVariadic: isVariadic, from: callStart)
    argumentPhase = outerPhase
    expansionBlocked -= 1
    // As in gcc, a bad call disappears with its arguments; only its name remains.
    let isGood =
      isComplete
      && fitArguments(of: macro, name, parameters: parameters, isVariadic: isVariadic, from: callStart)
    if isGood {
      pushCall(of: macro, name, parameters: parameters, isVariadic: isVariadic, from: callStart)
      if redefinitions != earlierRedefinitions { disableCurrent(insteadOf: macro) }
    }
    calls.removeLast(calls.count - callStart)
    arguments.removeLast(arguments.count - argumentStart)
    return isGood
  }

  /// Disables what a macro's name stands for now, after its call has begun: as in gcc, it is the name that is not
  /// expanded in the body, even if it was redefined among the arguments.
  private mutating func disableCurrent(insteadOf old: Int) {
    guard let current = macro(named: macros[old].name), current != old else { return }
    macros[old].isDisabled = false
    macros[current].isDisabled = true
    contexts[contexts.count - 1].macro = current
  }

  /// Goes past the parenthesis that makes a name a call; if there is none, what was read comes again.
  private mutating func takeParenthesis() -> Bool {
    var padding: PaddingSource?
    var token: Token
    while true {
      token = next()
      guard token.kind == .padding else { break }
      let source = token.paddingSource
      if let held = padding { padding = held.followed(by: source) } else { padding = source }
    }
    if token.kind == .openParenthesis { return true }
    putBack(token)
    // As in gcc, the end of a file takes the padding before it along; the end of an argument does not.
    if let padding, token.kind != .end || !contexts.isEmpty {
      work.append(.padding(padding))
      contexts.append(Context(.work, work.count - 1..<work.count))
    }
    return false
  }

  /// Begins the expansion of a macro whose arguments are those from `callStart` on.
  private mutating func pushCall(
    of macro: Int, _ name: Token, parameters: Int, isVariadic: Bool, from callStart: Int
  ) {
    guard parameters > 0 else { return push(macro, name) }
    callDepth += 1
    let expansion = newExpansion(macro, name)
    let definition =
      isVariadic && !bodiesWithoutOptions.isEmpty
      ? variant(of: macro, variadic: callStart + parameters - 1) : macros[macro]
    let replaced = replaceParameters(
      of: definition, from: callStart, restIndex: isVariadic ? parameters - 1 : nil,
      expansion: expansion)
    expandedTokens += replaced.count
    var context = Context(.work, replaced)
    context.macro = macro
    macros[macro].isDisabled = true
    contexts.append(context)
    callDepth -= 1
  }

  /// Reads arguments up to the closing parenthesis; false if there is none.
  private mutating func collect(
    _ name: Token, parameters: Int, isVariadic: Bool, from callStart: Int
  ) -> Bool {
    var depth = 0
    var start = arguments.count
    let reported = diagnostics.count
    while true {
      let token = next()
      var isEnd = false
      switch token.kind {
      case .padding:
        if arguments.count == start { continue }
      case .openParenthesis: depth += 1
      case .closeParenthesis:
        isEnd = depth == 0
        depth -= 1
      case .comma:
        isEnd = depth == 0 && !(isVariadic && calls.count - callStart == parameters - 1)
      case .end:
        // If the arguments never end, a `#` in them is not reported.
        let earlier = diagnostics[reported...].filter { $0.identifier != "hash-in-arguments" }
        diagnostics.replaceSubrange(reported..., with: earlier)
        report(
          .error, "unterminated-call",
          "argument list of macro '\(names.string(name.symbol))' is never closed", at: name,
          notes: definitionNotes(name.symbol))
        putBack(token)
        return false
      case .hash where token.flags.contains(.atLineStart):
        // As in gcc.
        report(
          .warning, "hash-in-arguments",
          "'#' does not begin a directive here: it is dropped, and ends the argument like a comma", at: token)
        isEnd = true
        depth = 0
      default: break
      }
      if !isEnd {
        arguments.append(token)
        continue
      }
      var end = arguments.count
      while end > start, arguments[end - 1].kind == .padding { end -= 1 }
      calls.append(Argument(tokens: start..<end))
      start = arguments.count
      if token.kind == .closeParenthesis { return true }
    }
  }

  /// Makes the number of arguments that of the parameters, or reports that it differs.
  private mutating func fitArguments(
    of macro: Int, _ name: Token, parameters: Int, isVariadic: Bool, from callStart: Int
  ) -> Bool {
    var count = calls.count - callStart
    if parameters == 0, count == 1, calls[callStart].tokens.isEmpty {
      count = 0
    }
    if isVariadic, count < parameters || (count == 1 && calls[callStart].tokens.isEmpty) {
      if count == parameters - 1 {
        calls.append(Argument(tokens: arguments.count..<arguments.count))
        count += 1
      }
      if count == parameters { calls[callStart + parameters - 1].isMissing = true }
    }
    if count == parameters { return true }
    let few = count < parameters
    let wanted = isVariadic && few ? parameters - 1 : parameters
    let least = isVariadic && few ? "at least " : ""
    report(
      .error, "argument-count",
      "macro '\(names.string(name.symbol))' takes \(least)\(wanted) argument\(wanted == 1 ? "" : "s"), but is given \(few ? "only " : "")\(count)",
      at: name, notes: definitionNotes(name.symbol))
    return false
  }

  /// Whether an argument contains nothing to expand or paste.
  private mutating func isPlain(_ argument: Range<Int>) -> Bool {
    for position in argument {
      let token = arguments[position]
      if token.kind == .identifier || token.kind == .end || token.flags.contains(.pasteLeft) { return false }
    }
    return true
  }

  /// Expands an argument as if nothing else followed; returns its range in `arguments`.
  mutating func expandArgument(_ index: Int) -> Range<Int> {
    if let done = calls[index].expanded { return done }
    if isPlain(calls[index].tokens) {
      expandedTokens += calls[index].tokens.count
      calls[index].expanded = calls[index].tokens
      return calls[index].tokens
    }
    var context = Context(.arguments, calls[index].tokens)
    context.isBoundary = true
    contexts.append(context)
    // Calls inside the argument add their own arguments after these, but remove them again before the next
    // token comes.
    let start = arguments.count
    let depth = contexts.count
    argumentDepth += 1
    while true {
      let token = next()
      if token.kind == .end || isStopped { break }
      arguments.append(token)
    }
    argumentDepth -= 1
    // Once the limit was reached, there may be more than the argument's own.
    contexts.cut(to: depth - 1)
    expandedTokens += arguments.count - start
    calls[index].expanded = start..<arguments.count
    return start..<arguments.count
  }
}
