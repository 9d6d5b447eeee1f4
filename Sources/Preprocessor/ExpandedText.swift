import SourceText

/// Expanding the text of calls and bodies: it is printed with its macros replaced.
extension TextExpansion {
  /// The part of a macro's definition or call that a text is, which decides where it ends.
  private enum TextPart {
    /// A body, which ends with its line.
    case body
    /// An argument, which ends at a comma or a closing parenthesis.
    case argument
  }

  /// Makes `bytes` what is printed for the macro that a word names, or for the call that it begins. Returns
  /// the index after it; nil if that takes tokens: if anything is pasted, stringized, empty or continued on
  /// another line, or if gcc would have to insert a blank.
  mutating func expand(
    _ word: Range<Int>, bit: Int, _ text: Span<UInt8>, after before: UInt8, _ preprocessor: inout Preprocessor
  ) -> Int? {
    restart(after: before)
    if preprocessor.settledNames < preprocessor.names.count { preprocessor.settle() }
    guard preprocessor.expandedTokens < preprocessor.options.expandedTokens,
      case .defined(let name) = preprocessor.textMacro(word, bit: bit, text)
    else { return nil }
    var position = word.upperBound
    guard expand(definedAt: name, text, &position, in: 0..<0, &preprocessor), canGoOn(with: text[position]),
      text.newlines(in: word.upperBound..<position).count == 0
    else { return nil }
    preprocessor.expandedTokens += steps
    return position
  }

  /// Expands the macro whose name ends at `name` in its definition. Its call, if it is one, continues at
  /// `position`, and the arguments may contain the parameters of `frame`.
  private mutating func expand(
    definedAt name: Int, _ text: Span<UInt8>, _ position: inout Int, in frame: Range<Int>,
    _ preprocessor: inout Preprocessor
  ) -> Bool {
    guard depth < Self.mostNested, steps < Self.mostSteps, !open.contains(name) else { return false }
    steps += 1
    depth += 1
    stopNoting()
    let before = last
    let start = bytes.count
    let first = parameters.count
    var body = name
    if text[name] == 0x28 {
      guard text[position] == 0x28, let end = readParameters(text, from: name + 1) else { return false }
      body = end
      position += 1
      guard expandArguments(text, &position, of: first..<parameters.count, in: frame, &preprocessor)
      else { return false }
    }
    let bodyStart = bytes.count
    last = before
    isAtEdge = true
    if hasPieces(of: name) {
      guard putPieces(text, argumentsFrom: first) else { return false }
    } else {
      if body > name { notePieces() }
      open.append(name)
      guard expand(.body, text, from: body, in: first..<parameters.count, &preprocessor) != nil
      else { return false }
      open.removeLast()
      endNoting(of: name)
    }
    parameters.cut(to: first)
    if bodyStart > start { bytes.remove(start..<bodyStart) }
    isAtEdge = true
    depth -= 1
    return true
  }

  /// Appends the parameters of a definition to `parameters`; returns where its body begins.
  private mutating func readParameters(_ text: Span<UInt8>, from start: Int) -> Int? {
    var position = start
    while true {
      while text[position] == 0x20 { position += 1 }
      guard CharacterClass.isIdentifierStart(text[position]) else { break }
      let end = CharacterClass.identifierEnd(text, position)
      parameters.append(.init(nameStart: position, nameEnd: end))
      position = end
      while text[position] == 0x20 { position += 1 }
      guard text[position] == 0x2C else { break }
      position += 1
    }
    return text[position] == 0x29 ? position + 1 : nil
  }

  /// Expands the arguments of a call, the first of which begins at `position`.
  private mutating func expandArguments(
    _ text: Span<UInt8>, _ position: inout Int, of indices: Range<Int>, in frame: Range<Int>,
    _ preprocessor: inout Preprocessor
  ) -> Bool {
    for index in indices {
      let start = bytes.count
      last = 0x20
      guard let end = expand(.argument, text, from: position, in: frame, &preprocessor),
        text[end] == (index == indices.upperBound - 1 ? 0x29 : 0x2C)
      else { return false }
      parameters[index].start = start
      parameters[index].end = bytes.count
      position = end + 1
    }
    guard indices.isEmpty else { return true }
    position += 1
    return text[position - 1] == 0x29
  }

  /// Prints text with its macros expanded; returns where it ends. What is printed is not empty, has balanced
  /// parentheses, and has commas only inside these.
  private mutating func expand(
    _ part: TextPart, _ text: Span<UInt8>, from start: Int, in frame: Range<Int>,
    _ preprocessor: inout Preprocessor
  ) -> Int? {
    var isJoined = false
    guard var position = Self.endOfBlanks(text, start, &isJoined) else { return nil }
    let printed = bytes.count
    var run = position
    var parentheses = 0
    while true {
      let byte = text[position]
      if CharacterClass.isIdentifierStart(byte) {
        var end = CharacterClass.identifierEnd(text, position)
        if let parameter = parameter(text, position, end, in: frame) {
          guard put(text, run, position),
            put(argumentOf: parameter, after: frame.lowerBound)
          else { return nil }
          run = end
        } else {
          let bit = NameFilter.index(text, position, end)
          if preprocessor.macroNames.has(bit) {
            switch preprocessor.textMacro(position..<end, bit: bit, text) {
            case .none: break
            case .defined(let name):
              guard put(text, run, position), expand(definedAt: name, text, &end, in: frame, &preprocessor)
              else { return nil }
              run = end
            case .other: return nil
            }
          }
        }
        position = end
      } else if CharacterClass.isDigit(byte) {
        position = CharacterClass.identifierEnd(text, position)
        // A number continues with a dot, and after some letters with a sign.
        let next = text[position]
        guard next != 0x2E, next != 0x2B && next != 0x2D || text[position - 1] | 0x20 < 0x61 else {
          return nil
        }
      } else if byte == 0x28 {
        parentheses += 1
        position += 1
      } else if byte == 0x29, parentheses > 0 {
        parentheses -= 1
        position += 1
      } else if byte == 0x2C && parentheses == 0 || byte == 0x29 || byte == 0x0A {
        guard parentheses == 0, (byte == 0x0A) == (part == .body), put(text, run, position),
          bytes.count > printed
        else { return nil }
        // The last line of a file is not joined with the next file.
        guard !isJoined || preprocessor.areInOneFile(start, position) else { return nil }
        return position
      } else if byte == 0x20, Self.goesOn(text[position + 1]) {
        position += 1
      } else if byte <= 0x20 || byte == 0x5C || byte == 0x2F {
        guard let next = Self.endOfBlanks(text, position, &isJoined), next > position,
          put(text, run, position)
        else { return nil }
        position = next
        run = next
        let ends = text[next] == 0x0A || parentheses == 0 && (text[next] == 0x29 || text[next] == 0x2C)
        if !ends { putBlank() }
      } else {
        guard Self.isPlainSign(byte) else { return nil }
        position += 1
      }
    }
  }

  /// Whether a byte after a blank is text that simply continues on the same line.
  private static func goesOn(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x29 && byte != 0x2C && byte != 0x2F && byte != 0x5C
  }

  /// Whether a byte is an operator or other punctuation that has no effect on what is around it.
  private static func isPlainSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22...0x24, 0x27, 0x2E, 0x5C, 0x60: false
    default: byte > 0x20 && byte < 0x7F
    }
  }

  /// The index after blanks, comments and joined lines, and notes whether there were any of the latter; nil
  /// if that needs a closer look.
  private static func endOfBlanks(_ text: Span<UInt8>, _ start: Int, _ isJoined: inout Bool) -> Int? {
    var position = start
    while true {
      switch text[position] {
      case 0x20, 0x09: position += 1
      case 0x5C:
        guard let next = LineScan.joinedLine(text, position) else { return nil }
        isJoined = true
        position = next
      case 0x2F where text[position + 1] == 0x2A || text[position + 1] == 0x2F:
        guard let end = LineScan.commentEnd(text, position, text.count) else { return nil }
        position = end
      default: return position
      }
    }
  }
}

extension Preprocessor {
  /// Whether two places of the text are in the same file.
  fileprivate func areInOneFile(_ first: Int, _ second: Int) -> Bool {
    files.file(at: SourceLocation(first)) == files.file(at: SourceLocation(second))
  }
}
