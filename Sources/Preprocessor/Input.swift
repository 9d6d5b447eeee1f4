import SourceText

/// A file's tokens in the store.
struct TokenizedFile: Sendable {
  /// The tokens, the end token last.
  let tokens: Range<Int>
  /// The macro of the `#ifndef` that the whole file stands in: if it is defined, there is nothing
  /// to be had from including the file again.
  let guardName: Symbol?
  /// Whether `#pragma once` was met in it.
  var isOnce = false
}

/// A file being read.
struct Input: Sendable {
  let file: FileID
  /// The next token in the store.
  var position: Int
  /// The `#if`s that are open in it.
  var conditionals: [Conditional] = []
  /// Where the `#include` stands that brought it.
  let includedFrom: SourceLocation
  /// Which folder of the search it was found in; nil if it was found otherwise. `#include_next`
  /// goes on from there.
  let folder: Int?
}

/// An `#if` with its branches.
struct Conditional: Sendable {
  let location: SourceLocation
  /// Whether one of its branches was taken.
  var wasTaken: Bool
  /// Where its `#else` stands.
  var elseLocation: SourceLocation?
}

extension Preprocessor {
  /// Reads and tokenizes a file, unless that was done before.
  mutating func load(
    _ path: String, asked: String, contents given: [UInt8]? = nil
  ) throws(FileError) -> FileID {
    if let known = search.loaded(path) {
      noteDependency(path, known)
      return known
    }
    let contents = if let given { given } else { try FileReading.contents(of: path) }
    let id: FileID
    do {
      id = try files.add(path: path, contents: contents.span)
    } catch {
      throw FileError.tooLarge(path)
    }
    search.note(id, at: path)
    noteDependency(path, id)
    tokenize(id)
    return id
  }

  private mutating func noteDependency(_ path: String, _ file: FileID) {
    if search.noteDependency(on: file) { dependencies.append(path) }
  }

  mutating func tokenize(_ id: FileID) {
    var range = files.file(id).range
    let start = store.count
    var tokenizer = Tokenizer(words: words)
    let text = files.text
    // A byte order mark is no text.
    if range.count >= 3, text[range.lowerBound] == 0xEF, text[range.lowerBound + 1] == 0xBB,
      text[range.lowerBound + 2] == 0xBF
    {
      range = range.lowerBound + 3..<range.upperBound
    }
    if range.count > options.lineLength, let line = endlessLine(text.span, range) {
      report(
        .error, "line-length",
        "this line has more than \(options.lineLength) bytes: is this a device tree source?",
        at: SourceSpan(start: SourceLocation(line), count: 1))
      isStopped = true
      range = range.lowerBound..<range.lowerBound
    }
    tokenizer.tokenize(text.span, range, names: &names, into: &store)
    if let comment = tokenizer.unterminatedComment {
      report(
        .error, "unterminated-comment", "comment is never closed",
        at: SourceSpan(start: SourceLocation(comment), count: 2))
    }
    if let first = tokenizer.firstNUL {
      report(
        .warning, "nul-byte", "NUL bytes are ignored: is this a text in UTF-8?",
        at: SourceSpan(start: SourceLocation(first), count: 1))
    }
    respell(tokenizer.respelled)
    let tokens = start..<store.count
    while tokenized.count <= id.index { tokenized.append(nil) }
    tokenized[id.index] = TokenizedFile(tokens: tokens, guardName: guardName(of: tokens))
  }

  /// Where a line begins that is longer than lines may be.
  private func endlessLine(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var start = range.lowerBound
    for position in range where text[position] == 0x0A {
      if position - start > options.lineLength { return start }
      start = position + 1
    }
    return range.upperBound - start > options.lineLength ? start : nil
  }

  private mutating func respell(_ tokens: [Tokenizer.Respelled]) {
    for token in tokens {
      let location = files.addScratch(
        token.spelling.span, origin: store[token.index].location)
      store[token.index].location = location
    }
  }

  /// The name in a file of the form `#ifndef NAME` … `#endif` with nothing outside.
  private func guardName(of tokens: Range<Int>) -> Symbol? {
    let first = tokens.lowerBound
    guard tokens.count > 6, store[first].kind == .hash,
      store[first + 1].kind == .identifier, store[first + 1].symbol == words.ifndef,
      store[first + 2].kind == .identifier, store[first + 3].flags.contains(.atLineStart)
    else { return nil }
    var depth = 0
    var position = first
    let end = tokens.upperBound - 1
    while position < end {
      let token = store[position]
      position += 1
      guard token.kind == .hash, token.flags.contains(.atLineStart),
        store[position].kind == .identifier, !store[position].flags.contains(.atLineStart)
      else { continue }
      let word = store[position].symbol
      if words.opensConditional(word) {
        depth += 1
      } else if word == words.endif {
        depth -= 1
        if depth == 0 { return lineEnd(from: position) == end ? store[first + 2].symbol : nil }
      } else if depth == 1, words.continuesConditional(word) {
        return nil
      }
    }
    return nil
  }

  /// Goes on reading in a file.
  mutating func enter(_ id: FileID, from includedFrom: SourceLocation, folder: Int?) {
    guard let tokenized = tokenized[id.index] else { return }
    sourceSize += files.file(id).range.count
    inputs.append(
      Input(
        file: id, position: tokenized.tokens.lowerBound, includedFrom: includedFrom, folder: folder))
    search.noteInclusion(of: id, from: includedFrom)
    if layout != nil, inputs.count > 1, includedFrom != .none {
      layout?.append(LayoutEvent(.enter(id, from: includedFrom), before: putCount))
    }
  }

  /// Leaves the innermost file; false if it was the last one.
  mutating func leave() -> Bool {
    guard let input = inputs.popLast() else { return false }
    for conditional in input.conditionals.reversed() {
      report(
        .error, "unterminated-conditional", "conditional is never closed by #endif",
        at: SourceSpan(start: conditional.location, count: wordLength(at: conditional.location)))
    }
    guard let outer = inputs.last else { return false }
    // What was read before the source was included by nobody.
    if inputs.count == 1, input.includedFrom == .none {
      leaveForcedFile()
      return true
    }
    if layout != nil {
      layout?.append(
        LayoutEvent(.leave(to: outer.file, at: input.includedFrom), before: putCount))
    }
    return true
  }

  private func wordLength(at location: SourceLocation) -> Int {
    files.text[location.index...].prefix(while: CharacterClass.isIdentifierPart).count
  }

  /// The index of the first token of the next line.
  func lineEnd(from position: Int) -> Int {
    var end = position
    while !store[end].flags.contains(.atLineStart) { end += 1 }
    return end
  }

  /// The next token of the files, with directives carried out on the way.
  mutating func nextFromFile() -> Token {
    while let input = inputs.last {
      var token = store[input.position]
      if token.kind == .end {
        // The arguments of a call cannot run on past their file.
        if argumentPhase != .none { return token }
        if !leave() {
          token = .end
          return token
        }
        continue
      }
      inputs[inputs.count - 1].position += 1
      if token.flags.contains(.atLineStart) {
        if token.kind == .hash, argumentPhase != .lookingForParenthesis, directive(token) {
          if isStopped { return .end }
          continue
        }
        switch argumentPhase {
        case .none: startLine(token)
        case .collecting:
          token.flags.insert(.spaceBefore)
          if token.kind != .hash { token.flags.remove(.atLineStart) }
        case .lookingForParenthesis: break
        }
      }
      return token
    }
    return .end
  }
}
