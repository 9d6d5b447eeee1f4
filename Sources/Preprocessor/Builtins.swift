import SourceText

extension Preprocessor {
  /// Replaces the name of a built-in macro by its value; returns false if the name stays as it is.
  mutating func expand(_ builtin: Macro.Builtin, _ name: Token) -> Bool {
    let text: String
    switch builtin {
    case .poisoned:
      _ = reportIfPoisoned(name)
      return false
    case .pragma:
      // In an argument, it waits until the argument is read as part of the body, so that it is carried out as
      // often as it appears there.
      return inDirective || argumentDepth > 0 ? false : pragmaOperator(name)
    case .fileQuestion:
      guard !inDirective else { return false }
      report(
        .error, "condition-operator", "'\(names.string(name.symbol))' can only be used in #if and #elif",
        at: name)
      return false
    case .fileName:
      let path = options.named(currentPosition(name)?.path ?? "")
      text = quoted(path.split(separator: "/").last.map(String.init) ?? "")
    case .file: text = quoted(options.named(currentPosition(name)?.path ?? ""))
    case .baseFile: text = quoted(options.named(inputs.first.map { files.file($0.file).path } ?? ""))
    case .line: text = "\(currentPosition(name)?.line ?? 1)"
    case .counter:
      text = "\(counter)"
      counter &+= 1
    case .includeLevel: text = "\(max(0, inputs.count - 1))"
    case .date, .time, .timestamp:
      // A blob must not depend on when it was made.
      switch builtin {
      case .date: text = "\"Jan  1 1970\""
      case .time: text = "\"00:00:00\""
      default: text = "\"Thu Jan  1 00:00:00 1970\""
      }
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

  /// The position of a token, or of the macro use that it came from, as gcc sees it: line markers that are
  /// for dtc only are ignored.
  private mutating func currentPosition(_ name: Token) -> SourcePosition? {
    files.position(of: currentLocation(name.origin), &countedLines, forDTC: false)
  }

  /// The location of `place`, or of the outermost macro use that it came from.
  func currentLocation(_ place: Origin) -> SourceLocation {
    var origin = place
    while origin.expansion > 0, Int(origin.expansion) <= expansions.count {
      origin = expansions[Int(origin.expansion) - 1].use
    }
    return origin.location
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" || character == "\n" { result += "\\" }
      result.unicodeScalars.append(character == "\n" ? "n" : character)
    }
    return result + "\""
  }
}

extension PreprocessorOptions {
  /// The name that `__FILE__` gives to a file.
  fileprivate func named(_ path: String) -> String {
    guard let prefix = pathPrefixes.last(where: { path.utf8.starts(with: $0.old.utf8) }) else { return path }
    return prefix.new + (String(path.utf8.dropFirst(prefix.old.utf8.count)) ?? "")
  }
}
