import SourceText

/// `#pragma`: in assembler, gcc prints none, but carries out those that it knows.
extension Preprocessor {
  mutating func pragma(_ line: Range<Int>) {
    guard let first = line.first, store[first].kind == .identifier else { return }
    let word = store[first].symbol
    if word == words.once, line.count == 1 {
      let file = inputs[inputs.count - 1].file
      tokenized[file.index]?.isOnce = true
      search.onceFiles.append(file)
    }
    if layout != nil, isKnownPragma(line) {
      // Of one that it knows, gcc prints the indentation.
      layout?.append(LayoutEvent(.line(store[first].location), before: putCount))
    }
  }

  /// Whether gcc's preprocessor does something about a pragma itself.
  private func isKnownPragma(_ line: Range<Int>) -> Bool {
    let names = line.prefix(2).map { String(decoding: spelling(of: store[$0]), as: UTF8.self) }
    switch names.first {
    case "once", "push_macro", "pop_macro": return true
    case "GCC":
      return ["poison", "system_header", "dependency", "warning", "error"].contains(names.last)
    default: return false
    }
  }
}
