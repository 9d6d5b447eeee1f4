import SourceText

/// What is known about a file besides its text.
struct FileFacts: Sendable {
  /// Its text, without a byte order mark.
  var text: Range<Int> { start..<end }
  private let start: Int
  private let end: Int
  /// Whether anything is known at all.
  let isNoted: Bool
  /// The file that this one is a copy of (`Preprocessor.renumber`), which has all the other facts.
  var original: FileID?
  /// Whether this source entered it more than once, so that places in it stand for several inclusions.
  var isShared = false
  /// The macro of the `#ifndef` around the complete file, once it was read to its end: while that macro is
  /// defined, including the file again yields nothing.
  var guardName: Symbol?
  /// Whether it was read to its end for this source: until then, its guard does not count.
  var wasLeft = false
  /// Whether it is to be read once: it has a `#pragma once`, or was imported.
  var isOnce = false
  /// Whether its NUL bytes were already reported for this source.
  var hasKnownNUL = false
  /// Whether this source names it in `/include/`, so that dtc reads it as it is.
  var isIncludedByDTC = false
  /// For a file whose lines end in lone carriage returns: whether these were kept, for dtc to read, or else
  /// replaced by newlines. To be read the other way, the file is loaded anew.
  var loneReturns: Bool?
  /// The start of a line that is longer than allowed, if there is one: then nothing of the file is read.
  var endlessLine: SourceLocation?
  /// Whether it contains nothing but that `#ifndef` and `#define`s that are known (`KnownDefinition`).
  var hasOnlyDefinitions = false

  init(text: Range<Int>, isNoted: Bool = true) {
    start = text.lowerBound
    end = text.upperBound
    self.isNoted = isNoted
  }
}

extension Preprocessor {
  /// Loads a file, unless it was loaded before. What dtc itself is to read keeps its line endings.
  mutating func load(
    _ path: String, contents given: [UInt8]? = nil, forDTC: Bool = false
  ) throws(FileError) -> FileID {
    if let known = search.loaded(path), facts(of: known)?.loneReturns.map({ $0 == forDTC }) ?? true {
      noteDependency(path, known)
      return known
    }
    var id: FileID
    if let given {
      do {
        id = try files.add(path: path, contents: given.span)
      } catch {
        throw FileError.tooLarge(path)
      }
    } else {
      id = try files.read(path)
    }
    var range = files.file(id).range
    let hasLoneReturns = Self.hasLoneReturn(files.text.span, range)
    if !forDTC, hasLoneReturns {
      id = try withNewlines(range, path)
      range = files.file(id).range
    }
    search.note(id, at: path)
    noteFacts(of: id, range)
    if hasLoneReturns { facts[id.index].loneReturns = forDTC }
    noteDependency(path, id)
    return id
  }

  mutating func noteDependency(_ path: String, _ file: FileID) {
    let isNew = search.noteDependency(on: file)
    // dtc lists a file as often as it was read, gcc once, even if it was read in two ways.
    if readsAsDTC || isNew && (facts(of: file)?.loneReturns == nil || !dependencies.contains(path)) {
      dependencies.append(path)
    }
    if isNew { reportEndlessLine(of: file) }
  }

  /// Reports a line that is too long, for each source that includes the file.
  mutating func reportEndlessLine(of file: FileID) {
    guard let line = facts(of: file)?.endlessLine else { return }
    report(
      .error, "line-length",
      "this line has more than \(options.lineLength) bytes: is this a device tree source?",
      at: SourceSpan(start: line, count: 1))
    isStopped = true
  }

  /// Gathers the facts about a file before it is read for the first time.
  mutating func noteFacts(of id: FileID, _ file: Range<Int>) {
    let range = files.textStart(of: id)..<file.upperBound
    var facts = FileFacts(text: range)
    if range.count > options.lineLength, let line = endlessLine(files.text.span, range) {
      facts = FileFacts(text: range.lowerBound..<range.lowerBound)
      facts.endlessLine = SourceLocation(line)
    }
    note(facts, of: id)
  }

  func facts(of file: FileID) -> FileFacts? {
    guard file.index < facts.count else { return nil }
    let known = facts[file.index]
    return known.isNoted ? known : nil
  }

  /// The file that has the facts about `file`: itself, unless it is a copy of another one.
  mutating func original(of file: FileID) -> FileID { facts[file.index].original ?? file }

  mutating func note(_ known: FileFacts, of file: FileID) {
    while facts.count <= file.index { facts.append(FileFacts(text: 0..<0, isNoted: false)) }
    facts[file.index] = known
  }

  /// The start of the first line that is longer than allowed.
  private func endlessLine(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var start = range.lowerBound
    for position in range where text[position] == 0x0A {
      if position - start > options.lineLength { return start }
      start = position + 1
    }
    return range.upperBound - start > options.lineLength ? start : nil
  }
}
