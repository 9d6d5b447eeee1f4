import SourceText

extension Preprocessor {
  /// What a word is when text is expanded.
  enum TextMacro {
    /// Not a macro.
    case none
    /// A macro whose name ends at this index in its definition.
    case defined(Int)
    /// A macro that is not expanded as text: `__LINE__`, one with a variable number of arguments, or one
    /// whose definition needs a closer look.
    case other
  }

  /// Says what a word is; `bit` is its bit in a `NameFilter`.
  func textMacro(_ word: Range<Int>, bit: Int, _ text: Span<UInt8>) -> TextMacro {
    let name = text.extracting(word)
    // Only names without a symbol are noted.
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
