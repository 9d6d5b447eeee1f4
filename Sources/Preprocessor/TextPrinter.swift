import SourceText

/// Tokens as text, laid out as gcc does it.
struct TextPrinter {
  private let lineMarkers: Bool
  /// What is printed, without the last `count` bytes, which are in `chunk`.
  private var text: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 13)
  private var count = 0
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
  /// The current file's bytes.
  private var range = 0..<0

  init(lineMarkers: Bool) {
    self.lineMarkers = lineMarkers
    // What is not written to costs nothing.
    text.reserveCapacity(1 << 19)
  }

  mutating func begin(_ path: String, at start: Int, hasForcedFiles: Bool) {
    self.path = Self.quoted(path)
    counted = (start, 1, start)
    guard lineMarkers else { return }
    put("# 0 ")
    put(self.path)
    put("\n# 0 \"<built-in>\"\n# 0 \"<command-line>\"\n")
    if hasForcedFiles { return }
    put("# 1 ")
    put(self.path)
    put("\n")
  }

  /// All text, after the last token.
  mutating func end() -> [UInt8] {
    if hasOutput { put(0x0A) }
    flush()
    return text
  }

  /// Prints tokens, the first of which has this number, with what happens between them.
  mutating func print(
    _ tokens: [Token], _ events: [LayoutEvent], from number: Int, _ preprocessor: Preprocessor
  ) {
    let source = preprocessor.files.text
    var first = 0
    for event in events {
      let next = min(max(event.before - number, first), tokens.count)
      put(tokens.span.extracting(first..<next), source.span, preprocessor.names)
      first = next
      take(event.kind, preprocessor)
    }
    put(tokens.span.extracting(first..<tokens.count), source.span, preprocessor.names)
  }

  private mutating func put(_ tokens: Span<Token>, _ source: Span<UInt8>, _ names: SymbolTable) {
    guard tokens.count > 0 else { return }
    hasOutput = true
    var index = 0
    while true {
      var filled = count
      var output = chunk.mutableSpan
      index = Self.copy(tokens, from: index, source, names, into: &output, &filled)
      count = filled
      guard index < tokens.count else { return }
      // The chunk is full.
      flush()
      let token = tokens[index]
      if token.length(names) < chunk.count { continue }
      if token.flags.contains(.spaceBefore) { text.append(0x20) }
      let start = token.location.index
      text.append(source.extracting(start..<start + token.length(names)))
      index += 1
    }
  }

  /// Copies the spellings of tokens, as many as there is room for; returns the index of the next one.
  private static func copy(
    _ tokens: Span<Token>, from first: Int, _ source: Span<UInt8>, _ names: SymbolTable,
    into output: inout MutableSpan<UInt8>, _ count: inout Int
  ) -> Int {
    var index = first
    while index < tokens.count {
      let token = tokens[index]
      let length = token.length(names)
      guard count &+ length < output.count else { break }
      if token.flags.contains(.spaceBefore) {
        output[count] = 0x20
        count &+= 1
      }
      let start = token.location.index
      for offset in 0..<length { output[count &+ offset] = source[start &+ offset] }
      count &+= length
      index &+= 1
    }
    return index
  }

  private mutating func flush() {
    text.append(contentsOf: chunk[..<count])
    count = 0
  }

  private mutating func put(_ byte: UInt8) {
    if count == chunk.count { flush() }
    chunk[count] = byte
    count &+= 1
  }

  private mutating func put(_ bytes: [UInt8]) {
    for byte in bytes { put(byte) }
  }

  mutating func take(_ event: LayoutEvent.Kind, _ preprocessor: Preprocessor) {
    switch event {
    case .line(let location):
      let place = position(of: location, preprocessor)
      goTo(line: place.line)
      for _ in 0..<max(0, place.column - 2) { put(0x20) }
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
      put(0x0A)
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
    range = file.range
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
      put(0x0A)
      line += 1
      hasOutput = false
    }
    guard lineMarkers else { return }
    if wanted >= line, wanted < line + 8 {
      while line < wanted {
        put(0x0A)
        line += 1
      }
    } else {
      mark(line: wanted, "")
    }
  }

  private mutating func mark(line number: Int, _ flag: String) {
    if hasOutput {
      put(0x0A)
      hasOutput = false
    }
    guard lineMarkers else { return }
    put("# \(number) ")
    put(path)
    put(flag + systemFlag + "\n")
    line = number
  }

  /// The line and column of a location in the current file; locations mostly come in order.
  private mutating func position(
    of location: SourceLocation, _ preprocessor: Preprocessor
  ) -> (line: Int, column: Int) {
    var index = location.index
    if !range.contains(index) || index < counted.index {
      index = preprocessor.files.resolve(location).index
      if index < counted.index, let file = preprocessor.files.file(at: location) {
        change(to: file, at: location, preprocessor)
      }
    }
    if index > counted.index {
      let source = preprocessor.files.text
      let (lines, last) = source.span.newlines(in: counted.index..<index)
      counted.line += lines
      if let last { counted.start = last + 1 }
    }
    counted.index = index
    return (counted.line, index - counted.start + 1)
  }

  private mutating func put(_ text: String) {
    for byte in text.utf8 { put(byte) }
  }

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

extension Token {
  /// How many bytes its spelling has.
  @inline(__always)
  fileprivate func length(_ names: SymbolTable) -> Int {
    kind == .identifier ? names.length(symbol) : length
  }
}
