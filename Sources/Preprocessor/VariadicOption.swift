import SourceText

/// `__VA_OPT__(…)`: what a variadic macro's body has only if the variadic argument is not empty.
///
/// A body with such parts is two bodies: one with all of them and one with none. The first is the
/// macro's; the second is kept separately, by the place of the definition, and used where the variadic
/// argument expands to nothing.
///
/// `#__VA_OPT__(…)` is a string of what the part expands to. In both bodies it is a special kind of
/// parameter; the part itself is kept as a macro's body, by the place of its `#`.
extension Preprocessor {
  /// Makes a variadic macro and, separately, its variant without such parts; nil if the definition is wrong.
  mutating func makeVariadic(
    _ name: Token, _ form: Macro.Form, _ parameters: PlainArray<Symbol>, _ body: Range<Int>
  ) -> Macro? {
    guard let hasOptions = hasOptions(body) else { return nil }
    guard hasOptions else { return makeMacro(name, form, parameters, body) }
    // An empty part may take a `##` next to it along.
    for edge in [body.lowerBound, body.upperBound - 1] where store[edge].kind == .hashHash {
      reportPasteAtEnd(store[edge])
      return nil
    }
    let head = Macro(
      name: name.symbol, form: form, body: 0..<0, inBodies: true, location: name.location)
    guard let whole = self.body(body, withOptions: true, of: head, parameters),
      let rest = self.body(body, withOptions: false, of: head, parameters)
    else { return nil }
    bodiesWithoutOptions[name.location] = makeMacro(name, form, parameters, rest)
    return makeMacro(name, form, parameters, whole)
  }

  /// Whether a body has such parts; nil if one is malformed, which is reported.
  private mutating func hasOptions(_ body: Range<Int>) -> Bool? {
    var end = body.lowerBound
    for position in body
    where store[position].kind == .identifier && store[position].symbol == words.variadicOption {
      if position < end { return refuse(at: position, "'__VA_OPT__' cannot be nested") }
      guard isOption(at: position, in: body) else {
        return refuse(at: position, "'__VA_OPT__' must be followed by '('")
      }
      guard let close = closing(position + 2..<body.upperBound) else {
        return refuse(at: position, "'__VA_OPT__' is not closed")
      }
      if close > position + 2 {
        for edge in [position + 2, close - 1] where store[edge].kind == .hashHash {
          return refuse(at: edge, "'##' cannot be at either end of '__VA_OPT__'")
        }
      }
      end = close
    }
    return end > body.lowerBound
  }

  private mutating func refuse(at position: Int, _ message: String) -> Bool? {
    report(.error, "bad-variadic-option", message, at: store[position])
    return nil
  }

  /// A body with all of these parts, or with none of them, as a new range of the store; nil if a part
  /// that becomes a string is not a valid macro body.
  private mutating func body(
    _ line: Range<Int>, withOptions isKept: Bool, of head: Macro, _ parameters: PlainArray<Symbol>
  ) -> Range<Int>? {
    var strings: [SourceLocation: Macro] = [:]
    for position in line where isKept && isString(at: position, in: line) {
      guard let end = closing(position + 3..<line.upperBound) else { return nil }
      let name = Token(.identifier, at: head.location, payload: head.name.rawValue)
      guard let content = makeMacro(name, head.form, parameters, position + 3..<end) else { return nil }
      strings[store[position].location] = content
    }
    stringizedOptions.merge(strings) { $1 }
    let start = store.count
    var position = line.lowerBound
    while position < line.upperBound {
      if isString(at: position, in: line), let end = closing(position + 3..<line.upperBound) {
        var token = store[position]
        token.kind = .parameter
        token.payload = isKept ? Token.keptOption : Token.emptyOption
        token.flags.insert(.stringized)
        store.append(token)
        position = end + 1
        continue
      }
      guard isOption(at: position, in: line), let end = closing(position + 2..<line.upperBound)
      else {
        store.append(store[position])
        position += 1
        continue
      }
      let content = isKept ? position + 2..<end : end..<end
      let opening = position == line.lowerBound ? PaddingSource.tight : .init(store[position])
      position = end + 1
      let isPasted = store.count > start && store[store.count - 1].kind == .hashHash
      let pastesOn = position < line.upperBound && store[position].kind == .hashHash
      // gcc has padding at both edges, but not next to `##`.
      if !isPasted { store.append(.padding(opening)) }
      let firstInner = store.count
      for inner in content { store.append(store[inner]) }
      if isPasted, let first = content.first, store[first].kind == .identifier,
        parameters.contains(store[first].symbol), content.count == 1 || store[first + 1].kind != .hashHash
      {
        store[firstInner].flags.insert(.expandsAfterPaste)
      }
      if pastesOn, let last = content.last, store[last].kind == .identifier,
        parameters.contains(store[last].symbol),
        content.count == 1 || (store[last - 1].kind != .hashHash && store[last - 1].kind != .hash)
      {
        store[store.count - 1].flags.insert(.expandsBeforePaste)
      }
      if !pastesOn { store.append(.padding(.none)) }
      guard content.isEmpty else { continue }
      // Next to a `##`, an empty part leaves the other side as it is; between two, it joins both sides.
      if pastesOn {
        if !isPasted { position += 1 } else { store.removeLast() }
      } else if isPasted {
        store.removeLast(2)
      }
    }
    return start..<store.count
  }

  /// The macro that a call uses: `macro` itself, or its variant without those parts.
  mutating func variant(of macro: Int, variadic argument: Int) -> Macro {
    let whole = macros[macro]
    guard let empty = bodiesWithoutOptions[whole.location] else { return whole }
    guard arguments[expandArgument(argument)].allSatisfy({ $0.kind == .padding }) else { return whole }
    // gcc also expands the arguments in the parts that are left out, which can be an error.
    if case .function(let parameters, _) = whole.form {
      expandArguments(usedIn: whole.body, from: argument - Int(parameters) + 1)
    }
    return empty
  }

  /// The string that `#__VA_OPT__(…)` is in a call: the part with its arguments substituted, in which macros'
  /// names are not expanded any more.
  mutating func stringizedOption(
    _ token: Token, from callStart: Int, restIndex: Int?, expansion: UInt32
  ) -> Token {
    let start = arguments.count
    if let content = content(ofString: token) {
      let workStart = work.count
      let replaced = replaceParameters(
        of: content, from: callStart, restIndex: restIndex, expansion: expansion)
      contexts.append(Context(.work, replaced, isBoundary: true))
      let depth = contexts.count
      expansionBlocked += 1
      while true {
        let token = next()
        if token.kind == .end || isStopped { break }
        arguments.append(token)
      }
      expansionBlocked -= 1
      contexts.cut(to: depth - 1)
      work.removeLast(work.count - workStart)
    }
    let string = stringized(start..<arguments.count, in: token)
    arguments.removeLast(arguments.count - start)
    return string
  }

  /// The body of the part that a token makes a string of; nil if the part is left out, or for any other
  /// token.
  func content(ofString token: Token) -> Macro? {
    token.kind == .parameter && token.payload == Token.keptOption ? stringizedOptions[token.location] : nil
  }

  /// Whether there is a `#` and such a part at a position.
  private func isString(at position: Int, in line: Range<Int>) -> Bool {
    store[position].kind == .hash && isOption(at: position + 1, in: line)
  }

  private func isOption(at position: Int, in line: Range<Int>) -> Bool {
    position + 1 < line.upperBound && store[position].kind == .identifier
      && store[position].symbol == words.variadicOption
      && store[position + 1].kind == .openParenthesis
  }

  /// The position of the parenthesis that closes the one before `line`.
  private func closing(_ line: Range<Int>) -> Int? {
    var depth = 0
    for position in line {
      switch store[position].kind {
      case .openParenthesis: depth += 1
      case .closeParenthesis:
        if depth == 0 { return position }
        depth -= 1
      default: break
      }
    }
    return nil
  }
}

extension Token {
  /// The `payload` of a parameter that stands for `#__VA_OPT__(…)` where the part is kept.
  static let keptOption = UInt32.max
  /// The same where it is left out.
  static let emptyOption = UInt32.max - 1

  /// Whether it is the padding before what a `__VA_OPT__` contains; the one behind has no source.
  var isOpeningOfOption: Bool { kind == .padding && paddingSource != .none }

  /// Whether it stands for `#__VA_OPT__(…)`.
  var isStringizedOption: Bool { kind == .parameter && payload >= Token.emptyOption }
}
