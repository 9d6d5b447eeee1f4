import SourceText

/// Tokens being read in place of a macro's name: a body, a body with arguments substituted, an argument
/// being expanded on its own, or a directive's line.
struct Context: Sendable {
  /// Which array the tokens are in.
  enum Storage { case store, bodies, work, arguments }

  let storage: Storage
  let start: Int
  var position: Int
  let end: Int
  /// The macro that is enabled again at the end; -1 if there is none.
  var macro = -1
  /// The expansion that the tokens of a body get; 0 leaves theirs unchanged.
  var expansion: UInt32 = 0
  /// Whether nothing follows the end, so that reading does not return to the context below.
  var isBoundary = false

  init(_ storage: Storage, _ range: Range<Int>, isBoundary: Bool = false) {
    self.storage = storage
    start = range.lowerBound
    position = range.lowerBound
    end = range.upperBound
    self.isBoundary = isBoundary
  }
}

/// One argument of a call: ranges of `Preprocessor.arguments`.
struct Argument: Sendable {
  /// The tokens as they were written.
  var tokens: Range<Int>
  /// The tokens after the argument was expanded on its own, once that was needed.
  var expanded: Range<Int>?
  /// Whether the argument of `...` was left out, together with any comma before it.
  var isMissing = false
}

extension Preprocessor {
  /// Returns the next token after expansion. Padding tokens mark the edges of expansions, and an end token
  /// the end of the source, of a directive's line, or of an argument.
  mutating func next() -> Token {
    while true {
      var token: Token
      let top = contexts.count - 1
      if top >= 0 {
        let context = contexts[top]
        if context.position == context.end {
          if context.isBoundary { return .end }
          leaveContext()
          if inDirective { continue }
          return .padding(.none)
        }
        contexts[top].position += 1
        switch context.storage {
        case .store: token = store[context.position]
        case .bodies: token = bodies[context.position]
        case .work: token = work[context.position]
        case .arguments: token = arguments[context.position]
        }
        if context.expansion != 0 { token.expansion = context.expansion }
        if token.flags.contains(.pasteLeft) {
          paste(token)
          if inDirective { continue }
          return .padding(PaddingSource(token))
        }
      } else {
        token = nextFromFile()
      }
      guard token.kind == .identifier, let macro = macro(named: token.symbol),
        !token.flags.contains(.neverExpand)
      else { return token }
      if macros[macro].isDisabled {
        token.flags.insert(.neverExpand)
        return token
      }
      if expansionBlocked > 0 { return token }
      if expand(macro, token) {
        if inDirective { continue }
        return .padding(PaddingSource(token))
      }
      return token
    }
  }

  private mutating func leaveContext() {
    guard let context = contexts.popLast() else { return }
    if context.macro >= 0 { macros[context.macro].isDisabled = false }
    if contexts.isEmpty, calls.isEmpty {
      work.removeAll(keepingCapacity: true)
    } else if context.storage == .work, context.end == work.count {
      // Successive calls in a macro's body reuse the same room.
      work.removeLast(work.count - context.start)
    }
  }

  /// Puts back the last token that was taken, so that it is the next one again.
  mutating func putBack(_ token: Token) {
    if contexts.isEmpty {
      // An end token was not taken from the file.
      if token.kind != .end { inputs[inputs.count - 1].position -= 1 }
    } else if token.kind != .end {
      contexts[contexts.count - 1].position -= 1
    }
  }

  /// Starts the expansion of a macro whose name was just read; false if the name stays as it is.
  private mutating func expand(_ macro: Int, _ name: Token) -> Bool {
    guard expandedTokens < options.expandedTokens else {
      stopExpanding(name)
      return false
    }
    switch macros[macro].form {
    case .builtin(let builtin):
      return expand(builtin, name)
    case .object:
      if macros[macro].isUnread { readBody(of: macro) }
      push(macro, name)
      return true
    case .function(let parameters, let isVariadic):
      return call(macro, name, parameters: Int(parameters), isVariadic: isVariadic)
    }
  }

  mutating func stopExpanding(_ name: Token) {
    if !isStopped {
      report(
        .error, "expansion-limit",
        "macros expand to more than \(options.expandedTokens) tokens; gave up in '\(names.string(name.symbol))'",
        at: name)
    }
    isStopped = true
    for index in contexts.indices { contexts[index].position = contexts[index].end }
  }

  mutating func newExpansion(_ macro: Int, _ name: Token) -> UInt32 {
    expansions.append(
      Expansion(
        macro: macros[macro].name, definition: macros[macro].location, use: name.origin))
    return UInt32(truncatingIfNeeded: expansions.count)
  }

  /// Continues with a macro's body in place of its name.
  mutating func push(_ macro: Int, _ name: Token) {
    let definition = macros[macro]
    expandedTokens += definition.body.count
    var context = Context(definition.inBodies ? .bodies : .store, definition.body)
    context.macro = macro
    context.expansion = newExpansion(macro, name)
    macros[macro].isDisabled = true
    contexts.append(context)
  }
}
