import SourceText

/// What somebody may have meant by a word.
enum NearestText {
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
