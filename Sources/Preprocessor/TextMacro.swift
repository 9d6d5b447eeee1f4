import SourceText

extension Preprocessor {
  /// What a word is, for whoever expands text.
  enum TextMacro {
    /// No macro.
    case none
    /// A macro whose name ends there in its definition.
    case defined(Int)
    /// A macro that does not stand for text: `__LINE__`, one that takes any number of arguments, or one whose
    /// definition takes a closer look.
    case other
  }

  /// What a word is that has this bit in a `NameFilter`.
  func textMacro(_ word: Range<Int>, bit: Int, _ text: Span<UInt8>) -> TextMacro {
    let name = text.extracting(word)
    // Only a name without a symbol is noted.
    let mayBeSymbol =
      !notesDefinitions || symbolNames.has(bit) || !NotedDefinitions.mayBegin(text[word.lowerBound])
    guard mayBeSymbol, let symbol = names.find(name) else {
      return noted.find(name, bit: bit, in: text).map { .defined($0.upperBound) } ?? .none
    }
    guard let index = settledMacro(named: symbol) else { return .none }
    let isCalled: Bool
    switch macros[index].form {
    case .object: isCalled = false
    case .function(_, isVariadic: false): isCalled = true
    default: return .other
    }
    let start = macros[index].location.index
    let end = start + word.count
    guard end < text.count, text.extracting(start..<end).hasSameBytes(as: name),
      (text[end] == 0x28) == isCalled
    else { return .other }
    return .defined(end)
  }
}
