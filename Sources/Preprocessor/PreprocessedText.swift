public import SourceText

/// Something that shapes the printed output without being a token of it.
struct LayoutEvent: Sendable {
  enum Kind: Sendable {
    /// A line begins with what stands at this location.
    case line(SourceLocation)
    /// A file is included by the directive at this location.
    case enter(FileID, from: SourceLocation)
    /// The file that was included there is at its end; `to` goes on.
    case leave(to: FileID, at: SourceLocation)
    /// From there on, `#line` has given the file's lines other numbers.
    case renumber(FileID, from: SourceLocation)
    /// `_Pragma` stands there.
    case pragmaOperator(SourceLocation)
    /// From there on, a file is a header of the system.
    case systemHeader(FileID, from: SourceLocation)
    /// A file of the command line is read.
    case enterForced(FileID)
    /// It is at its end, and if it was the last one, the source begins.
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
  /// gcc starts a line of output where a line of the source starts, with as much indentation, makes up
  /// for up to seven lines without output by newlines, and for more by a line marker.
  public mutating func text(of path: String, lineMarkers: Bool) throws(FileError) -> [UInt8] {
    layout = []
    try open(path)
    var printer = TextPrinter(lineMarkers: lineMarkers)
    printer.begin(
      path, at: inputs.first.map { files.file($0.file).range.lowerBound } ?? 0,
      hasForcedFiles: !options.forcedFiles.isEmpty)
    var tokens: [Token] = []
    var number = 0
    while true {
      tokens.removeAll(keepingCapacity: true)
      fill(&tokens, count: 1 << 14)
      let events = layout ?? []
      layout = []
      if tokens.isEmpty, events.isEmpty { break }
      var event = 0
      for token in tokens {
        while event < events.count, events[event].before <= number {
          printer.take(events[event].kind, self)
          event += 1
        }
        printer.put(token, self)
        number += 1
      }
      while event < events.count {
        printer.take(events[event].kind, self)
        event += 1
      }
    }
    printer.end()
    layout = nil
    return printer.text
  }
}

/// Tokens as text, laid out as gcc does it.
private struct TextPrinter {
  let lineMarkers: Bool
  var text: [UInt8] = []
  /// The line of the source that the next line of output stands for.
  private var line = 1
  private var hasOutput = false
  /// The files that said that they are headers of the system.
  private var systemHeaders: Set<FileID> = []
  /// What marks lines of the system's headers.
  private var systemFlag = ""
  /// The current file, its path quoted, and how far its lines have been counted.
  private var path: [UInt8] = []
  private var counted = (index: 0, line: 1, start: 0)

  init(lineMarkers: Bool) { self.lineMarkers = lineMarkers }

  mutating func begin(_ path: String, at start: Int, hasForcedFiles: Bool) {
    self.path = Self.quoted(path)
    counted = (start, 1, start)
    guard lineMarkers else { return }
    put("# 0 ")
    text += self.path
    put("\n# 0 \"<built-in>\"\n# 0 \"<command-line>\"\n")
    if hasForcedFiles { return }
    put("# 1 ")
    text += self.path
    put("\n")
  }

  mutating func end() {
    if hasOutput { text.append(0x0A) }
  }

  mutating func put(_ token: Token, _ preprocessor: Preprocessor) {
    if token.flags.contains(.spaceBefore) { text.append(0x20) }
    preprocessor.append(token, to: &text)
    hasOutput = true
  }

  mutating func take(_ event: LayoutEvent.Kind, _ preprocessor: Preprocessor) {
    switch event {
    case .line(let location):
      let place = position(of: location, preprocessor)
      goTo(line: place.line)
      for _ in 0..<max(0, place.column - 2) { text.append(0x20) }
      hasOutput = true
    case .enter(let file, let from):
      goTo(line: position(of: from, preprocessor).line)
      change(to: file, at: nil, preprocessor)
      mark(line: 1, " 1")
    case .renumber(let file, let start):
      change(to: file, at: start, preprocessor)
      mark(line: counted.line, "")
    case .pragmaOperator(let location):
      let line = position(of: location, preprocessor).line
      goTo(line: line)
      text.append(0x0A)
      mark(line: line, "")
    case .systemHeader(let file, let start):
      systemHeaders.insert(file)
      change(to: file, at: nil, preprocessor)
      mark(line: position(of: start, preprocessor).line, "")
    case .enterForced(let file):
      change(to: file, at: nil, preprocessor)
      mark(line: 1, " 1")
    case .leaveForced(let source):
      path = Self.quoted("<command-line>")
      systemFlag = ""
      mark(line: 0, " 2")
      if let source {
        change(to: source, at: nil, preprocessor)
        mark(line: 1, "")
      }
    case .leave(let file, let location):
      change(to: file, at: location, preprocessor)
      mark(line: position(of: location, preprocessor).line + 1, " 2")
    }
  }

  /// Goes on in a file, at its beginning or where it was left, with the lines as `#line` numbers them.
  private mutating func change(
    to id: FileID, at location: SourceLocation?, _ preprocessor: Preprocessor
  ) {
    let file = preprocessor.files.file(id)
    counted = (file.range.lowerBound, 1, file.range.lowerBound)
    path = Self.quoted(file.path)
    systemFlag =
      preprocessor.search.systemFiles.contains(id) ? " 3 4" : systemHeaders.contains(id) ? " 3" : ""
    guard let location, !file.lineMarkers.isEmpty else { return }
    let place = preprocessor.files.resolve(location)
    for marker in file.lineMarkers where marker.start <= place {
      counted = (marker.start.index, marker.line, marker.start.index)
      if let renamed = marker.path { path = Self.quoted(renamed) }
    }
  }

  private mutating func goTo(line wanted: Int) {
    if hasOutput {
      text.append(0x0A)
      line += 1
      hasOutput = false
    }
    guard lineMarkers else { return }
    if wanted >= line, wanted < line + 8 {
      while line < wanted {
        text.append(0x0A)
        line += 1
      }
    } else {
      mark(line: wanted, "")
    }
  }

  private mutating func mark(line number: Int, _ flag: String) {
    if hasOutput {
      text.append(0x0A)
      hasOutput = false
    }
    guard lineMarkers else { return }
    put("# \(number) ")
    text += path
    put(flag + systemFlag + "\n")
    line = number
  }

  /// The line and column of a location in the current file; locations mostly come in order.
  private mutating func position(
    of location: SourceLocation, _ preprocessor: Preprocessor
  ) -> (line: Int, column: Int) {
    let index = preprocessor.files.resolve(location).index
    if index < counted.index, let file = preprocessor.files.file(at: location) {
      change(to: file, at: location, preprocessor)
    }
    let text = preprocessor.files.text
    var at = counted.index
    while at < index {
      if text[at] == 0x0A {
        counted.line += 1
        counted.start = at + 1
      }
      at += 1
    }
    counted.index = index
    return (counted.line, index - counted.start + 1)
  }

  private mutating func put(_ text: String) { self.text.append(contentsOf: text.utf8) }

  private static func quoted(_ path: String) -> [UInt8] {
    var quoted: [UInt8] = [0x22]
    for byte in path.utf8 {
      if byte == 0x22 || byte == 0x5C { quoted.append(0x5C) }
      quoted.append(byte)
    }
    quoted.append(0x22)
    return quoted
  }
}

extension Preprocessor {
  /// Appends a token's spelling.
  fileprivate func append(_ token: Token, to text: inout [UInt8]) {
    if token.kind == .identifier {
      names.append(token.symbol, to: &text)
    } else {
      let start = token.location.index
      text.append(contentsOf: files.text[start..<start + token.length])
    }
  }
}
