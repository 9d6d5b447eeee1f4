import OverlayBisection
import SourceText

/// The strategies of a search, as the command line names them.
enum BisectStrategy: String, CaseIterable, Codable, Sendable {
  case first, single, minimal, maximal, fragments, properties

  var search: Strategy {
    switch self {
    case .first: .first
    case .single: .single
    case .maximal: .maximal
    case .minimal, .fragments, .properties: .minimal
    }
  }

  /// What an overlay is divided into; nil if overlays are searched, not the parts of one.
  var level: OverlayParts.Level? {
    switch self {
    case .first, .single, .minimal, .maximal: nil
    case .fragments: .fragments
    case .properties: .properties
    }
  }
}

/// What is searched and how, from the command line, a recipe or a session's file.
struct BisectPlan: Equatable, Sendable {
  var base: String
  var overlays: [String]
  var strategy = BisectStrategy.first
  /// The overlay whose parts are searched: an element of `overlays`, unless there is no such overlay.
  var within: String?
  var reading = SourceReading()
  var sizes = SizeRequest()
  /// Whether `/__symbols__` stays in candidates.
  var keepsSymbols = true
  /// The recipe that the plan was made from.
  var recipe: String?
  /// Warnings about the files that the recipe names.
  var warnings: [Diagnostic] = []

  /// Room for what U-Boot adds, in bytes: as much as the boards' own build scripts leave.
  static let usualPadding = 0x20000

  /// What is wrong with the plan, whatever the files contain; nil if nothing is.
  var problem: String? { problemOfInputs ?? problemOfFlags }

  /// What is wrong with the files as such.
  var problemOfInputs: String? {
    if overlays.isEmpty { return "there are no overlays to bisect" }
    if let problem = InputFile.problem(ofReading: [base] + overlays) { return problem }
    if let twice = overlays.enumerated().first(where: { overlays[..<$0.offset].contains($0.element) }) {
      return "the overlay '\(twice.element)' is given twice"
    }
    return nil
  }

  /// What is wrong with how the overlays are to be searched.
  var problemOfFlags: String? {
    if let within {
      if strategy.level == nil { return "--within requires --strategy fragments or properties" }
      if !overlays.contains(within) { return problem(ofNaming: within) }
    } else if strategy.level != nil, overlays.count > 1 {
      return "--strategy \(strategy.rawValue) searches one overlay: choose it with --within OVERLAY"
    }
    return nil
  }

  /// Returns the overlay that a word means: by its path, its file name with or without what follows a dot, or
  /// its number, from 1. If there is no such overlay, or more than one, returns the word.
  static func overlay(meantBy word: String, among overlays: [String]) -> String {
    let meant = Self.overlays(meantBy: word, among: overlays)
    return meant.count == 1 ? overlays[meant[0]] : word
  }

  private static func overlays(meantBy word: String, among overlays: [String]) -> [Int] {
    if let index = overlays.firstIndex(of: word) { return [index] }
    let bytes = word.utf8
    return overlays.indices.filter { index in
      let path = overlays[index].utf8
      let file = path.suffix(from: path.lastIndex(of: 0x2F).map { path.index(after: $0) } ?? path.startIndex)
      let isName = file.starts(with: bytes) && [nil, 0x2E].contains(file.dropFirst(bytes.count).first)
      return isName || word == "\(index + 1)"
    }
  }

  private func problem(ofNaming word: String) -> String {
    let meant = Self.overlays(meantBy: word, among: overlays)
    let shown = (meant.isEmpty ? Array(overlays.indices) : meant).prefix(Self.mostShown)
    let list = shown.map { "\($0 + 1) \(PrintableText.line(overlays[$0]))" }.joined(separator: ", ")
    let rest = max(meant.count, meant.isEmpty ? overlays.count : 0) > shown.count ? ", …" : ""
    return meant.isEmpty
      ? "--within: no overlay is called '\(word)'; choose from \(list)\(rest)"
      : "--within '\(word)' is ambiguous: \(list)\(rest)"
  }

  private static let mostShown = 12

  /// Refuses to write candidates to a file that is read, which would be overwritten, and to a special file: a
  /// write that waits for a pipe's reader does not react to signals.
  func refuse(candidate path: String) throws(CommandFailure) {
    if FileReading.isSpecial(path) {
      try BisectRequest.refuse("candidates need a regular file, which '\(path)' is not")
    }
    if ([base] + overlays + (recipe.map { [$0] } ?? [])).contains(where: { FileReading.areSame($0, path) }) {
      throw OutputFile.refusal("the candidate would overwrite '\(path)'")
    }
  }

  /// The index of the overlay whose parts are searched; nil if overlays are searched.
  var divided: Int? {
    strategy.level == nil ? nil : within.map { overlays.firstIndex(of: $0) ?? 0 } ?? 0
  }
}
