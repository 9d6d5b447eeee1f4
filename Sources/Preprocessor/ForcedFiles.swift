import SourceText

extension PreprocessorOptions.ForcedFile {
  fileprivate var name: String {
    switch self {
    case .macros(let name), .include(let name): name
    }
  }

  fileprivate var isForMacros: Bool {
    if case .macros = self { true } else { false }
  }
}

/// Files that are read before the source: `-imacros` and `-include`.
extension Preprocessor {
  /// Reads the files for their macros, and begins with the first of the others.
  ///
  /// The source is entered already and nothing of it read, so it goes on when they are at their end.
  mutating func enterForcedFiles() {
    forcedFiles = options.forcedFiles.filter(\.isForMacros) + options.forcedFiles.filter { !$0.isForMacros }
    forcedFiles.reverse()
    // It is the first that is looked into, and the user's.
    search.entered.owner(ofFolder: "./", of: .user)
    while forcedFiles.last?.isForMacros == true {
      discardsTokens = true
      enterNextForcedFile()
      discardTokens(downTo: 1)
      discardsTokens = false
      if isStopped { return }
    }
    if inputs.count == 1 { enterNextForcedFile() }
  }

  /// A file of the command line is at its end: the next one, or the source.
  mutating func leaveForcedFile() {
    dropKnownFiles()
    if hasLayout, let source = inputs.first?.file {
      layout.append(
        LayoutEvent(.leaveForced(source: forcedFiles.isEmpty ? source : nil), before: putCount))
    }
    if discardsTokens { return }
    enterNextForcedFile()
  }

  /// Leaves out what comes next as long as it is to be read once and was, or its guard says so.
  private mutating func dropKnownFiles() {
    while !isStopped, let next = forcedFiles.last, let found = findForced(next.name) {
      let entry = hasLayout ? search.entered.entry(of: found.file, in: found.folder, by: next.name) : 0
      guard
        facts(of: found.file)?.isOnce == true || isCopyOfOnceFile(found.file)
          || entry.map({ isGuarded(found.file, entry: $0) }) == true
      else { return }
      forcedFiles.removeLast()
    }
  }

  private mutating func enterNextForcedFile() {
    guard !isStopped, let next = forcedFiles.popLast(), let found = findForced(next.name) else { return }
    let file = found.file
    let (entry, isNew) = search.entered.note(file, in: found.folder, by: next.name)
    if isNew { search.entered.list(files.file(file).path, found.owner) }
    enter(file, from: .none, folder: found.folder, owner: found.owner, entry: entry)
  }

  /// Preprocesses the source at `path` for what its directives do, as gcc does to list macros or to write a make rule
  /// alone: no macro of the text is expanded.
  public mutating func readDirectives(of path: String) throws(FileError) {
    // gcc knows the files that it enters as it does to print their text.
    hasLayout = true
    try open(path)
    discardTokens(downTo: 0)
    layout.removeAll()
    hasLayout = false
  }

  /// Goes past lines of the innermost file that are no directives, up to one that takes a closer look.
  private mutating func skipText() {
    guard !hasPoison else { return }
    let last = inputs.count - 1
    let (text, limit) = (files.text, inputs[last].limit)
    var next = inputs[last].next
    var flags = inputs[last].nextFlags
    var hasText = false
    while true {
      next = LineScan.skipBlanks(text.span, next, limit, &flags)
      // Behind a NUL a directive may begin as well.
      guard next < limit, text[next] != 0, text[next] != 0x23 || !flags.contains(.atLineStart),
        let end = LineScan.lineEnd(text.span, next, limit)
      else { break }
      next = end
      flags = .atLineStart
      hasText = true
    }
    inputs[last].next = next
    inputs[last].nextFlags = flags
    guard hasText else { return }
    inputs[last].lineCount += 1
    if inputs[last].guardState != .inside { inputs[last].guardState = .none }
  }

  /// Carries out the directives of the files that are read until there are so few; their text counts for nothing.
  private mutating func discardTokens(downTo outer: Int) {
    expansionBlocked += 1
    while inputs.count > outer, !isStopped {
      let last = inputs.count - 1
      if inputs[last].position == inputs[last].lineEnd {
        // Lines of a forced file for macros count where the source is printed.
        if outer == 0 { skipText() }
        if !readLine(), !leave() { break }
        continue
      }
      // Not `nextFromFile`, which goes on behind a directive, and at the file's end in the source.
      let token = store[inputs[last].position]
      inputs[last].position += 1
      if token.kind == .identifier { _ = reportIfPoisoned(token) }
      guard token.flags.contains(.atLineStart) else { continue }
      if token.kind != .hash || !directive() { startLine(token) }
    }
    expansionBlocked -= 1
  }

  /// Finds a file of the command line: in the current folder, then as one in quotes.
  private mutating func findForced(_ name: String) -> FoundHeader? {
    let folders = name.utf8.first == 0x2F ? [""] : ["./"] + options.allFolders
    for (index, folder) in folders.enumerated() {
      let path = IncludeSearch.join(folder, name)
      do throws(FileError) {
        let file = try load(path)
        return FoundHeader(file: file, folder: index - 1, owner: owner(inFolder: index - 1))
      } catch {
        if error.isMissing || error.isDirectory { continue }
        report(.error, "include-unreadable", error.diagnostic.message, at: nil)
        isStopped = true
        return nil
      }
    }
    report(
      .error, "missing-include", "file '\(name)' from the command line was not found", at: nil,
      notes: [.init("searched: " + folders.map { "'\($0)'" }.joined(separator: ", "))])
    isStopped = true
    return nil
  }
}
