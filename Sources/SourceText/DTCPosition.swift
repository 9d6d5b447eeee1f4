extension PositionLookup {
  /// Returns a stretch of text in dtc's notation: `file:line.column-line.column`, without the second line
  /// number if both are the same, and then without the second column if that is the same, too. `end` is the
  /// location after the last byte. Nil for `SourceLocation.none`.
  ///
  /// The file is the one in which the stretch ends: dtc keeps only that. Before it has built anything, even a
  /// later line marker changes it: the file is then the one at `reached`.
  public mutating func dtcPosition(
    from start: SourceLocation, to end: SourceLocation, reached: SourceLocation? = nil
  ) -> String? {
    guard let first = position(of: start), let after = position(of: end),
      let path = position(of: reached ?? end)?.path
    else { return nil }
    let text = "\(path):\(first.line).\(first.column)"
    if first.line != after.line { return text + "-\(after.line).\(after.column)" }
    return first.column == after.column ? text : text + "-\(after.column)"
  }
}
