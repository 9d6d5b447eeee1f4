public import SourceText

/// The macros as `#define`s: what `gcc -E -dM` prints.
extension Preprocessor {
  /// Preprocesses the source at `path` and lists the macros that are defined at its end, in the order
  /// of their definitions. gcc lists them in the order of its hash table, which contains much else.
  public mutating func macroListing(of path: String) throws(FileError) -> [UInt8] {
    notesDefinitions = false
    try readDirectives(of: path)
    var text: [UInt8] = []
    for index in macros.indices where macroIndex[macros[index].name.index] == index + 1 {
      if macros[index].isUnread { readBody(of: index) }
      let macro = macros[index]
      if case .builtin = macro.form { continue }
      text += "#define ".utf8
      appendDefinition(of: macro, to: &text)
      text.append(0x0A)
    }
    return text
  }

  private func appendDefinition(of macro: Macro, to text: inout [UInt8]) {
    let parameters = parameters(of: macro)
    names.append(macro.name, to: &text)
    var isFunction = false
    if case .function(_, let isVariadic) = macro.form {
      isFunction = true
      text.append(0x28)
      for (number, parameter) in zip(0..., parameters) {
        if number > 0 { text.append(0x2C) }
        let isLast = number == parameters.count - 1
        if !isLast || !isVariadic || parameter != words.variadicArguments {
          names.append(parameter, to: &text)
        }
        if isLast, isVariadic { text += "...".utf8 }
      }
      text.append(0x29)
    }
    text.append(0x20)
    let start = Int(macro.written)
    let body = start..<lineEnd(from: start)
    var previous: Token?
    for position in body {
      let token = store[position]
      // gcc keeps `#` and its parameter as one token, and records `##` in the token before it.
      let isStringized =
        isFunction && previous?.kind == .hash && token.kind == .identifier
        && parameters.contains(token.symbol)
      if position > body.lowerBound, !isStringized,
        token.flags.contains(.spaceBefore) || token.kind == .hashHash
      {
        text.append(0x20)
      }
      text += spelling(of: token)
      previous = token
    }
  }
}
