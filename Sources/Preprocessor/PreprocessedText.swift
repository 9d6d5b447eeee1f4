public import SourceText

/// Something that shapes the printed output without being a token of it.
struct LayoutEvent: Sendable {
  enum Kind: Sendable {
    /// A line begins with the token at this location.
    case line(SourceLocation)
    /// A file is included by the directive whose line ends at this location.
    case enter(FileID, HeaderOwner, from: SourceLocation)
    /// The file that was included by the directive whose line ends at `at` is at its end; `to` continues.
    case leave(to: FileID, HeaderOwner, at: SourceLocation)
    /// From this location on, the file's lines have other numbers because of a `#line`.
    case renumber(FileID, from: SourceLocation)
    /// A pragma is carried out, which is at this column in the string of a `_Pragma` on the line of this
    /// location.
    case pragmaOperator(SourceLocation, column: Int)
    /// After the line that ends at `at`, a file is a system header; if that line is the last one, gcc does
    /// not always count it.
    case systemHeader(FileID, at: SourceLocation, countsLine: Bool)
    /// A file of the command line is entered.
    case enterForced(FileID, HeaderOwner)
    /// A file of the command line is at its end; if it was the last one, the source begins.
    case leaveForced(source: FileID?)
  }

  let kind: Kind
  /// The number of the token before which it happens.
  let before: Int

  init(_ kind: Kind, before: Int) {
    self.kind = kind
    self.before = before
  }
}

extension Preprocessor {
  /// Preprocesses the source at `path` and returns the text that `gcc -E` would print, or that
  /// `gcc -E -P` would if `lineMarkers` is false.
  ///
  /// gcc starts a line of output where a line of the source starts, with the same indentation. It makes up
  /// for up to seven lines without output by newlines, and for more by a line marker.
  public mutating func text(of path: String, lineMarkers: Bool) throws(FileError) -> [UInt8] {
    var printer = TextPrinter(lineMarkers: lineMarkers, inPieces: false)
    try begin(path, &printer)
    while printNext(&printer, inPieces: false) {}
    printer.end()
    return printer.finish()
  }

  /// Writes the same text while it is made, so that it is never in memory completely.
  public mutating func write(
    textOf path: String, lineMarkers: Bool, to writer: inout FileWriter
  ) throws(FileError) {
    var printer = TextPrinter(lineMarkers: lineMarkers, inPieces: true)
    try begin(path, &printer)
    while printNext(&printer, inPieces: true) {
      if printer.hasPiece { printer.handOn(to: &writer, isEnd: false) }
    }
    printer.end()
    printer.handOn(to: &writer, isEnd: true)
  }

  private mutating func begin(_ path: String, _ printer: inout TextPrinter) throws(FileError) {
    hasLayout = true
    try open(path)
    printer.begin(
      path == "-" ? Self.standardInput : path,
      at: inputs.first.map { files.textStart(of: $0.file) } ?? 0,
      hasForcedFiles: !options.forcedFiles.isEmpty)
    // Files of the command line were entered already, and the first of them may begin with plain lines.
    printer.printLayout(&self)
  }

  /// Prints the next lines; false if there are no more.
  private mutating func printNext(_ printer: inout TextPrinter, inPieces: Bool) -> Bool {
    if isAtPlainLine() {
      printer.printPlainLines(&self, inPieces: inPieces)
      if inPieces, printer.hasPiece { return true }
    }
    if passDirectives() {
      printer.printLayout(&self)
      return true
    }
    return printer.printTokens(&self)
  }

  /// Carries out the directives that come next and leaves files at their ends, up to a line of text. Returns
  /// whether it did anything.
  private mutating func passDirectives() -> Bool {
    var isDone = false
    while contexts.isEmpty, !isStopped, isBetweenLines, !inputs.isEmpty {
      let last = inputs.count - 1
      guard !inputs[last].isPreprocessed else { break }
      skipBlanks(in: last)
      let start = inputs[last].next
      if readLine(onlyWithHash: true) {
        let hash = store[inputs[last].position]
        inputs[last].position += 1
        guard hash.kind == .hash, directive() else {
          inputs[last].position -= 1
          break
        }
      } else {
        // A plain line may follow the definitions that were carried out on the way.
        if inputs[last].next > start { isDone = true }
        guard inputs[last].next >= inputs[last].limit, last > 0 else { break }
        _ = leave()
      }
      isDone = true
    }
    return isDone
  }
}
