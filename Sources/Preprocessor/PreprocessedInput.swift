public import SourceText

/// Text that is already preprocessed, or was never meant to be, as dtc reads it.
extension Preprocessor {
  /// Opens a source without macros and directives, which may have line markers; `-` is standard input,
  /// which goes by the name `<stdin>`.
  public mutating func openPreprocessed(_ path: String) throws(FileError) {
    let contents = try FileReading.contents(of: path)
    try openPreprocessed(contents.span, path: path == "-" ? Self.standardInput : path)
  }

  /// Opens such a text, which was read from `path`.
  public mutating func openPreprocessed(_ contents: Span<UInt8>, path: String) throws(FileError) {
    readsAsDTC = true
    let id: FileID
    do {
      id = try files.add(path: path, contents: contents)
    } catch {
      throw FileError.tooLarge(path)
    }
    search.note(id, at: path)
    dependencies.append(path)
    let start = store.count
    var tokenizer = RawTokenizer()
    tokenizer.endsAtNUL = true
    tokenizer.isExact = true
    let text = files.text
    tokenizer.tokenize(text.span, files.file(id).range, names: &names, into: &store)
    take(tokenizer, of: id)
    note(FileFacts(text: files.file(id).range), of: id)
    enter(id, from: .none, folder: nil)
    // All of it is read as one line.
    inputs[0].isPreprocessed = true
    inputs[0].next = inputs[0].limit
    inputs[0].position = start
    inputs[0].lineEnd = store.count - 1
  }

  /// Whether the text at a location is read as dtc reads it: that of such a source, or of a file that it
  /// names in `/include/`.
  public func readsAsDTC(at location: SourceLocation) -> Bool {
    readsAsDTC || files.file(at: location).flatMap { facts(of: $0)?.isIncludedByDTC } ?? false
  }

  /// Takes over the line markers of a file, and reports what is wrong with it.
  mutating func take(_ tokenizer: RawTokenizer, of id: FileID) {
    // A file that is included again has the same markers again.
    if !files.hasLineMarkers(id) {
      for marker in tokenizer.lineMarkers { files.add(marker, to: id) }
    }
    if let comment = tokenizer.unterminatedComment {
      hasLostText = true
      report(
        .error, "unterminated-comment", "comment is never closed",
        at: SourceSpan(start: SourceLocation(comment), count: 2))
    }
    for marker in tokenizer.markersWithNUL {
      report(
        .error, "nul-in-line-marker", "the file name of a line marker has a NUL byte in it",
        at: SourceSpan(start: SourceLocation(marker.lowerBound), count: marker.count))
    }
  }
}
