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
  /// Reads the `-imacros` files, and enters the first of the `-include` files.
  ///
  /// The source is entered already but not read yet, so it continues when these files are at their end.
  mutating func enterForcedFiles() {
    forcedFiles = options.forcedFiles.filter(\.isForMacros) + options.forcedFiles.filter { !$0.isForMacros }
    forcedFiles.reverse()
    // The current folder is the first to be searched, and it is the user's.
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

  /// Goes on after a file of the command line: with the next one, or with the source.
  mutating func leaveForcedFile() {
    dropKnownFiles()
    if hasLayout, let source = inputs.first?.file {
      layout.append(
        LayoutEvent(.leaveForced(source: forcedFiles.isEmpty ? source : nil), before: putCount))
    }
    if discardsTokens { return }
    enterNextForcedFile()
  }

  /// Drops the next files as long as they were read and need not be read again, by `#pragma once` or a guard.
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

  /// Preprocesses the source at `path` only for what its directives do, as gcc does to list macros or only to
  /// write a make rule: no macros are expanded in its text.
  public mutating func readDirectives(of path: String) throws(FileError) {
    // gcc keeps track of the files that it enters as it does to print their text.
    hasLayout = true
    try open(path)
    discardTokens(downTo: 0)
    layout.removeAll()
    hasLayout = false
  }

  /// Skips lines of the innermost file that are not directives, up to one that needs a closer look.
  private mutating func skipText() {
    guard !hasPoison else { return }
    let last = inputs.count - 1
    let (text, limit) = (files.text, inputs[last].limit)
    var next = inputs[last].next
    var flags = inputs[last].nextFlags
    var hasText = false
    while true {
      next = LineScan.skipBlanks(text.span, next, limit, &flags)
      // A directive may also begin after a NUL.
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

  /// Carries out directives, ignoring other text, until no more than `outer` files are being read.
  private mutating func discardTokens(downTo outer: Int) {
    expansionBlocked += 1
    while inputs.count > outer, !isStopped {
      let last = inputs.count - 1
      if inputs[last].position == inputs[last].lineEnd {
        // Lines of an `-imacros` file count where the source is printed.
        if outer == 0 { skipText() }
        if !readLine(), !leave() { break }
        continue
      }
      // Not `nextFromFile`, which goes on after a directive, and with the source at the file's end.
      let token = store[inputs[last].position]
      inputs[last].position += 1
      if token.kind == .identifier { _ = reportIfPoisoned(token) }
      guard token.flags.contains(.atLineStart) else { continue }
      if token.kind != .hash || !directive() { startLine(token) }
    }
    expansionBlocked -= 1
  }

  /// Finds a file of the command line: in the current folder, then like a name in quotes.
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
      notes: [.init("searched: " + folders.map { "'\($0)'" }.joined(separator: ", "))]
        + folders.compactMap { FileReading.noteOnBrokenLink(on: IncludeSearch.join($0, name)) })
    isStopped = true
    return nil
  }
}
