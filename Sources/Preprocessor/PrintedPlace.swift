import SourceText

/// Where in the sources the text stands that is printed: the file, as line markers name it, and the line.
struct PrintedPlace {
  /// The path of the current file.
  private(set) var path = ""
  /// Who owns that file.
  var owner = HeaderOwner.user
  /// How far the current file's lines have been counted.
  private var counted = (index: 0, line: 1, start: 0)
  /// The current file's bytes.
  private var range = 0..<0
  /// The current file, once it was changed to.
  private var file: FileID?
  /// By file: how far its lines had been counted when others were gone into.
  private var reached = PlainArray<(index: Int, line: Int, start: Int)>()

  /// The number of the line that was reached.
  var line: Int { counted.line }

  /// Where that line begins.
  var lineStart: Int { counted.start }

  /// Begins in the first file.
  mutating func begin(_ path: String, at start: Int) {
    self.path = path
    counted = (start, 1, start)
  }

  /// Goes on behind lines that somebody else counted.
  mutating func skip(to index: Int, line: Int, lineStart: Int) { counted = (index, line, lineStart) }

  /// Counts lines of the current file as far as `index`.
  mutating func count(to index: Int, _ source: Span<UInt8>) {
    guard index > counted.index else { return }
    let (newlines, last) = source.newlines(in: counted.index..<index)
    counted.line += newlines
    if let last { counted.start = last + 1 }
    counted.index = index
  }

  /// Goes to where gcc has what the command line forces in.
  mutating func leaveFiles() {
    path = "<command-line>"
    owner = .user
  }

  /// Goes on in a file, at its beginning or where it was left, with the lines as `#line` numbers them.
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
    } else if id.index < reached.count, reached[id.index].index > start,
      reached[id.index].index <= place.index
    {
      // There may be thousands of includes in a file, and it is not counted from its beginning for each.
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
