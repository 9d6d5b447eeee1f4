import SourceText

/// What is known of a file besides its text.
struct FileFacts: Sendable {
  /// Its text, without a byte order mark.
  var text: Range<Int> { start..<end }
  private let start: Int
  private let end: Int
  /// Whether anything is known at all.
  let isNoted: Bool
  /// The file whose text this one has once more (`Preprocessor.renumber`), of which all else is known.
  var original: FileID?
  /// Whether this source went into it more than once, so that places in it stand for several inclusions.
  var isShared = false
  /// The macro of the `#ifndef` that the whole file stands in, once it was read to its end: if that is
  /// defined, there is nothing to be had from including the file again.
  var guardName: Symbol?
  /// Whether it was read to its end for this source: before, nothing is known of its guard.
  var wasLeft = false
  /// Whether `#pragma once` was met in it, or `#import` for it.
  var isOnce = false
  /// Whether it was said for this source that there are NUL bytes in it.
  var hasKnownNUL = false
  /// Of a file whose lines end in returns alone: whether they are there, as dtc is to read it. Who reads it otherwise
  /// reads it anew.
  var loneReturns: Bool?
  /// A line that is longer than lines may be, if there is one: then nothing of the file is read.
  var endlessLine: SourceLocation?
  /// Whether there is nothing in it but that `#ifndef` and `#define`s that are known (`KnownDefinition`).
  var hasOnlyDefinitions = false

  init(text: Range<Int>, isNoted: Bool = true) {
    start = text.lowerBound
    end = text.upperBound
    self.isNoted = isNoted
  }
}

extension Preprocessor {
  /// Reads a file, unless that was done before; what dtc itself is to read keeps its lines' ends.
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

  /// Reports a line that is too long, for each source that has the file.
  mutating func reportEndlessLine(of file: FileID) {
    guard let line = facts(of: file)?.endlessLine else { return }
    report(
      .error, "line-length",
      "this line has more than \(options.lineLength) bytes: is this a device tree source?",
      at: SourceSpan(start: line, count: 1))
    isStopped = true
  }

  /// Has a look at a file before it is read for the first time.
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

  /// The file of which facts are kept: itself, if it is no copy of another.
  func original(of file: FileID) -> FileID { facts[file.index].original ?? file }

  mutating func note(_ known: FileFacts, of file: FileID) {
    while facts.count <= file.index { facts.append(FileFacts(text: 0..<0, isNoted: false)) }
    facts[file.index] = known
  }

  /// Where a line begins that is longer than lines may be.
  private func endlessLine(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var start = range.lowerBound
    for position in range where text[position] == 0x0A {
      if position - start > options.lineLength { return start }
      start = position + 1
    }
    return range.upperBound - start > options.lineLength ? start : nil
  }
}
