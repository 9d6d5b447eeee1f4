import DeviceTreeSource
import SourceText

/// Reports the errors of a source in dtc's form.
struct SyntaxReport {
  private let files: SourceFiles
  private var positions: PositionLookup

  private init(_ files: SourceFiles) {
    self.files = files
    positions = PositionLookup(files)
  }

  /// Reports what is wrong with a source, and returns dtc's exit.
  static func show(_ parsed: ParsedSource) -> DropInExit {
    var report = SyntaxReport(parsed.files)
    var grammar = DTCGrammar(parsed)
    var end: DTCGrammar.End?
    do throws(DTCGrammar.End) { try grammar.read() } catch { end = error }
    for complaint in grammar.complaints { report.complain(complaint) }
    switch end {
    case .exit(let text, let code)?: return .complaining(text, code)
    case .unexpected(let lexeme)?: report.complain(of: lexeme)
    case .refused?: break
    case nil:
      // Our parser's error is about something that dtc accepts.
      let isRefused = grammar.complaints.contains { $0.prefix != warning }
      if !isRefused, let error = parsed.diagnostics.first(where: { $0.severity == .error }) {
        let start = error.span?.start.index ?? 0
        report.complain(start..<start + (error.span?.count ?? 0), error.message)
      }
      return .fatal("Syntax error parsing input tree")
    }
    return .fatal("Unable to parse input tree")
  }

  /// The prefix of a complaint that is not an error.
  static let warning = "WARNING"

  /// Warns about cells that lose bits, which not even `-q` suppresses.
  static func showTruncations(_ parsed: ParsedSource) {
    let warnings = parsed.diagnostics.filter { $0.identifier == "value-truncated" }
    guard !warnings.isEmpty else { return }
    var positions = PositionLookup(parsed.files)
    for warning in warnings {
      guard let span = warning.span,
        let place = positions.dtcPosition(
          from: span.start, to: span.start.advanced(by: span.count))
      else { continue }
      let words = warning.message.replacing("value ", with: "Value ").replacing(" is ", with: " ")
      Console.complain("WARNING: \(place): \(words)\n")
    }
  }

  private mutating func complain(_ complaint: DTCGrammar.Complaint) {
    let isWarning = complaint.prefix == Self.warning
    complain(
      complaint.range, reached: complaint.reached, complaint.message, complaint.prefix, isWarning ? ": " : " "
    )
  }

  private mutating func complain(
    _ range: Range<Int>, reached: Int? = nil, _ message: String, _ prefix: String = "Error",
    _ separator: String = " "
  ) {
    let place = positions.dtcPosition(
      from: SourceLocation(range.lowerBound), to: SourceLocation(range.upperBound),
      reached: reached.map { SourceLocation($0) })
    Console.complain("\(prefix): " + (place.map { $0 + separator } ?? "") + message + "\n")
  }

  /// Reports a syntax error at a lexeme.
  private mutating func complain(of lexeme: DTCLexeme) {
    let range = lexeme.range
    guard lexeme.kind == .end, range.count != 1 || files.text[range.lowerBound] != 0 else {
      return complain(range, "syntax error")
    }
    if range.isEmpty {
      return Console.complain("Error: \(files.file(FileID(rawValue: 0)).path):0.0 syntax error\n")
    }
    complainOfEnd(range)
  }

  /// Reports a source that ends too early at the scanner's last match. The number of its last line is counted
  /// from its first one, since a line marker may be in between.
  private mutating func complainOfEnd(_ range: Range<Int>) {
    guard let start = positions.position(of: SourceLocation(range.lowerBound)),
      let end = positions.position(of: SourceLocation(range.upperBound))
    else { return complain(range, "syntax error") }
    let lines = files.text[range].count { $0 == 0x0A }
    let last = lines > 0 ? "\(start.line + lines).\(end.column)" : "\(end.column)"
    Console.complain("Error: \(end.path):\(start.line).\(start.column)-\(last) syntax error\n")
  }
}
