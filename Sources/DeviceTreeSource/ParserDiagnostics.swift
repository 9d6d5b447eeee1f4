import DeviceTree
import Preprocessor
import SourceText

extension SourceParser {
  /// Reports an error at a token, by default the current one.
  mutating func fail(
    _ identifier: String, _ message: String, at token: Token? = nil, notes: [Diagnostic.Note] = []
  ) {
    errorCount += 1
    report(.error, identifier, message, at: token ?? current, notes: notes)
  }

  /// Reports that there are more bytes of values than offsets can express, where that begins.
  mutating func failTooLarge() {
    errorCount += 1
    let first = tree.firstProperty(endingBeyond: options.valueBytes)
    let place = first.map { stream.preprocessor.place(of: tree.extent(of: $0).place, count: 1) }
    append(ParsedSource.tooLarge(at: place?.span, notes: place?.notes ?? []))
  }

  mutating func warn(_ identifier: String, _ message: String, at token: Token) {
    report(.warning, identifier, message, at: token, notes: [])
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ identifier: String, _ message: String, at token: Token,
    notes: [Diagnostic.Note]
  ) {
    // The end is right after the last token, unless it has a place of its own.
    var token = token
    if token.kind == .end, token.location == .none {
      token = stream.last
      if token.kind == .end {
        // There was nothing at all.
        return append(
          Diagnostic(
            severity, identifier, message, subject: stream.preprocessor.sourcePath, notes: notes))
      }
      let place = stream.preprocessor.place(of: token.origin, count: 1)
      let after = SourceSpan(start: place.span.start.advanced(by: stream.length(token)), count: 0)
      append(severity, identifier, message, after, notes + place.notes)
      return
    }
    let place = stream.preprocessor.place(of: token.origin, count: stream.length(token))
    append(severity, identifier, message, place.span, notes + place.notes)
  }

  /// Reports an error right after the last token, where something is missing.
  mutating func failAfterLast(
    _ identifier: String, _ message: String, notes: [Diagnostic.Note] = []
  ) {
    errorCount += 1
    var notes = notes
    var token = stream.last
    if let last = lastBeforeIncludes, current.location != .none {
      token = last
      notes.append(Diagnostic.Note(ParsedSource.foundHere, at: span(current.origin)))
    }
    guard token.expansion == 0 else {
      return report(.error, identifier, message, at: token, notes: notes)
    }
    let place = stream.preprocessor.place(of: token.origin, count: stream.length(token))
    let after = SourceSpan(start: token.location.advanced(by: stream.length(token)), count: 1)
    append(.error, identifier, message, after, notes + place.notes)
  }

  private mutating func append(
    _ severity: Diagnostic.Severity, _ identifier: String, _ message: String, _ span: SourceSpan,
    _ notes: [Diagnostic.Note]
  ) {
    // Two errors at one place are one error and its consequence.
    if severity == .error, let last = stream.preprocessor.diagnostics.last, last.severity == .error,
      last.span?.start == span.start
    {
      lastReport = nil
      return
    }
    append(Diagnostic(severity, identifier, message, at: span, notes: notes))
  }

  private mutating func append(_ diagnostic: Diagnostic) {
    lastReport = stream.preprocessor.diagnostics.count
    stream.preprocessor.diagnostics.append(diagnostic)
  }

  /// Adds advice to the last diagnostic.
  mutating func help(_ text: String) { help([.init(text)]) }

  mutating func help(_ advice: [Diagnostic.Note]) {
    if let last = lastReport { stream.preprocessor.diagnostics[last].help += advice }
  }

  /// Extends the last diagnostic from this token to the one before the current one, if neither
  /// comes from a macro.
  mutating func widen(from token: Token) {
    let end = stream.last.location.index + stream.length(stream.last)
    guard let last = lastReport, token.expansion == 0, stream.last.expansion == 0,
      stream.preprocessor.diagnostics[last].span?.start == token.location,
      stream.preprocessor.files.file(at: token.location)
        == stream.preprocessor.files.file(at: stream.last.location), end > token.location.index
    else { return }
    stream.preprocessor.diagnostics[last].span?.count = end - token.location.index
  }

  /// Makes the last diagnostic cover this many bytes, unless the current token comes from a macro.
  mutating func widen(to count: Int) {
    guard let last = lastReport, stream.current.expansion == 0 else { return }
    stream.preprocessor.diagnostics[last].span?.count = count
  }

  func span(_ origin: Origin) -> SourceSpan {
    stream.preprocessor.place(of: origin, count: 1).span
  }

  /// Returns a description of a node for a message.
  func describe(_ frame: Frame) -> String {
    let name = stream.preprocessor.names.string(tree.name(of: frame.node))
    if !name.isEmpty { return "'\(name)'" }
    // A top-level block is named after what it refers to.
    let reference = stream.preprocessor.names.string(blockReference)
    if reference.isEmpty { return "'/'" }
    return reference.contains("/") ? "'&{\(reference)}'" : "'&\(reference)'"
  }

  mutating func failUnknown(_ reference: Symbol, at token: Token) {
    let name = stream.preprocessor.names.string(reference)
    let isPath = name.contains("/")
    fail(
      "unknown-label", isPath ? "there is no node '\(name)'" : "no node has the label '\(name)'",
      at: token)
    guard let last = lastReport else { return }
    // Point at the name, not only at the ampersand.
    if token.expansion == 0 {
      stream.preprocessor.diagnostics[last].span?.count = (isPath ? 3 : 1) + name.utf8.count
    }
    if let deletion = LabelHelp.deletion(ofNodeLabelled: reference, in: tree, stream.preprocessor) {
      stream.preprocessor.diagnostics[last].notes.append(deletion)
    } else if let nearest = LabelHelp.nearest(to: reference, in: tree, stream.preprocessor) {
      help([nearest])
    }
  }

  /// Advances past a token of this kind, or reports that it is missing.
  @discardableResult
  mutating func expect(_ kind: TokenKind, _ what: String) -> Bool {
    if current.kind == kind {
      stream.advance()
      return true
    }
    failAfterLast("token-expected", "expected \(what), found \(textHere)")
    return false
  }

  /// Continues after the statement that went wrong: after its semicolon, or before the brace that
  /// closes the node that it is in.
  mutating func skipStatement() {
    var depth = 0
    while true {
      switch current.kind {
      case .end: return
      case .openBrace: depth += 1
      case .closeBrace:
        if depth == 0 {
          if frames.isEmpty {
            stream.advance()
            if current.kind == .semicolon { stream.advance() }
          }
          return
        }
        depth -= 1
      case .semicolon:
        if depth == 0 {
          stream.advance()
          return
        }
      default: break
      }
      stream.advance()
    }
  }
}
