import SourceText

extension Preprocessor {
  /// Carries out `#define`; `line` is what follows the word.
  mutating func define(_ line: Range<Int>, after word: Token) {
    guard let first = line.first, store[first].kind == .identifier else {
      report(
        .error, "macro-name-missing", "#define needs a macro name",
        at: line.first.map { store[$0] } ?? word)
      return
    }
    let name = store[first]
    if reportIfPoisoned(name) { return }
    if words.isReserved(name.symbol) {
      report(
        .error, "reserved-macro-name", "'\(names.string(name.symbol))' cannot be a macro name",
        at: name)
      return
    }
    var position = first + 1
    var form = Macro.Form.object
    var parameters = PlainArray<Symbol>()
    if position < line.upperBound, store[position].kind == .openParenthesis,
      !store[position].flags.contains(.spaceBefore)
    {
      guard let (list, isVariadic, after) = parameterList(position + 1..<line.upperBound, name)
      else { return }
      parameters = list
      form = .function(parameters: Int32(list.count), isVariadic: isVariadic)
      position = after
    } else if position < line.upperBound, !store[position].flags.contains(.spaceBefore) {
      reportTouching(store[position], name)
    }
    let body = position..<line.upperBound
    if hasPoison { for position in body { _ = reportIfPoisoned(store[position]) } }
    if case .function(_, let isVariadic) = form {
      reportUnboundArguments(body, parameters, isVariadic: isVariadic)
    }
    let made =
      if case .function(_, isVariadic: true) = form {
        makeVariadic(name, form, parameters, body)
      } else {
        makeMacro(name, form, parameters, body)
      }
    guard var macro = made else { return }
    macro.written = UInt32(truncatingIfNeeded: body.lowerBound)
    if !inputs.isEmpty { inputs[inputs.count - 1].keepsLine = true }
    install(macro)
  }

  /// The parameters up to the closing parenthesis, and the position after it; nil if the list is wrong.
  private mutating func parameterList(
    _ line: Range<Int>, _ name: Token
  ) -> (parameters: PlainArray<Symbol>, isVariadic: Bool, after: Int)? {
    var parameters = PlainArray<Symbol>()
    var position = line.lowerBound
    var wantsName = false
    while position < line.upperBound {
      let token = store[position]
      position += 1
      switch token.kind {
      case .closeParenthesis where !wantsName: return (parameters, false, position)
      case .comma where !wantsName && !parameters.isEmpty: wantsName = true
      case .identifier where wantsName || parameters.isEmpty:
        if parameters.contains(token.symbol) {
          report(
            .error, "duplicate-parameter",
            "macro '\(names.string(name.symbol))' has two parameters named '\(names.string(token.symbol))'",
            at: token)
          return nil
        }
        parameters.append(token.symbol)
        wantsName = false
        // `rest...` names what a plain `...` calls `__VA_ARGS__`.
        if position < line.upperBound, store[position].kind == .ellipsis {
          position += 1
          return closing(parameters, line, position, name)
        }
      case .ellipsis where wantsName || parameters.isEmpty:
        parameters.append(words.variadicArguments)
        return closing(parameters, line, position, name)
      default:
        report(
          .error, "bad-parameter-list",
          "bad parameter list of macro '\(names.string(name.symbol))'", at: token)
        return nil
      }
    }
    report(
      .error, "bad-parameter-list",
      "parameter list of macro '\(names.string(name.symbol))' is not closed", at: name)
    return nil
  }

  private mutating func closing(
    _ parameters: PlainArray<Symbol>, _ line: Range<Int>, _ position: Int, _ name: Token
  ) -> (parameters: PlainArray<Symbol>, isVariadic: Bool, after: Int)? {
    guard position < line.upperBound, store[position].kind == .closeParenthesis else {
      report(
        .error, "bad-parameter-list",
        "'...' must be the last parameter of macro '\(names.string(name.symbol))'", at: name)
      return nil
    }
    return (parameters, true, position + 1)
  }

  /// Makes a macro whose body is a range of the store, rewritten into `bodies` if it has parameters or `##`;
  /// nil if the body is wrong.
  mutating func makeMacro(
    _ name: Token, _ form: Macro.Form, _ parameters: PlainArray<Symbol>, _ body: Range<Int>
  ) -> Macro? {
    var isPlain = parameters.isEmpty
    if isPlain { for position in body where store[position].kind == .hashHash { isPlain = false } }
    if isPlain {
      // White space before a body is not part of it.
      if let first = body.first { store[first].flags.remove(.spaceBefore) }
      var macro = Macro(
        name: name.symbol, form: form, body: body, inBodies: false, location: name.location)
      macro.isOneToken =
        form == .object && body.count == 1 && store[body.lowerBound].kind != .identifier
      return macro
    }
    let start = bodies.count
    var stringize: Token?
    var paste: Token?
    for position in body {
      var token = store[position]
      if token.kind == .hashHash {
        // As in gcc, `# ## parameter` is `#parameter`.
        if stringize != nil { continue }
        if bodies.count == start || position == body.upperBound - 1 {
          reportPasteAtEnd(token)
          return nil
        }
        bodies[bodies.count - 1].flags.insert(.pasteLeft)
        paste = token
        continue
      }
      if token.kind == .hash, case .function = form, isStringized(position, body, parameters) {
        // In assembler, `#` before anything but a parameter is just a `#`.
        stringize = token
        continue
      }
      if let index = parameterIndex(of: token, parameters) {
        token.kind = .parameter
        token.payload = UInt32(index)
        if let hash = stringize {
          token.flags = hash.flags
          token.location = hash.location
          token.flags.insert(.stringized)
        }
      }
      stringize = nil
      paste = nil
      bodies.append(token)
    }
    if let paste {
      reportPasteAtEnd(paste)
      return nil
    }
    if bodies.count > start { bodies[start].flags.remove(.spaceBefore) }
    let macro = Macro(
      name: name.symbol, form: form, body: start..<bodies.count, inBodies: true,
      firstParameter: parameterNames.count, location: name.location)
    for parameter in parameters { parameterNames.append(parameter) }
    return macro
  }

  mutating func reportPasteAtEnd(_ paste: Token) {
    report(.error, "bad-paste", "'##' cannot be at either end of a macro's body", at: paste)
  }

  /// Whether a parameter follows the `#` at `position`.
  private func isStringized(
    _ position: Int, _ body: Range<Int>, _ parameters: PlainArray<Symbol>
  ) -> Bool {
    var next = position + 1
    if next < body.upperBound, store[next].kind == .hashHash { next += 1 }
    return next < body.upperBound && parameterIndex(of: store[next], parameters) != nil
  }

  private func parameterIndex(of token: Token, _ parameters: PlainArray<Symbol>) -> Int? {
    guard token.kind == .identifier else { return nil }
    return parameters.firstIndex(of: token.symbol)
  }

  /// Makes a definition take effect, and warns if it differs from an earlier one of the same name, as gcc
  /// does.
  mutating func install(_ macro: Macro) {
    let name = macro.name.index
    settle()
    makeRoom(for: macro.name)
    if macroIndex[name] != 0 {
      redefinitions += 1
      let index = Int(macroIndex[name]) - 1
      if macros[index].isUnread { readBody(of: index) }
      let old = macros[index]
      if !isSame(old, macro) { reportRedefinition(macro, of: old) }
    }
    macros.append(macro)
    macroIndex[name] = UInt32(macros.count)
    noteDefinition(of: macro.name)
  }

  private mutating func reportRedefinition(_ macro: Macro, of old: Macro) {
    let count = names.length(macro.name)
    var notes: [Diagnostic.Note] = []
    if old.location != .none {
      notes.append(.init("the earlier definition", at: SourceSpan(start: old.location, count: count)))
    }
    report(
      .warning, "macro-redefined", "macro '\(names.string(macro.name))' is redefined differently",
      at: SourceSpan(start: macro.location, count: count), notes: notes)
  }

  /// Records in `plainNames` and `macroNames` that a name is a macro's now.
  @inline(__always)
  mutating func noteDefinition(of name: Symbol) {
    let (bit, isSmall) = names.withBytes(of: name) { (NameFilter.index($0, 0, $0.count), $0[0] >= 0x60) }
    noteName(bit, isSmall: isSmall)
  }

  /// Makes room in `macroIndex` for a name.
  mutating func makeRoom(for name: Symbol) {
    guard name.index >= macroIndex.count else { return }
    let count = max(name.index + 1, names.count, macroIndex.count * 2, 1 << 9)
    if count > macroIndex.count { macroIndex.resize(to: count, 0) }
  }

  func parameters(of macro: Macro) -> Slice<PlainArray<Symbol>> {
    guard case .function(let count, _) = macro.form else { return parameterNames[0..<0] }
    let first = Int(macro.firstParameter)
    return parameterNames[first..<first + Int(count)]
  }

  private func isSame(_ a: Macro, _ b: Macro) -> Bool {
    guard a.form == b.form, a.body.count == b.body.count else { return false }
    if case .function(let count, _) = a.form {
      let (first, other) = (Int(a.firstParameter), Int(b.firstParameter))
      for index in 0..<Int(count) where parameterNames[first + index] != parameterNames[other + index] {
        return false
      }
    }
    for (i, j) in zip(a.body, b.body) {
      let x = a.inBodies ? bodies[i] : store[i]
      let y = b.inBodies ? bodies[j] : store[j]
      guard x.kind == y.kind, i == a.body.lowerBound || x.flags == y.flags else { return false }
      if x.kind == .parameter || x.kind == .identifier {
        if x.payload != y.payload { return false }
        if let own = content(ofString: x), let other = content(ofString: y), !isSame(own, other) {
          return false
        }
      } else if spelling(of: x) != spelling(of: y) {
        return false
      }
    }
    return true
  }

  mutating func undefine(_ line: Range<Int>, after word: Token) {
    guard let first = line.first, store[first].kind == .identifier else {
      report(.error, "macro-name-missing", "#undef needs a macro name", at: word)
      return
    }
    reportExtra(line.dropFirst(), after: word)
    let name = store[first]
    if reportIfPoisoned(name) { return }
    if words.isReserved(name.symbol) {
      report(
        .error, "reserved-macro-name", "'\(names.string(name.symbol))' cannot be a macro name", at: name)
      return
    }
    if let index = macro(named: name.symbol), case .builtin = macros[index].form {
      report(
        .warning, "builtin-undefined", "undefining built-in macro '\(names.string(name.symbol))'",
        at: name)
    }
    undefine(name.symbol)
  }

  mutating func undefine(_ name: Symbol) {
    settle()
    if name.index < macroIndex.count { macroIndex[name.index] = 0 }
    redefinitions += 1
  }
}
