import SourceText

/// What is printed for a word that may be a macro's name.
enum PrintedWord {
  /// The word itself: it is not a macro's name.
  case itself
  /// The macro's body as it is in the text: one number, one string, or something in parentheses
  /// without names.
  case body(Range<Int>)
  /// Whatever expansion makes of it.
  case expansion
}

extension Preprocessor {
  /// What is printed for a word with this bit in a `NameFilter`. No symbol is made for a macro that is only
  /// noted.
  @inline(__always)
  mutating func printed(_ word: Range<Int>, bit: Int, _ text: Span<UInt8>) -> PrintedWord {
    if settledNames < names.count { settle() }
    if notesDefinitions, !symbolNames.has(bit), NotedDefinitions.mayBegin(text[word.lowerBound]),
      expandedTokens < options.expandedTokens
    {
      let printed = noted.printed(text.extracting(word), bit: bit, in: text)
      switch printed {
      case .itself: return printed
      case .body:
        expandedTokens += 1
        return printed
      case .expansion: break
      }
    }
    return printed(text.extracting(word), text)
  }
}
