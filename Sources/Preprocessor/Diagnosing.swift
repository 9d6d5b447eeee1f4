public import SourceText

extension Preprocessor {
  mutating func report(
    _ severity: Diagnostic.Severity, _ identifier: String, _ message: String, at span: SourceSpan?,
    notes: [Diagnostic.Note] = []
  ) {
    if isOfSystem(severity, identifier) { return }
    diagnostics.append(
      Diagnostic(
        severity, identifier, message, at: span,
        notes: notes + (span.map { inclusionNotes(for: $0.start) } ?? [])))
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ identifier: String, _ message: String, at token: Token,
    notes: [Diagnostic.Note] = [], help: [Diagnostic.Note] = []
  ) {
    if isOfSystem(severity, identifier) { return }
    let place = place(of: token.origin, count: span(of: token).count)
    diagnostics.append(
      Diagnostic(
        severity, identifier, message, at: place.span, notes: notes + place.notes, help: help))
  }

  /// Whether a diagnostic is a warning in a system header, which is not the user's to fix. `#warning` is
  /// passed on nevertheless.
  private func isOfSystem(_ severity: Diagnostic.Severity, _ identifier: String) -> Bool {
    guard severity == .warning, let input = inputs.last, input.owner != .user else { return false }
    return identifier != "warning-directive"
  }

  /// Where to point for `count` bytes that came from `origin`: at the source's own line, with a note for
  /// each macro on the way and for each `#include`.
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
        notes.append(.init("in the expansion of macro '\(name)', which is built in"))
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

  /// A note for each `#include` between a location and the source. For a file that is being read, these are
  /// the ones that led to it now, otherwise those that did first, as also for a file that includes itself,
  /// whose list would be long.
  func inclusionNotes(for location: SourceLocation) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    var file = files.file(at: location)
    var depth = inputs.firstIndex { $0.file == file }
    if depth != inputs.lastIndex(where: { $0.file == file }) { depth = nil }
    while let id = file, notes.count <= 20,
      let from = depth.map({ inputs[$0].includedFrom }) ?? search.firstInclusion(of: id), from != .none
    {
      notes.append(.init("included from here", at: SourceSpan(start: from, count: 1)))
      file = files.file(at: from)
      depth = depth.flatMap { $0 > 0 ? $0 - 1 : nil }
    }
    return notes
  }
}

/// The path from something that was read back to the source.
public struct Provenance: Sendable {
  /// Where it is in a file, or where the outermost macro that it came from is used.
  public let location: SourceLocation
  /// The macros that it came through, from the inside out, and where each is defined.
  public let macros: [(name: Symbol, definition: SourceLocation)]
}

extension Preprocessor {
  /// Where something came from, as facts; `place(of:count:)` puts them into words.
  public func provenance(of origin: Origin) -> Provenance {
    var macros: [(name: Symbol, definition: SourceLocation)] = []
    var from = origin
    while from.expansion > 0, Int(from.expansion) <= expansions.count {
      let expansion = expansions[Int(from.expansion) - 1]
      macros.append((expansion.macro, expansion.definition))
      from = expansion.use
    }
    return Provenance(location: from.location, macros: macros)
  }
}

extension Preprocessor {
  /// The path of the source, for diagnostics without a place in it.
  public var sourcePath: String? { dependencies.first }

  /// Whether an error was reported.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Whether there is a function-like macro of this name.
  public mutating func isFunctionMacro(_ name: Symbol) -> Bool {
    guard let index = macro(named: name), case .function = macros[index].form else { return false }
    return true
  }

  /// A note that says where a macro is defined; none if it is built in or not a macro.
  public func definitionNotes(_ name: Symbol) -> [Diagnostic.Note] {
    guard let index = settledMacro(named: name), macros[index].location != .none else { return [] }
    return [
      .init(
        "macro '\(names.string(name))' is defined here",
        at: SourceSpan(start: macros[index].location, count: names.length(name)))
    ]
  }

  /// Advice that names the macro whose name is nearest to an undefined one.
  public mutating func nearestMacros(to name: Symbol) -> [Diagnostic.Note] {
    settleAll()
    let numbers = macroIndex
    let defined = numbers.indices.lazy.filter { numbers[$0] != 0 }.map {
      Symbol(rawValue: UInt32($0))
    }
    let nearest = names.withBytes(of: name) {
      NearestNames.nearest(to: $0, among: defined, in: names, count: 1)
    }
    return nearest.map { found in
      let location = macros[Int(macroIndex[found.index]) - 1].location
      let span = SourceSpan(start: location, count: names.length(found))
      return .init("did you mean '\(names.string(found))'?", at: location == .none ? nil : span)
    }
  }
}
