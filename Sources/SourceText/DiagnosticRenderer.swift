/// Turns diagnostics into text for people, in which nothing that comes from a file can move a terminal's
/// cursor:
///
///     board.dts:12:18: error: node has no label 'uart_c'
///        12 |     pinctrl-0 = <&uart_c>;
///           |                   ^~~~~~~
///     note: in the expansion of macro 'PINS' (pins.h:4:9)
///     help: did you mean 'uart_C' (soc.dtsi:88)?
public struct DiagnosticRenderer: Sendable {
  /// The texts that spans point into.
  var files: SourceFiles
  /// Whether to use terminal colours.
  var colour: Bool
  /// The name that precedes diagnostics without a place: the program's.
  var program: String

  /// Creates a renderer for spans of `files`.
  public init(files: SourceFiles, colour: Bool = false, program: String = "swiftdt") {
    self.files = files
    self.colour = colour
    self.program = program
  }

  /// Returns the text of one diagnostic, ending in a newline.
  public func render(_ diagnostic: Diagnostic) -> String {
    var text: [UInt8] = []
    write(diagnostic, to: &text) { files.position(of: $0) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the text of several diagnostics, one after another.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    guard diagnostics.count > 1 else { return diagnostics.first.map { render($0) } ?? "" }
    var text: [UInt8] = []
    var positions = PositionLookup(files)
    for diagnostic in diagnostics {
      write(diagnostic, to: &text) { positions.position(of: $0) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func write(
    _ diagnostic: Diagnostic, to text: inout [UInt8], positionOf: (SourceLocation) -> SourcePosition?
  ) {
    let position = diagnostic.span.flatMap { positionOf($0.start) }
    writeHead(diagnostic.severity, to: &text) { text in
      if let position {
        text.append(text: "\(position.path):\(position.line):\(position.column)")
      } else {
        text.append(text: diagnostic.subject ?? program)
      }
    } message: { text in
      text.append(text: diagnostic.message)
    }
    if let span = diagnostic.span, let position { writeExcerpt(span, position, to: &text) }
    for note in diagnostic.notes { writeNote(message(of: note, positionOf), to: &text) }
    for help in diagnostic.help { writeHelp(message(of: help, positionOf), to: &text) }
  }

  /// Appends the first line of a diagnostic. `subject` and `message` append their parts directly, which takes
  /// a fraction of the time of making a string of each.
  public func writeHead(
    _ severity: Diagnostic.Severity, to text: inout [UInt8], subject: (inout [UInt8]) -> Void,
    message: (inout [UInt8]) -> Void
  ) {
    begin("1", &text)
    var start = text.count
    subject(&text)
    PrintableText.makeLine(of: &text, from: start)
    text.append(text: ": ")
    end(&text)
    begin(Self.code(of: severity), &text)
    text.append(text: severity.rawValue)
    text.append(text: ": ")
    end(&text)
    begin("1", &text)
    start = text.count
    message(&text)
    PrintableText.makeLine(of: &text, from: start)
    end(&text)
    text.append(text: "\n")
  }

  /// Appends a line with further information.
  public func writeNote(_ message: String, to text: inout [UInt8]) {
    writeRemark("note: ", message, "1;36", &text)
  }

  /// Appends a line that says what to do.
  public func writeHelp(_ message: String, to text: inout [UInt8]) {
    writeRemark("help: ", message, "1;32", &text)
  }

  private func writeRemark(_ kind: String, _ message: String, _ code: String, _ text: inout [UInt8]) {
    begin(code, &text)
    text.append(text: kind)
    end(&text)
    let start = text.count
    text.append(text: message)
    PrintableText.makeLine(of: &text, from: start)
    text.append(text: "\n")
  }

  private func begin(_ code: String, _ text: inout [UInt8]) {
    if colour { text.append(text: "\u{1B}[\(code)m") }
  }

  private func end(_ text: inout [UInt8]) {
    if colour { text.append(text: "\u{1B}[0m") }
  }

  /// Appends the source line, with a caret and tildes below the span.
  private func writeExcerpt(_ span: SourceSpan, _ position: SourcePosition, to text: inout [UInt8]) {
    let most = Self.widestExcerpt * 2
    guard let line = files.line(at: span.start, column: position.column, andBehind: most), !line.isEmpty
    else { return }
    let column = min(position.column - 1, line.count)
    // A line of a generated file can be very long: show only what surrounds the place.
    let from = column > Self.widestExcerpt ? column - Self.widestExcerpt / 2 : 0
    let to = min(line.count, from + most)
    let shown = files.text[line.lowerBound + from..<line.lowerBound + to]
    var below: [UInt8] = []
    var here = from
    let number = String(position.line)
    let gutter = max(5, number.utf8.count)
    text.append(0x20, times: gutter - number.utf8.count)
    text.append(text: number)
    text.append(text: " | ")
    var characters = Characters(shown)
    while let (scalar, size) = characters.next() {
      let width = scalar == "\t" ? 4 : 1
      if scalar == "\t" {
        text.append(0x20, times: width)
      } else if !PrintableText.isHarmless(scalar) {
        text.append(0x3F)
      } else {
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
      if here < column {
        below.append(0x20, times: width)
      } else if here == column {
        below.append(0x5E)
        below.append(0x7E, times: span.count > 1 ? width - 1 : 0)
      } else if here < column + span.count {
        below.append(0x7E, times: width)
      }
      here += size
    }
    if column >= from + shown.count { below.append(0x5E) }
    text.append(0x0A)
    text.append(0x20, times: gutter)
    text.append(text: " | ")
    begin("32", &text)
    text.append(contentsOf: below)
    end(&text)
    text.append(0x0A)
  }

  private static let widestExcerpt = 100

  /// Returns what a note says, with the place that it refers to.
  public func text(of note: Diagnostic.Note) -> String { message(of: note) { files.position(of: $0) } }

  private func message(
    of note: Diagnostic.Note, _ positionOf: (SourceLocation) -> SourcePosition?
  ) -> String {
    guard let span = note.span, let position = positionOf(span.start) else { return note.message }
    return note.message + " (\(position.path):\(position.line):\(position.column))"
  }

  private static func code(of severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;35"
    case .note: "1;36"
    }
  }
}

/// The characters of a text, and how many bytes each takes up there. A U+FFFD that replaces bytes that are
/// not UTF-8 (a source may be in Latin-1) takes up as many as it replaces, not the three of its own encoding.
private struct Characters {
  private var bytes: ArraySlice<UInt8>.Iterator
  private var parser = Unicode.UTF8.ForwardParser()

  init(_ text: ArraySlice<UInt8>) { bytes = text.makeIterator() }

  mutating func next() -> (scalar: Unicode.Scalar, size: Int)? {
    switch parser.parseScalar(from: &bytes) {
    case .valid(let encoded): (UTF8.decode(encoded), encoded.count)
    case .error(let length): ("\u{FFFD}", length)
    case .emptyInput: nil
    }
  }
}
