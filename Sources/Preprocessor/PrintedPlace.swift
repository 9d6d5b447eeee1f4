import SourceText

/// The place in the sources of the text that is printed: the file, as line markers name it, and the line.
struct PrintedPlace {
  /// The path of the current file.
  private(set) var path = ""
  /// The owner of that file.
  var owner = HeaderOwner.user
  /// How far the current file's lines have been counted.
  private var counted = (index: 0, line: 1, start: 0)
  /// The current file's bytes.
  private var range = 0..<0
  /// The current file; nil before the first `change`.
  private var file: FileID?
  /// By file: how far its lines had been counted when another file was entered.
  private var reached = PlainArray<(index: Int, line: Int, start: Int)>()

  /// The number of the line that was reached.
  var line: Int { counted.line }

  /// Where that line begins.
  var lineStart: Int { counted.start }

  /// Starts in the first file.
  mutating func begin(_ path: String, at start: Int) {
    self.path = path
    counted = (start, 1, start)
  }

  /// Continues after lines that were counted elsewhere.
  mutating func skip(to index: Int, line: Int, lineStart: Int) { counted = (index, line, lineStart) }

  /// Counts lines of the current file as far as `index`.
  mutating func count(to index: Int, _ source: Span<UInt8>) {
    guard index > counted.index else { return }
    let (newlines, last) = source.newlines(in: counted.index..<index)
    counted.line += newlines
    if let last { counted.start = last + 1 }
    counted.index = index
  }

  /// Goes to the place from which gcc includes what the command line forces in.
  mutating func leaveFiles() {
    path = "<command-line>"
    owner = .user
  }

  /// Continues in a file, at its beginning or where it was left, with its lines numbered as `#line` says.
  mutating func change(to id: FileID, at location: SourceLocation?, _ preprocessor: Preprocessor) {
    noteCount()
    let file = preprocessor.files.file(id)
    let start = preprocessor.files.textStart(of: id)
    counted = (start, 1, start)
    range = file.range
    path = file.path
    self.file = id
    guard let location else { return }
    let place = preprocessor.files.resolve(location)
    if let marker = preprocessor.files.lineMarker(before: place, in: id, forDTC: false) {
      counted = (marker.start.index, marker.line, marker.start.index)
      path = marker.path ?? path
    }
    // There may be thousands of includes in a file; it is not counted from its beginning for each of them.
    if id.index < reached.count, reached[id.index].index > counted.index,
      reached[id.index].index <= place.index
    {
      counted = reached[id.index]
    }
  }

  private mutating func noteCount() {
    guard let file else { return }
    while reached.count <= file.index { reached.append((0, 0, 0)) }
    reached[file.index] = counted
  }

  /// The line and column of a location in the current file; locations mostly come in order.
  mutating func position(
    of location: SourceLocation, _ preprocessor: Preprocessor
  ) -> (line: Int, column: Int) {
    var index = location.index
    if !range.contains(index) || index < counted.index {
      index = preprocessor.files.resolve(location).index
      if index < counted.index, let file = preprocessor.files.file(at: location) {
        change(to: file, at: location, preprocessor)
      }
    }
    let source = preprocessor.files.text
    count(to: index, source.span)
    counted.index = index
    return (counted.line, index - counted.start + 1)
  }
}
