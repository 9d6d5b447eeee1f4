import SourceText

/// What somebody may have meant by a word.
enum NearestText {
  /// The question whether one of the candidates was meant: those that begin with the word, or else the nearest. Nil if
  /// there is none. `start` is what all of them have in front.
  static func question(about word: String, among candidates: [String], start: String = "") -> String? {
    var meant = word.utf8.count > 1 ? candidates.filter { $0.hasPrefix(word) && $0 != word } : []
    if meant.isEmpty { meant = nearest(to: word, among: candidates).map { [$0] } ?? [] }
    guard !meant.isEmpty else { return nil }
    var choices = meant.map { "'\(start)\($0)'" }
    if choices.count > most { choices[(most - 1)...] = ["one of \(choices.count - most + 1) more"] }
    let last = choices.removeLast()
    return "did you mean " + (choices.isEmpty ? last : choices.joined(separator: ", ") + " or " + last) + "?"
  }

  /// How many are named at most.
  private static let most = 7

  /// The candidate nearest to a word; nil if none differs by less than a third, or by upper and lower case only.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.utf8)
    var best: (text: String, distance: Int)?
    for candidate in candidates {
      let bytes = Array(candidate.utf8)
      if NearestNames.isSameButForCase(wanted.span, bytes.span) { return candidate }
      let limit = min(max(wanted.count, bytes.count) / 3, (best?.distance ?? 1000) - 1)
      if let distance = NearestNames.distance(wanted.span, bytes.span, atMost: limit) {
        best = (candidate, distance)
      }
    }
    return best?.text
  }
}
