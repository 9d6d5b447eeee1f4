import SourceText

/// Bodies of macros that are split into tokens when they are first used.
extension Preprocessor {
  /// Carries out an `#define` as most of them are: of a new name, with a body that needs no look yet;
  /// false if this is another one.
  mutating func defineUnread(_ line: Range<Int>) -> Bool {
    let first = line.lowerBound
    guard line.count == 2, store[first].kind == .identifier, store[first + 1].kind == .unreadBody,
      !hasPoison, macro(named: store[first].symbol) == nil, !words.isReserved(store[first].symbol)
    else { return false }
    let name = store[first]
    var macro = Macro(
      name: name.symbol, form: .object, body: first + 1..<first + 2, inBodies: false,
      location: name.location)
    macro.isUnread = true
    makeRoom(for: name.symbol)
    macros.append(macro)
    macroIndex[name.symbol.index] = UInt32(truncatingIfNeeded: macros.count)
    return true
  }

  /// Reads the body of a macro.
  mutating func readBody(of macro: Int) {
    let body = splitBody(at: macros[macro].body.lowerBound)
    let location = macros[macro].location
    let name = Token(.identifier, at: location, payload: macros[macro].name.rawValue)
    // There is no `##` in it, so that nothing can be wrong.
    guard let read = makeMacro(name, .object, [], body) else { return }
    macros[macro].read(read.body)
    macros[macro].isOneToken = read.isOneToken
  }

  /// The tokens of the body that one token of the store stands for.
  mutating func splitBody(at position: Int) -> Range<Int> {
    let token = store[position]
    if token.kind == .readBody { return token.location.index..<token.location.index + token.length }
    let start = store.count
    var tokenizer = Tokenizer(words: words, flags: token.flags)
    let text = files.text
    let bytes = token.location.index..<token.location.index + token.length
    tokenizer.tokenize(text.span, bytes, names: &names, into: &store)
    let body = start..<store.count - 1
    store[position].kind = .readBody
    store[position].location = SourceLocation(start)
    store[position].payload = UInt32(truncatingIfNeeded: body.count)
    return body
  }
}

extension Token {
  /// Whether it stands for a macro's body.
  var isBody: Bool { kind == .unreadBody || kind == .readBody }
}
