import OverlayBisection
import SourceText

/// The words that describe sets of parts.
struct BisectWords {
  private let merge: CandidateMerge
  /// The overlay whose parts are searched; nil if overlays are searched.
  let divided: String?
  /// The word for one part: `overlay`, `fragment` or `property`.
  let singular: String
  /// The word for several parts.
  let plural: String

  init(_ merge: CandidateMerge) {
    self.merge = merge
    divided = merge.divided.map { merge.overlays[$0.overlay].name }
    switch merge.divided?.parts.level {
    case nil: (singular, plural) = ("overlay", "overlays")
    case .fragments: (singular, plural) = ("fragment", "fragments")
    case .properties: (singular, plural) = ("property", "properties")
    }
  }

  /// The number of parts.
  var count: Int { merge.count }

  /// Returns a number of parts, as `2 overlays`.
  func counted(_ count: Int) -> String { "\(count) \(count == 1 ? singular : plural)" }

  /// Returns a set as an answer names it.
  func argument(_ set: PartSet) -> String {
    set.isEmpty && divided == nil ? "base" : set.text(of: count)
  }

  /// Returns a set as a sentence names it: what is tried.
  func text(_ set: PartSet) -> String {
    let divided = divided.map(PrintableText.line)
    if set.isEmpty { return divided.map { "all but '\($0)'" } ?? "the base alone" }
    if set.count == count {
      if let divided { return "all of '\(divided)'" }
      return count == 1 ? "the overlay" : "all \(count) overlays"
    }
    let numbers = "\(set.count == 1 ? singular : plural) \(set.text(of: count))"
    return divided.map { "\(numbers) of '\($0)'" } ?? numbers
  }

  /// Returns a part with its number, in a sentence.
  func named(_ part: Int) -> String { "\(part + 1) \(PrintableText.line(name(part)))" }

  /// Returns a part with its number, aligned for a column of parts.
  func line(_ part: Int) -> String {
    let number = "\(part + 1)"
    let width = "\(count)".count
    return String(repeating: " ", count: max(0, width - number.count)) + named(part)
  }

  /// Returns the name of a part.
  func name(_ part: Int) -> String { merge.name(of: part) }

  /// Returns the parts of a set, one to a line; of more than `limit`, only the
  /// first ones and how many are left.
  func list(_ set: PartSet, indent: String = "  ", limit: Int = 24) -> String {
    let shown = set.count <= limit ? set.parts[...] : set.parts.prefix(limit - 4)
    var text = shown.map { indent + line($0) + "\n" }.joined()
    if shown.count < set.count { text += "\(indent)… and \(set.count - shown.count) more\n" }
    return text
  }
}
