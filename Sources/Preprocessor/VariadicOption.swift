import SourceText

/// `__VA_OPT__(…)`: what a variadic macro's body has only where the variadic argument has something.
///
/// A body with such parts is two bodies: one with all of them and one with none. The first is the
/// macro's; the second is kept beside, by the place of the definition, and read where the variadic
/// argument expands to nothing.
extension Preprocessor {
  /// Whether a body has such a part.
  func hasOptions(_ body: Range<Int>) -> Bool {
    body.contains { isOption(at: $0, in: body) }
  }

  /// A body with all of these parts, or with none of them, as a new stretch of the store.
  mutating func body(_ line: Range<Int>, withOptions isKept: Bool) -> Range<Int> {
    let start = store.count
    var position = line.lowerBound
    while position < line.upperBound {
      guard isOption(at: position, in: line), let end = closing(position + 2..<line.upperBound)
      else {
        store.append(store[position])
        position += 1
        continue
      }
      let content = isKept ? position + 2..<end : end..<end
      let opening = position == line.lowerBound ? PaddingSource.tight : .init(store[position])
      position = end + 1
      let isPasted = store.count > start && store[store.count - 1].kind == .hashHash
      let pastesOn = position < line.upperBound && store[position].kind == .hashHash
      // gcc has padding at both edges, but not beside `##`.
      if !isPasted { store.append(.padding(opening)) }
      for inner in content { store.append(store[inner]) }
      if !pastesOn { store.append(.padding(.none)) }
      guard content.isEmpty else { continue }
      // Nothing beside `##` leaves its other side as it is; between two, the sides go together.
      if pastesOn {
        if !isPasted { position += 1 } else { store.removeLast() }
      } else if isPasted {
        store.removeLast(2)
      }
    }
    return start..<store.count
  }

  /// What a call reads: the macro, or what it is without those parts.
  mutating func variant(of macro: Int, variadic argument: Int) -> Macro {
    let whole = macros[macro]
    guard let empty = bodiesWithoutOptions[whole.location] else { return whole }
    let isEmpty = arguments[expandArgument(argument)].allSatisfy { $0.kind == .padding }
    return isEmpty ? empty : whole
  }

  private func isOption(at position: Int, in line: Range<Int>) -> Bool {
    store[position].kind == .identifier && store[position].symbol == words.variadicOption
      && position + 1 < line.upperBound && store[position + 1].kind == .openParenthesis
  }

  /// The position of the parenthesis that closes the one before `line`.
  private func closing(_ line: Range<Int>) -> Int? {
    var depth = 0
    for position in line {
      switch store[position].kind {
      case .openParenthesis: depth += 1
      case .closeParenthesis:
        if depth == 0 { return position }
        depth -= 1
      default: break
      }
    }
    return nil
  }
}
