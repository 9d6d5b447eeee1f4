import SourceText

/// Suggestions for a misspelled word.
enum NearestText {
  /// Returns a question that suggests the candidates that begin with the word, or else the nearest one; nil
  /// if there is none. Each is shown with `start` before it.
  static func question(about word: String, among candidates: [String], start: String = "") -> String? {
    var meant = word.utf8.count > 1 ? candidates.filter { $0.hasPrefix(word) && $0 != word } : []
    if meant.isEmpty { meant = nearest(to: word, among: candidates).map { [$0] } ?? [] }
    guard !meant.isEmpty else { return nil }
    var choices = meant.map { "'\(start)\($0)'" }
    if choices.count > most { choices[(most - 1)...] = ["one of \(choices.count - most + 1) more"] }
    let last = choices.removeLast()
    return "did you mean " + (choices.isEmpty ? last : choices.joined(separator: ", ") + " or " + last) + "?"
  }

  /// The maximum number of suggestions, the last of which may say how many more there are.
  private static let most = 7

  /// Returns the candidate that differs only in case, or else the nearest; nil if all differ by more than a
  /// third.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.utf8)
    return NearestNames.nearest(to: wanted.span, among: candidates, longest: .max) { Array($0.utf8)[...] }
      .first
  }
}
