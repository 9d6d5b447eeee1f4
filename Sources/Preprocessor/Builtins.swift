import SourceText

extension Preprocessor {
  /// Replaces the name of a builtin macro by its value.
  mutating func expand(_ builtin: Macro.Builtin, _ name: Token) -> Bool {
    let text: String
    switch builtin {
    case .file: text = quoted(currentPosition(name)?.path ?? "")
    case .baseFile: text = quoted(inputs.first.map { files.file($0.file).path } ?? "")
    case .line: text = "\(currentPosition(name)?.line ?? 1)"
    case .counter:
      text = "\(counter)"
      counter &+= 1
    case .includeLevel: text = "\(max(0, inputs.count - 1))"
    case .date, .time:
      // A blob must not depend on when it was made.
      text = builtin == .date ? "\"Jan  1 1970\"" : "\"00:00:00\""
      report(
        .warning, "clock-macro",
        "'\(names.string(name.symbol))' is fixed at \(text), so that builds are reproducible", at: name)
    }
    let bytes = Array(text.utf8)
    let token = scratch(bytes[0] == 0x22 ? .string : .number, bytes, like: name, flags: [])
    let start = work.count
    work.append(token)
    contexts.append(Context(.work, start..<work.count))
    return true
  }

  /// Where the token is that the source's reader is at: for a call over many lines, gcc says the line
  /// that it has read to.
  private func currentPosition(_ name: Token) -> SourcePosition? {
    guard let input = inputs.last else { return files.position(of: name.location) }
    let tokens = tokenized[input.file.index]?.tokens ?? 0..<0
    let read = max(tokens.lowerBound, input.position - 1)
    guard tokens.contains(read) else { return files.position(of: name.location) }
    return files.position(of: store[read].location)
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { result += "\\" }
      result.unicodeScalars.append(character)
    }
    return result + "\""
  }
}
