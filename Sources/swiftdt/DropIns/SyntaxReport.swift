import DeviceTreeSource
import SourceText

/// Errors of a source in dtc's form.
///
/// dtc stops at the first place that does not fit its grammar and calls it a syntax error; what is
/// wrong otherwise it reports, and reads on.
struct SyntaxReport {
  private let files: SourceFiles
  private let lexemes: DTCLexemes
  private var positions: PositionLookup

  private init(_ files: SourceFiles) {
    self.files = files
    lexemes = DTCLexemes(text: files.text)
    positions = PositionLookup(files)
  }

  /// Shows what is wrong with a source, and ends as dtc does.
  static func show(_ parsed: ParsedSource) -> DropInExit {
    var report = SyntaxReport(parsed.files)
    let errors = parsed.diagnostics.filter { $0.severity == .error }
    // A comment's end is looked for before anything is read, and missed where it begins.
    let isComment = { (error: Diagnostic) in error.identifier == "unterminated-comment" }
    for error in errors.filter({ !isComment($0) }) + errors.filter(isComment) {
      if let end = report.show(error) { return end }
    }
    return .fatal("Syntax error parsing input tree")
  }

  /// Shows the cells that lose bits, which not even `-q` hides.
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

  /// Shows one error; returns the end if dtc reads no further.
  private mutating func show(_ error: Diagnostic) -> DropInExit? {
    let start = error.span?.start ?? .none
    let count = max(error.span?.count ?? 1, 1)
    let lexeme = lexemes.range(at: start.index)
    switch error.identifier {
    case "unknown-label": complain(lexeme, "Label or path \(label(lexeme)) not found")
    case "relative-reference-in-plugin":
      complain(lexeme, "Label-relative reference \(label(lexeme)) not supported in plugin")
    case "reference-width":
      complain(lexeme, "References are only allowed in arrays with 32-bit elements.")
    case "division-by-zero": complain(start.index..<start.index + count, "Division by zero")
    case "element-width": complain(lexeme, "Array elements must be 8, 16, 32 or 64-bits")
    case "version-tags-differ":
      complain(lexemes.tags(from: start.index), "Header flags don't match earlier ones")
    case "bad-literal":
      complain(lexeme, "Bad integer literal '\(lexemes.string(lexeme))'", "Lexical error")
    case "literal-overflow":
      complain(lexeme, "Integer literal '\(lexemes.string(lexeme))' out of range", "Lexical error")
    case "empty-character": complain(lexeme, "Empty character literal", "Lexical error")
    case "bad-character":
      let characters = lexemes.characterCount(in: lexeme.dropFirst().dropLast())
      complain(
        lexeme, "Character literal has \(characters) characters instead of 1", "Lexical error")
    case "nul-in-line-marker":
      complain(
        start.index..<start.index + count, "nul in line number directive", "Lexical error")
    case "bad-escape": return .fatal("\\x used with no following hex digits")
    case "missing-file":
      let name = error.message.split(separator: "'", omittingEmptySubsequences: false)
      return .fatal("Couldn't open \"\(name.dropLast().last ?? "")\": No such file or directory")
    case "file-read": return .fatal(error.message)
    case "include-depth": return .fatal("Includes nested too deeply")
    case "property-after-subnode":
      complain(lexemes.statement(around: start.index), "Properties must precede subnodes")
      return .fatal("Unable to parse input tree")
    case "root-deleted", "value-too-large": complain(lexeme, error.message)
    default:
      if let subject = error.subject, error.span == nil {
        let file = files.lastFile(at: subject)?.range
        if let file, error.identifier == "string-expected",
          let lexeme = lexemes.includeWithoutName(before: file.upperBound)
        {
          complain(lexeme, "syntax error")
        } else if let file, let range = passedToEnd(from: file.lowerBound, in: file) {
          complainOfEnd(range)
        } else {
          Console.complain("Error: \(subject):0.0 syntax error\n")
        }
      } else {
        switch unexpected(error, start, count, lexeme) {
        case .lexeme(let range): complain(range, "syntax error")
        case .end(let range): complainOfEnd(range)
        }
      }
      return .fatal("Unable to parse input tree")
    }
    return nil
  }

  private mutating func complain(
    _ range: Range<Int>, _ message: String, _ prefix: String = "Error"
  ) {
    let place = positions.dtcPosition(
      from: SourceLocation(range.lowerBound), to: SourceLocation(range.upperBound))
    Console.complain("\(prefix): " + (place.map { $0 + " " } ?? "") + message + "\n")
  }

  /// The same of a source that ends too early, where dtc points at what it passed over last. What follows a line
  /// marker is in the line before the one that it names, until there is a newline.
  private mutating func complainOfEnd(_ range: Range<Int>) {
    guard let start = positions.position(of: SourceLocation(range.lowerBound)),
      let end = positions.position(of: SourceLocation(range.upperBound))
    else { return complain(range, "syntax error") }
    let lines = files.text[range].count { $0 == 0x0A }
    let last = lines > 0 ? "\(end.line).\(end.column)" : "\(end.column)"
    Console.complain("Error: \(end.path):\(end.line - lines).\(start.column)-\(last) syntax error\n")
  }

  /// What was passed over last, if nothing else follows in a file.
  private func passedToEnd(from start: Int, in file: Range<Int>) -> Range<Int>? {
    let passed = lexemes.passed(from: start, in: file)
    return passed.end == file.upperBound ? passed.last : nil
  }

  private func label(_ range: Range<Int>) -> Substring {
    let name = lexemes.string(range).drop { $0 == "&" || $0 == "{" }
    return name.hasSuffix("}") ? name.dropLast() : name
  }

  /// What dtc did not expect: something that stands there, or that nothing does any more.
  private enum Unexpected {
    case lexeme(Range<Int>)
    case end(Range<Int>)
  }

  /// What dtc did not expect. Where something is missing, it names what stands there instead, and where
  /// nothing stands any more, the blanks, the comment or the line marker that it read last.
  private func unexpected(
    _ error: Diagnostic, _ start: SourceLocation, _ count: Int, _ lexeme: Range<Int>
  ) -> Unexpected {
    if let found = error.notes.first(where: { $0.message == ParsedSource.foundHere })?.span?.start {
      return .lexeme(lexemes.range(at: found.index))
    }
    switch error.identifier {
    case "unterminated-string", "unterminated-character", "unterminated-comment":
      return .lexeme(start.index..<start.index + 1)
    case "byte-expected":
      if let file = files.file(at: start).map({ files.file($0).range }),
        let last = passedToEnd(from: start.index, in: file)
      {
        return .end(last)
      }
      return .lexeme(lexemes.noByte(in: start.index..<start.index + count))
    case "string-expected":
      if let lexeme = lexemes.includeWithoutName(before: start.index) { return .lexeme(lexeme) }
    case "stray-label": return .lexeme(lexemes.range(at: lexemes.afterLabels(start.index)))
    default: break
    }
    // What we take for an operator begins a reference.
    if start.index > 0, files.text[start.index - 1] == UInt8(ascii: "&") {
      let reference = lexemes.range(at: start.index - 1)
      if reference.count > 1 { return .lexeme(reference) }
    }
    if let open = lexemes.brokenPath(before: start.index) { return .lexeme(open..<open + 1) }
    guard let file = files.file(at: start).map({ files.file($0).range }) else { return .lexeme(lexeme) }
    if let last = passedToEnd(from: start.index, in: file) { return .end(last) }
    let index = lexemes.passed(from: start.index, in: file).end
    if index == file.upperBound, index > file.lowerBound { return .lexeme(index - 1..<index) }
    return .lexeme(index == start.index ? lexeme : lexemes.range(at: index))
  }
}
