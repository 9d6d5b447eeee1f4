import SourceText

/// `#line`, which numbers the lines of one inclusion of a file.
///
/// Code that works out a position, be it for a line marker, `__LINE__` or a message long after everything
/// was read, has only a place in the text. So all inclusions of a file share its text as long as none of
/// them has a `#line`. With one, an inclusion has its own text from there on, or from its beginning if the
/// file's own text has line markers already.
extension Preprocessor {
  /// Whether much text, a quarter of what one source may copy, is in copies for the `#line`s of sources that
  /// are done. To read more sources, begin anew.
  public var hasManyCopies: Bool { files.copiedBytes > options.renumberedBytes / 4 }

  /// Numbers the lines of the innermost file from the next one on.
  mutating func renumber(from line: Int, path: String?) {
    goOnInOwnText()
    let last = inputs.count - 1
    let input = inputs[last]
    // The numbers begin after this line and the lines joined to it.
    let start = SourceLocation(min(input.next, input.limit))
    files.add(SourceFiles.LineMarker(start: start, line: line, path: path), to: input.file)
    // The rest of the file cannot have more lines than bytes.
    inputs[last].nearsLastNumber =
      line + (input.limit - start.index) + TextPrinter.mostNewlines > Int(UInt32.max)
    if hasLayout { layout.append(LayoutEvent(.renumber(input.file, from: start), before: putCount)) }
  }

  /// Makes the innermost file continue in a copy of the rest of it, if places in it stand for other
  /// inclusions as well; returns whether it does.
  @discardableResult
  mutating func goOnInOwnText() -> Bool {
    let last = inputs.count - 1
    guard facts[inputs[last].file.index].isShared,
      let (copy, text) = copy(of: inputs[last].file, from: inputs[last].next, to: inputs[last].limit)
    else { return false }
    search.noteInclusion(of: copy, from: inputs[last].includedFrom)
    noteListed(inputs[last].file, goesOnIn: copy)
    inputs[last].goOn(in: copy, text)
    return true
  }

  /// The file to read for one more inclusion of `file`: itself, or a copy if that has line markers or
  /// inclusions are told apart.
  mutating func ownText(of file: FileID) -> FileID {
    guard search.firstInclusion(of: file) != nil else { return file }
    if files.hasLineMarkers(file) {
      if let copy = copy(of: file) { return copy }
    } else if let copy = copyToTellApart(file) {
      return copy
    }
    facts[file.index].isShared = true
    return file
  }

  /// The same for dtc, which reads the same markers each time, but none of the preprocessor's.
  mutating func textForDTC(of file: FileID) -> FileID {
    if files.lineMarkers(of: file).contains(where: { !$0.isForDTC }) { return copy(of: file) ?? file }
    return search.firstInclusion(of: file) == nil ? file : copyToTellApart(file) ?? file
  }

  /// Copies a file if inclusions are listed, so that a place in it tells which of them it is in. Without room for
  /// that, what is below one of them is listed below the last; no source fails for it.
  private mutating func copyToTellApart(_ file: FileID) -> FileID? {
    guard options.listsInclusions, let text = facts(of: file)?.text,
      listedBytes + text.count <= options.renumberedBytes / 2,
      let (copy, _) = addCopy(of: file, text)
    else { return nil }
    listedBytes += text.count
    return copy
  }

  private mutating func stopRenumbering(_ file: FileID, _ message: String) {
    guard !isStopped else { return }
    let place = facts(of: file).map { SourceSpan(start: SourceLocation($0.text.lowerBound), count: 1) }
    report(.error, "renumbered-text", message, at: place)
    isStopped = true
  }

  private mutating func copy(of file: FileID) -> FileID? {
    guard let text = facts(of: file)?.text else { return nil }
    return copy(of: file, from: text.lowerBound, to: text.upperBound)?.0
  }

  private mutating func copy(of file: FileID, from start: Int, to end: Int) -> (FileID, Range<Int>)? {
    guard renumberedBytes + (end - start) <= options.renumberedBytes else {
      stopRenumbering(
        file, "files with #line that are included again come to more than \(options.renumberedBytes) bytes")
      return nil
    }
    guard let added = addCopy(of: file, start..<end) else {
      stopRenumbering(
        file, "all text read comes to 4 GiB, counting files with #line each time they are included")
      return nil
    }
    renumberedBytes += end - start
    return added
  }

  private mutating func addCopy(of file: FileID, _ part: Range<Int>) -> (FileID, Range<Int>)? {
    guard let copy = files.addCopy(of: file, part) else { return nil }
    let text = files.file(copy).range
    var known = FileFacts(text: text)
    known.original = original(of: file)
    note(known, of: copy)
    return (copy, text)
  }
}
