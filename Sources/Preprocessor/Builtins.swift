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

  /// Where the token is, or the call that it came out of, as gcc says it.
  private func currentPosition(_ name: Token) -> SourcePosition? {
    var origin = name.origin
    while origin.expansion > 0, Int(origin.expansion) <= expansions.count {
      origin = expansions[Int(origin.expansion) - 1].use
    }
    return files.position(of: origin.location)
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
