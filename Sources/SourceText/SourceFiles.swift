/// The number of a file in a `SourceFiles`.
public struct FileID: Hashable, Sendable, BitwiseCopyable {
  /// The position in the order of loading, from 0.
  public let rawValue: UInt32

  /// The file with this number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The number as an index.
  @inlinable
  public var index: Int { Int(rawValue) }
}

/// An error: there is more source text than locations can address (4 GiB).
public struct SourceTooLarge: Error, Equatable {
  /// The file that no longer fit.
  public let path: String
}

/// Everything that was read in a run, in one text.
///
/// Files are laid out one after another, each followed by a newline that is added, so that a scanner that
/// stops at newlines stays inside its file; more newlines after the last file let code that looks at several
/// bytes at once do so up to its end. Text that is in no file (the result of pasting two tokens, say) is
/// appended as scratch text that remembers the location it came from.
public struct SourceFiles: Sendable {
  /// One file.
  public struct File: Sendable {
    /// The path as it was opened.
    public let path: String
    /// The bytes in `SourceFiles.text`, without the newline after them.
    public let range: Range<Int>
  }

  private enum Owner {
    case file(FileID)
    case scratch(origin: SourceLocation)
  }

  struct Place {
    let start: Int
    let end: Int
    let isCopy: Bool
    /// The file's inode number, noted while it is open, so that it need not be asked for again; 0 if unknown.
    let number: UInt64
    /// Where it was first included.
    var inclusion = SourceLocation.none

    var range: Range<Int> { start..<end }
  }

  private struct Segment {
    let start: Int
    let owner: Owner
  }

  /// All text, file after file. Index 0 is unused, since it is not a location.
  public private(set) var text: [UInt8] = [0x0A]
  /// The files' paths and where their texts are, in the order of loading. (Two lists, since only one needs an
  /// `Array`, whose type the runtime has to look for.)
  private(set) var paths: [String] = []
  var places = PlainArray<Place>()
  /// The files that were read but of which no text is kept.
  public internal(set) var filesWithoutText: [ReadFile] = []
  /// The line markers of each file, as far as there are any.
  var markers: [[LineMarker]] = []
  /// How many bytes of the text are copies of others (`addCopy`).
  public private(set) var copiedBytes = 0
  /// How far the text's memory has been populated.
  private var prepared = 0
  private var segments = PlainArray<Segment>()
  /// Where the text ends and the margin begins.
  private var end = 1

  private static let margin = 64
  /// What the size of the text stays below; less in tests.
  var limit = Int(UInt32.max) - 1

  /// Creates an empty text.
  public init() {}

  /// Appends a file; throws if there is no room.
  public mutating func add(path: String, contents: Span<UInt8>) throws(SourceTooLarge) -> FileID {
    guard hasRoom(for: contents.count) else { throw SourceTooLarge(path: path) }
    let start = takeMarginAway()
    text.reserveCapacity(growing(by: contents.count + 1 + Self.margin))
    text.append(contents)
    return close(path, from: start, number: 0)
  }

  /// Appends a part of a file again, as a file with the same path but locations of its own; nil if there is
  /// no room.
  public mutating func addCopy(of id: FileID, _ range: Range<Int>) -> FileID? {
    let contents = Array(text[range])
    guard hasRoom(for: contents.count) else { return nil }
    let copyStart = takeMarginAway()
    text.append(contentsOf: contents)
    copiedBytes += contents.count
    return close(paths[id.index], from: copyStart, number: 0, isCopy: true)
  }

  /// Reads a file and appends it.
  public mutating func read(_ path: String) throws(FileError) -> FileID {
    let start = takeMarginAway()
    // Enough for most sources, so that nothing is ever moved.
    text.reserveCapacity(growing(by: 0))
    let number: UInt64
    do {
      number = try FileReading.append(path, to: &text, prepared: &prepared)
    } catch {
      text.removeLast(text.count - start)
      addMargin()
      throw error
    }
    guard hasRoom(for: 0) else {
      text.removeLast(text.count - start)
      addMargin()
      throw .tooLarge(path)
    }
    return close(path, from: start, number: number)
  }

  private func hasRoom(for count: Int) -> Bool { text.count + count < limit }

  /// Completes the file that was appended.
  private mutating func close(
    _ path: String, from start: Int, number: UInt64, isCopy: Bool = false
  ) -> FileID {
    let end = text.count
    text.append(0x0A)
    addMargin()
    let id = FileID(rawValue: UInt32(paths.count))
    paths.append(path)
    places.append(Place(start: start, end: end, isCopy: isCopy, number: number))
    segments.append(Segment(start: start, owner: .file(id)))
    return id
  }

  private mutating func addMargin() {
    end = text.count
    text.append(addingCapacity: Self.margin) { room in
      for _ in 0..<Self.margin { room.append(0x0A) }
    }
  }

  /// Removes the margin and returns where the next text begins.
  private mutating func takeMarginAway() -> Int {
    text.removeLast(text.count - end)
    return end
  }

  /// Appends text that is in no file and was made from something at `origin`, followed by a newline.
  public mutating func addScratch(_ bytes: Span<UInt8>, origin: SourceLocation) -> SourceLocation {
    guard hasRoom(for: bytes.count) else { return origin }
    let start = takeMarginAway()
    text.append(bytes)
    text.append(0x0A)
    addMargin()
    segments.append(Segment(start: start, owner: .scratch(origin: resolve(origin))))
    return SourceLocation(start)
  }

  /// The file with this number.
  public func file(_ id: FileID) -> File { File(path: paths[id.index], range: places[id.index].range) }

  /// Returns where a file's text begins: after its byte order mark, if it has one, which is in no column.
  public func textStart(of id: FileID) -> Int {
    let place = places[id.index]
    guard place.end - place.start >= 3, text[place.start] == 0xEF, text[place.start + 1] == 0xBB,
      text[place.start + 2] == 0xBF
    else { return place.start }
    return place.start + 3
  }

  /// The file at a path that was loaded last, other than copies.
  public func lastFile(at path: String) -> File? {
    paths.indices.last { paths[$0] == path && !places[$0].isCopy }
      .map { File(path: path, range: places[$0].range) }
  }

  /// The number of files.
  public var fileCount: Int { paths.count }

  /// The file that a location is in; for scratch text, the file of its origin.
  public func file(at location: SourceLocation) -> FileID? {
    guard case .file(let id)? = owner(of: resolve(location)) else { return nil }
    return id
  }

  /// Returns the location in a file that a location refers to: itself or, for scratch text, its origin.
  public func resolve(_ location: SourceLocation) -> SourceLocation {
    guard case .scratch(let origin)? = owner(of: location) else { return location }
    return origin
  }

  /// Returns the file, line and column of a location; nil for `SourceLocation.none`.
  ///
  /// Counts lines from the file's start, so it is for diagnostics, not for hot paths.
  public func position(of location: SourceLocation) -> SourcePosition? {
    var counted = CountedLines()
    return position(of: location, &counted)
  }

  /// Returns the file, line and column of a location, for callers whose locations mostly come in order: lines
  /// are counted from where `counted` left off. Without `forDTC`, only line markers for the preprocessor
  /// count.
  public func position(
    of location: SourceLocation, _ counted: inout CountedLines, forDTC: Bool = true
  ) -> SourcePosition? {
    let place = resolve(location)
    guard case .file(let id)? = owner(of: place) else { return nil }
    let marker = lineMarker(before: place, in: id, forDTC: forDTC)
    let from = marker?.lineStart.index ?? textStart(of: id)
    let end = max(from, min(place.index, text.count))
    counted.goOn(from: from, to: end, text.span)
    return SourcePosition(
      path: marker?.path ?? paths[id.index],
      line: marker?.line(after: counted.newlines) ?? counted.newlines + 1,
      column: end - counted.lineStart + 1)
  }

  /// Returns the line that contains a location whose column is known, as indices into `text`: without its
  /// line ending, and with no more than `count` bytes after the location.
  public func line(
    at location: SourceLocation, column: Int, andBehind count: Int
  ) -> Range<Int>? {
    let place = resolve(location)
    guard case .file(let id)? = owner(of: place) else { return nil }
    let range = places[id.index].range
    let start = place.index - (column - 1)
    guard range.lowerBound...range.upperBound ~= start else { return nil }
    var end = min(place.index, range.upperBound)
    let last = min(end + count, range.upperBound)
    while end < last, text[end] != 0x0A { end += 1 }
    if end > start, text[end - 1] == 0x0D, end == range.upperBound || text[end] == 0x0A { end -= 1 }
    return start..<end
  }

  /// Returns the column, from 1, in characters (Unicode code points) of a location whose column in bytes is known.
  public func character(at location: SourceLocation, column: Int) -> Int {
    guard let line = line(at: location, column: column, andBehind: 0) else { return column }
    let before = text[line.lowerBound..<min(line.lowerBound + column - 1, text.count)]
    if before.allSatisfy({ $0 < 0x80 }) { return column }
    return String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
  }

  private func owner(of location: SourceLocation) -> Owner? {
    guard location != .none else { return nil }
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].start <= location.index { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : segments[low - 1].owner
  }

  private func growing(by count: Int) -> Int {
    let needed = text.count + count
    return needed <= text.capacity ? text.capacity : max(needed, text.capacity * 2, 1 << 22)
  }
}
