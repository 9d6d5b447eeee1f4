import SourceText

/// Include guards: the `#ifndef` around a header, with which a second inclusion yields nothing.
extension Preprocessor {
  /// Updates the guard state of the innermost file for the line being read, which may be its `#ifndef`.
  mutating func noteGuard() {
    let last = inputs.count - 1
    guard inputs[last].guardState != .none else { return }
    // A `#` alone does not count.
    if inputs[last].lineEnd - inputs[last].lineStart == 1, store[inputs[last].lineStart].kind == .hash {
      return
    }
    guard inputs[last].guardState == .beforeFirstLine, let name = guardName() else {
      inputs[last].guardState = .none
      return
    }
    inputs[last].guardState = .inside
    inputs[last].guardName = name
  }

  /// The macro that the line being read requires to be undefined, if gcc takes that line for the beginning
  /// of a guard: `#ifndef NAME`, `#if !defined NAME` or `#if !defined(NAME)`.
  private mutating func guardName() -> Symbol? {
    let last = inputs.count - 1
    let first = inputs[last].lineStart
    let count = inputs[last].lineEnd - first
    guard count >= 3, store[first].kind == .hash, store[first + 1].kind == .identifier else { return nil }
    var name = first + 2
    if store[first + 1].symbol == words.ifWord {
      guard store[first + 2].kind == .not, count == 5 || count == 7, store[first + 3].kind == .identifier,
        store[first + 3].symbol == words.defined
      else { return nil }
      name = first + 4
      if count == 7 {
        guard store[name].kind == .openParenthesis, store[name + 2].kind == .closeParenthesis else {
          return nil
        }
        name += 1
      }
    } else if store[first + 1].symbol != words.ifndef {
      return nil
    }
    return store[name].kind == .identifier ? store[name].symbol : nil
  }
}
