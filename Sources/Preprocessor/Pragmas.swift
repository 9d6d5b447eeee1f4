import SourceText

/// `#pragma` and `_Pragma`: in assembler, gcc prints neither, but carries out the pragmas that it knows.
extension Preprocessor {
  /// Carries out `#pragma`; `line` is what follows the word, up to the end token of its line.
  mutating func pragmaDirective(_ line: Range<Int>) {
    // gcc prints the indentation of a pragma that it knows.
    if pragma(line), hasLayout {
      layout.append(LayoutEvent(.line(store[line.lowerBound].location), before: putCount))
    }
  }

  /// Carries out a pragma; false if gcc does not know it, or if nothing more is to be printed for it.
  private mutating func pragma(_ line: Range<Int>) -> Bool {
    guard let first = line.first, store[first].kind == .identifier else { return false }
    switch names.string(store[first].symbol) {
    case "once":
      if inputs.count == 1 {
        report(.warning, "once-in-source", "#pragma once in the source itself", at: store[first])
      }
      reportExtra(line.dropFirst(), afterPragma: "once", "takes no arguments")
      noteOnce(original(of: inputs[inputs.count - 1].file))
    case "push_macro": saveMacro(line)
    case "pop_macro": restoreMacro(line)
    case "GCC":
      guard line.count > 1, store[first + 1].kind == .identifier else { return false }
      return gccPragma(line.dropFirst())
    default: return false
    }
    return true
  }

  /// Carries out what follows `#pragma GCC`; false in the same cases as `pragma`.
  private mutating func gccPragma(_ line: Range<Int>) -> Bool {
    let word = store[line.lowerBound]
    let name = names.string(word.symbol)
    switch name {
    case "poison": poison(line.dropFirst())
    case "warning", "error":
      guard line.count > 1, store[line.lowerBound + 1].kind == .string else {
        report(.error, "bad-pragma", "#pragma GCC \(name) needs a string", at: word)
        break
      }
      let message = spelling(of: store[line.lowerBound + 1]).dropFirst().dropLast()
      report(
        name == "error" ? .error : .warning, "\(name)-pragma",
        String(decoding: Self.destringized(message), as: UTF8.self), at: word)
    case "system_header":
      guard inputs.count > 1 else {
        report(
          .warning, "system-header-in-source", "#pragma GCC system_header in the source itself",
          at: word)
        break
      }
      reportExtra(line.dropFirst(), afterPragma: "GCC system_header", "takes no arguments")
      inputs[inputs.count - 1].owner = .system
      if hasLayout {
        layout.append(LayoutEvent(.line(store[line.lowerBound - 1].location), before: putCount))
        let (end, countsLine) = (endOfLine, !isAtPlainEnd)
        layout.append(
          LayoutEvent(
            .systemHeader(inputs[inputs.count - 1].file, at: end, countsLine: countsLine), before: putCount))
        return false
      }
    case "dependency": dependency(line.dropFirst(), after: word)
    default: return false
    }
    return true
  }

  /// Makes sure that there is the file that `#pragma GCC dependency` names. gcc also warns if that file is newer,
  /// but what is reported here does not depend on when files were written.
  private mutating func dependency(_ line: Range<Int>, after word: Token) {
    guard let first = line.first.map({ store[$0] }) else {
      return report(.error, "bad-pragma", "#pragma GCC dependency needs \"file\" or <file>", at: word)
    }
    var name = unquoted(first)
    if first.kind == .less, let end = line.first(where: { store[$0].kind == .greater }) {
      name = String(decoding: spelling(of: store[line.lowerBound + 1..<end]), as: UTF8.self)
    } else if first.kind != .string {
      return report(.error, "bad-pragma", "#pragma GCC dependency needs \"file\" or <file>", at: first)
    }
    let isQuoted = first.kind == .string
    if !name.isEmpty, exists(name, quoted: isQuoted, startingAt: nil) { return }
    // A make rule is written without it, as for `#include`.
    if options.omitsMissingSystemHeaders, !isQuoted, !search.folders.isEmpty { return }
    report(
      .error, "missing-include",
      "file '\(name)', named by #pragma GCC dependency, was not found", at: first)
  }

  // MARK: Macros that come and go

  /// The macro that a `push_macro("NAME")` or `pop_macro("NAME")` names.
  private mutating func macroName(_ line: Range<Int>) -> Symbol? {
    let first = line.lowerBound
    guard line.count >= 4, store[first + 1].kind == .openParenthesis, store[first + 2].kind == .string,
      store[first + 3].kind == .closeParenthesis, store[first + 2].length > 2
    else {
      report(
        .error, "bad-pragma",
        "#pragma \(names.string(store[first].symbol)) needs a macro name in quotes: (\"NAME\")",
        at: store[first])
      return nil
    }
    reportExtra(
      line.dropFirst(4), afterPragma: names.string(store[first].symbol), "takes one macro name")
    let name = Array(spelling(of: store[first + 2]).dropFirst().dropLast())
    let symbol = names.intern(name.span)
    settle()
    return symbol
  }

  private mutating func saveMacro(_ line: Range<Int>) {
    guard let name = macroName(line) else { return }
    let current = name.index < macroIndex.count ? macroIndex[name.index] : 0
    pushedMacros[name, default: []].append(current)
  }

  private mutating func restoreMacro(_ line: Range<Int>) {
    guard let name = macroName(line), let saved = pushedMacros[name]?.popLast() else { return }
    makeRoom(for: name)
    macroIndex[name.index] = saved
    redefinitions += 1
    noteDefinition(of: name)
  }

  /// Makes the use of names an error from here on.
  private mutating func poison(_ line: Range<Int>) {
    hasPoison = true
    for position in line {
      let token = store[position]
      guard token.kind == .identifier else {
        report(.error, "bad-pragma", "only names can be poisoned", at: token)
        return
      }
      if macro(named: token.symbol) != nil {
        if isPoisoned(token.symbol) { continue }
        report(
          .warning, "poisoned-macro",
          "poisoning macro '\(names.string(token.symbol))' removes its definition", at: token,
          notes: definitionNotes(token.symbol))
        undefine(token.symbol)
      }
      install(
        Macro(
          name: token.symbol, form: .builtin(.poisoned), body: 0..<0, inBodies: false,
          location: token.location))
    }
  }

  /// Whether a name is poisoned.
  func isPoisoned(_ name: Symbol) -> Bool {
    guard let index = settledMacro(named: name) else { return false }
    return macros[index].form == .builtin(.poisoned)
  }

  /// Reports the use of a poisoned name; false if the token is none.
  mutating func reportIfPoisoned(_ token: Token) -> Bool {
    guard hasPoison, token.kind == .identifier, isPoisoned(token.symbol) else { return false }
    // As in gcc, which takes the lines of these directives for skipped ones.
    if inFurtherBranch { return true }
    // A macro defined before may still have the name in its body.
    guard token.expansion == 0, let index = macro(named: token.symbol) else { return true }
    report(
      .error, "poisoned-name", "'\(names.string(token.symbol))' must not be used", at: token,
      notes: [
        .init(
          "it is poisoned here",
          at: SourceSpan(start: macros[index].location, count: names.length(token.symbol)))
      ])
    return true
  }

  // MARK: _Pragma

  /// Carries out `_Pragma("…")`, whose name was just read; false if there is no string in parentheses.
  mutating func pragmaOperator(_ name: Token) -> Bool {
    let opening = nextUnexpanded()
    guard opening.kind == .openParenthesis else {
      report(.error, "bad-pragma", "_Pragma needs a string in parentheses", at: name)
      putBack(opening)
      return false
    }
    let string = nextUnexpanded()
    guard string.kind == .string || string.kind == .wideString, nextUnexpanded().kind == .closeParenthesis
    else {
      report(.error, "bad-pragma", "_Pragma needs a string in parentheses", at: name)
      return false
    }
    let text = Self.destringized(spelling(of: string).dropFirst(string.kind == .string ? 1 : 2).dropLast())
    let start = store.count
    // The words are read like any others; their text is after that of the files.
    let place = files.addScratch(text.span, origin: name.location)
    var tokenizer = Tokenizer(words: words)
    let all = files.text
    tokenizer.tokenize(
      all.span, place.index..<place.index + text.count, names: &names, into: &store)
    if tokenizer.hasWideTokens { hasWideTokens = true }
    let hadLayout = hasLayout
    hasLayout = false
    let isKnown = pragma(start..<store.count - 1)
    hasLayout = hadLayout
    if hasLayout {
      // For each pragma that it knows, gcc goes to the line that it is reading; and after each, known or
      // not, it takes an earlier token for the next one, namely the first of the line.
      if isKnown {
        let column = store[start].location.index - place.index + 1
        layout.append(LayoutEvent(.pragmaOperator(lastRead, column: column), before: putCount))
      }
      layout.append(LayoutEvent(.line(lineBegin), before: putCount))
    }
    output.startLine()
    // What follows has a blank before it if it has one of its own, or if `_Pragma` has one.
    work.append(.padding(.none))
    contexts.append(Context(.work, work.count - 1..<work.count))
    return true
  }

  /// The location of the last token that was read from a file.
  private var lastRead: SourceLocation {
    guard let input = inputs.last, input.lineStart < store.count else { return lineBegin }
    return store[max(input.position - 1, input.lineStart)].location
  }

  /// A string's bytes with `\"` and `\\` replaced by what they stand for, which undoes what `#` did.
  private static func destringized(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == 0x5C, let next = rest.first, next == 0x22 || next == 0x5C {
        text.append(next)
        rest = rest.dropFirst()
      } else {
        text.append(byte)
      }
    }
    return text
  }
}
