/// Looks up the positions of many locations in the same files: what `SourceFiles.position(of:)` returns, but
/// with each file's lines found once.
///
/// A board can have a thousand findings, each of which names two places or more; counting lines from the
/// start of the file for each of them would take longer than everything else.
public struct PositionLookup: Sendable {
  /// The files that the locations are in.
  let files: SourceFiles

  /// By file: where its lines begin, in order; empty until it is needed.
  private var lineStarts: [[UInt32]]

  /// Creates a lookup in these files.
  public init(_ files: SourceFiles) {
    self.files = files
    lineStarts = Array(repeating: [], count: files.fileCount)
  }

  /// Returns the file, line and column of a location; nil for `SourceLocation.none`.
  public mutating func position(of location: SourceLocation) -> SourcePosition? {
    let place = files.resolve(location)
    guard let id = files.file(at: place), id.index < lineStarts.count else { return nil }
    if lineStarts[id.index].isEmpty { readLines(of: id) }
    let file = files.file(id)
    let line = lineIndex(of: place, in: id)
    let start = Int(lineStarts[id.index][line])
    let column = max(0, place.index - start) + 1
    guard let marker = markerIndex(before: place, in: id) else {
      return SourcePosition(path: file.path, line: line + 1, column: column)
    }
    let said = files.lineMarkers(of: id)[marker]
    return SourcePosition(
      path: said.path ?? file.path,
      line: said.line(after: line - lineIndex(of: said.lineStart, in: id)), column: column)
  }

  private mutating func readLines(of id: FileID) {
    let file = files.file(id)
    let text = files.text
    var starts = [UInt32(truncatingIfNeeded: files.textStart(of: id))]
    for i in file.range where text[i] == 0x0A {
      starts.append(UInt32(truncatingIfNeeded: i + 1))
    }
    lineStarts[id.index] = starts
  }

  /// Returns the index, from 0, of the line in a file that contains a location.
  private func lineIndex(of location: SourceLocation, in id: FileID) -> Int {
    let starts = lineStarts[id.index]
    var low = 1
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= location.rawValue { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private func markerIndex(before location: SourceLocation, in id: FileID) -> Int? {
    let markers = files.lineMarkers(of: id)
    var low = 0
    var high = markers.count
    while low < high {
      let middle = (low + high) / 2
      if markers[middle].start <= location { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}
