public import SourceText

extension Preprocessor {
  mutating func report(
    _ severity: Diagnostic.Severity, _ identifier: String, _ message: String, at span: SourceSpan?,
    notes: [Diagnostic.Note] = [], help: [Diagnostic.Note] = []
  ) {
    diagnostics.append(
      Diagnostic(
        severity, identifier, message, at: span,
        notes: notes + (span.map { inclusionNotes(for: $0.start) } ?? []), help: help))
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ identifier: String, _ message: String, at token: Token,
    notes: [Diagnostic.Note] = [], help: [Diagnostic.Note] = []
  ) {
    let place = place(of: token.origin, count: span(of: token).count)
    diagnostics.append(
      Diagnostic(
        severity, identifier, message, at: place.span, notes: notes + place.notes, help: help))
  }

  /// Where to point for something that came from `origin` and has `count` bytes: at the source's own
  /// line, with a note for each macro on the way and for each `#include`.
  public func place(of origin: Origin, count: Int) -> (span: SourceSpan, notes: [Diagnostic.Note]) {
    guard origin.expansion > 0 else {
      let span = SourceSpan(start: origin.location, count: count)
      return (span, inclusionNotes(for: origin.location))
    }
    var notes: [Diagnostic.Note] = []
    var from = origin
    var width = count
    while from.expansion > 0, Int(from.expansion) <= expansions.count {
      let expansion = expansions[Int(from.expansion) - 1]
      let name = names.string(expansion.macro)
      width = names.length(expansion.macro)
      if expansion.definition == .none {
        notes.append(.init("in the expansion of macro '\(name)', which is built in or from -D"))
      } else {
        notes.append(
          .init(
            "in the expansion of macro '\(name)'",
            at: SourceSpan(start: expansion.definition, count: width)))
      }
      from = expansion.use
    }
    let longest = 6
    if notes.count > longest {
      let left = notes.count - longest
      notes.replaceSubrange(
        longest / 2..<longest / 2 + left, with: [.init("… through \(left) more macros …")])
    }
    return (
      SourceSpan(start: from.location, count: width), notes + inclusionNotes(for: from.location)
    )
  }

  /// A note for each `#include` between a location and the source.
  func inclusionNotes(for location: SourceLocation) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    var file = files.file(at: location)
    while let id = file, let from = search.includedFrom[id], from != .none {
      notes.append(.init("included from here", at: SourceSpan(start: from, count: 1)))
      if notes.count > 20 { break }
      file = files.file(at: from)
    }
    return notes
  }
}
