import SourceText

/// Where lines end, as gcc counts them. (Even queries are `mutating` here: otherwise, Swift would copy the
/// complete structure for the call.)
extension Preprocessor {
  /// The end of the line that was read last in the innermost file, including the lines joined to it.
  var endOfLine: SourceLocation {
    mutating get {
      let last = inputs.count - 1
      guard last >= 0, inputs[last].next > 0 else { return .none }
      let end = inputs[last].next - 1
      // A last line that ends in a backslash is joined with an empty one.
      guard inputs[last].next == inputs[last].limit, files.text[end] == 0x0A, isJoined(lineEndingAt: end)
      else { return SourceLocation(end) }
      return SourceLocation(end + 1)
    }
  }

  /// Whether the innermost file is at its end, and gcc takes its last line as it is: not joined from several,
  /// and without a carriage return.
  var isAtPlainEnd: Bool {
    mutating get {
      let last = inputs.count - 1
      guard last >= 0, inputs[last].next == inputs[last].limit, inputs[last].limit > 1 else { return false }
      var index = inputs[last].limit - 1
      if files.text[index] == 0x0A {
        if files.text[index - 1] == 0x0D || isJoined(lineEndingAt: index) { return false }
        index -= 1
      }
      let start = files.file(inputs[last].file).range.lowerBound
      while index >= start, files.text[index] != 0x0A { index -= 1 }
      return index < start || !isJoined(lineEndingAt: index)
    }
  }

  /// Whether the line that ends at `newline` is joined with the next one by a backslash.
  private mutating func isJoined(lineEndingAt newline: Int) -> Bool {
    var before = newline - 1
    while before > 0, files.text[before] == 0x0D || CharacterClass.isBlank(files.text[before]) { before -= 1 }
    return before >= 0 && files.text[before] == 0x5C
  }
}
