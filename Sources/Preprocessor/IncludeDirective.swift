import SourceText

/// `#include`, `#include_next` and `#import`.
extension Preprocessor {
  mutating func include(_ line: Range<Int>, after word: Token, next: Bool) {
    var name = ""
    guard let (quoted, token) = headerName(line, after: word, &name) else { return }
    guard inputs.count < options.includeDepth else {
      report(
        .error, "include-depth",
        "files include one another \(options.includeDepth) levels deep: is there a cycle?", at: token,
        notes: cycleNotes())
      isStopped = true
      return
    }
    if next, inputs.count == 1 {
      report(.warning, "include-next-in-source", "#include_next in the source itself", at: word)
    }
    guard
      let found = find(name, quoted: quoted, startingAt: next ? folderAfterCurrent : nil, from: token)
    else { return }
    let file = found.file
    // A name that comes from a macro may be a different one for the next source.
    if !next, word.symbol == words.include, line.count == 1, store[line.lowerBound].isHeaderName {
      noteInclude(of: file, folder: found.folder, named: token)
    }
    // Without a layout, it is not needed.
    let start = next ? ownStart(found) : nil
    let (entry, isNew) =
      hasLayout ? search.entered.note(file, in: found.folder, by: name, start: start) : (0, false)
    let isImport = word.symbol == words.importWord
    var isSkipped = false
    if let known = facts(of: file) {
      isSkipped =
        isGuarded(file, entry: entry) || known.isOnce || isCopyOfOnceFile(file)
        || isImport && (search.firstInclusion(of: file) != nil || isCopyOfIncludedFile(file))
    }
    // A file that was imported is not included again, either.
    if isImport { noteOnce(file) }
    noteInclusion(
      files.file(file).path, folder: found.folder, isSkipped: isSkipped, namedAt: token.location)
    if isSkipped { return }
    guard hasRoomForInclusion else { return refuseInclusion(named: token) }
    if isNew { search.entered.list(files.file(file).path, found.owner) }
    enter(file, from: token.location, folder: found.folder, owner: found.owner, entry: entry)
  }

  /// Whether the limits on inclusions allow one more.
  var hasRoomForInclusion: Bool {
    search.inclusionCount < options.inclusions && search.repeatedBytes <= options.repeatedBytes
  }

  private mutating func refuseInclusion(named token: Token) {
    let isOften = search.inclusionCount >= options.inclusions
    report(
      .error, "include-depth",
      (isOften
        ? "more than \(options.inclusions) '#include's"
        : "files that are included again come to more than \(options.repeatedBytes) bytes")
        + ": is an include guard missing?", at: token)
    isStopped = true
  }

  /// The folder where the search of an `#include_next` began, if gcc knows what was found only by that
  /// folder: the file is known to searches from the head of a chain as well if this search passed that head.
  private func ownStart(_ found: FoundHeader) -> Int? {
    guard let start = folderAfterCurrent, let folder = found.folder, start > 0 else { return nil }
    let first = search.firstBracketFolder
    return start > first || folder < first ? start : nil
  }

  /// Whether a file's guard makes another inclusion of it yield nothing.
  ///
  /// gcc knows a guarded file by the name and folder by which it was found: under another name, it is entered
  /// once more, which shows only in the line markers.
  mutating func isGuarded(_ file: FileID, entry: UInt32) -> Bool {
    guard let known = facts(of: file), known.wasLeft, entry == 0 || search.entered.wasLeft(entry),
      let name = known.guardName
    else { return false }
    return settledMacro(named: name) != nil
  }

  /// Notes that show how the innermost file came to include itself.
  private mutating func cycleNotes() -> [Diagnostic.Note] {
    let texts = inputs.map(\.file)
    let open = texts.map { original(of: $0) }
    guard let earlier = open.dropLast().lastIndex(where: { $0 == open.last }) else { return [] }
    return inputs[(earlier + 1)...].prefix(8).map {
      .init(
        "'\(files.file($0.file).path)' is included here",
        at: SourceSpan(start: $0.includedFrom, count: 1))
    }
  }

  /// Notes that a file is to be read once.
  mutating func noteOnce(_ file: FileID) {
    guard !facts[file.index].isOnce else { return }
    facts[file.index].isOnce = true
    search.onceFiles.append(file)
  }

  /// Whether a file is a copy, under another path, of one that is to be read once. Contents decide; in gcc, the
  /// copy must also be from the same second, which would make the result depend on more than the sources.
  func isCopyOfOnceFile(_ file: FileID) -> Bool {
    search.onceFiles.contains { areCopies($0, file) }
  }

  /// Whether a file is a copy, under another path, of one that was included, which is what `#import` asks.
  private func isCopyOfIncludedFile(_ file: FileID) -> Bool {
    (0..<files.fileCount).contains { index in
      let other = FileID(rawValue: UInt32(truncatingIfNeeded: index))
      return other != file && search.firstInclusion(of: other) != nil && facts(of: other)?.original == nil
        && areCopies(other, file)
    }
  }

  private func areCopies(_ one: FileID, _ other: FileID) -> Bool {
    let (one, other) = (files.file(one).range, files.file(other).range)
    return one.count == other.count && files.text[one] == files.text[other]
  }

  /// The file that an `#include` names, as written or after expansion. (The name is separate: the runtime
  /// takes a large value that contains a string apart whenever it is copied.)
  private mutating func headerName(
    _ line: Range<Int>, after word: Token, _ name: inout String
  ) -> (quoted: Bool, token: Token)? {
    guard let first = line.first else {
      report(
        .error, "include-name-missing", "#\(names.string(word.symbol)) needs \"file\" or <file>",
        at: word)
      return nil
    }
    let token = store[first]
    if token.isHeaderName {
      name = unquoted(token)
      reportExtraAfterExpansion(line.dropFirst(), after: word)
      return (token.kind == .string, token)
    }
    let expanded = expand(line)
    guard let head = expanded.first else {
      report(
        .error, "include-name-missing", "#\(names.string(word.symbol)) needs \"file\" or <file>",
        at: word)
      return nil
    }
    if head.kind == .string {
      name = unquoted(head)
      if expanded.count > 1 { reportExtra(expanded[1], after: word) }
      return (true, token)
    }
    if head.kind == .less, let end = expanded.firstIndex(where: { $0.kind == .greater }) {
      name = String(decoding: spelling(of: expanded[1..<end]), as: UTF8.self)
      if end + 1 < expanded.count { reportExtra(expanded[end + 1], after: word) }
      return (false, token)
    }
    report(
      .error, "include-name-missing", "#\(names.string(word.symbol)) needs \"file\" or <file>",
      at: token)
    return nil
  }

  func unquoted(_ token: Token) -> String {
    String(decoding: spelling(of: token).dropFirst().dropLast(), as: UTF8.self)
  }
}

extension Token {
  /// Whether it names a file as written.
  fileprivate var isHeaderName: Bool { kind == .string || kind == .headerName }
}
