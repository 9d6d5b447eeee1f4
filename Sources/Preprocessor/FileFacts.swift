import SourceText

/// What is known of a file besides its text.
struct FileFacts: Sendable {
  /// Its text, without a byte order mark.
  var text: Range<Int> { start..<end }
  private let start: Int
  private let end: Int
  /// Whether anything is known at all.
  let isNoted: Bool
  /// The macro of the `#ifndef` that the whole file stands in, once it was read to its end: if that is
  /// defined, there is nothing to be had from including the file again.
  var guardName: Symbol?
  /// Whether it was read to its end for this source: before, nothing is known of its guard.
  var wasLeft = false
  /// Whether `#pragma once` was met in it, or `#import` for it.
  var isOnce = false
  /// Whether it was said for this source that there are NUL bytes in it.
  var hasKnownNUL = false
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
    _ path: String, asked: String, contents given: [UInt8]? = nil, forDTC: Bool = false
  ) throws(FileError) -> FileID {
    if let known = search.loaded(path) {
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
    if !forDTC, Self.hasLoneReturn(files.text.span, range) {
      id = try withNewlines(range, path)
      range = files.file(id).range
    }
    search.note(id, at: path)
    noteDependency(path, id)
    noteFacts(of: id, range)
    return id
  }

  mutating func noteDependency(_ path: String, _ file: FileID) {
    // dtc lists a file as often as it was read.
    if search.noteDependency(on: file) || readsAsDTC { dependencies.append(path) }
  }

  /// Has a look at a file before it is read for the first time.
  mutating func noteFacts(of id: FileID, _ file: Range<Int>) {
    var range = file
    // A byte order mark is no text.
    if range.count >= 3, files.text[range.lowerBound] == 0xEF, files.text[range.lowerBound + 1] == 0xBB,
      files.text[range.lowerBound + 2] == 0xBF
    {
      range = range.lowerBound + 3..<range.upperBound
    }
    if range.count > options.lineLength, let line = endlessLine(files.text.span, range) {
      report(
        .error, "line-length",
        "this line has more than \(options.lineLength) bytes: is this a device tree source?",
        at: SourceSpan(start: SourceLocation(line), count: 1))
      isStopped = true
      range = range.lowerBound..<range.lowerBound
    }
    note(FileFacts(text: range), of: id)
  }

  func facts(of file: FileID) -> FileFacts? {
    guard file.index < facts.count else { return nil }
    let known = facts[file.index]
    return known.isNoted ? known : nil
  }

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
