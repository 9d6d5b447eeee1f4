import DeviceTreeSource
import Preprocessor
import SourceText

/// Overlays that do not declare themselves as such with `/plugin/`, so that what they refer to is
/// looked up in the overlay itself.
enum ForgottenPlugin {
  /// Whether a source without a tree was most likely meant to be an overlay.
  /// `isOverlay` says that it is used as one.
  static func isLikely(_ source: CompiledSource, from path: String, isOverlay: Bool) -> Bool {
    let unknown = ["unknown-label", "phandle_references"]
    guard source.tree == nil, source.diagnostics.contains(where: { unknown.contains($0.identifier) }),
      let range = source.files.lastFile(at: path == "-" ? Preprocessor.standardInput : path)?.range
    else { return false }
    return !has("/plugin/", source, range)
      && (isOverlay || path.hasSuffix(".dtso") || has("__overlay__", source, range) || !hasRoot(source))
  }

  /// Whether any file of a source has a root block `/ { … };`, as every board has.
  private static func hasRoot(_ source: CompiledSource) -> Bool {
    source.dependencies.contains { path in
      guard let file = source.files.lastFile(at: path == "-" ? Preprocessor.standardInput : path) else {
        return true
      }
      let text = source.files.text[file.range]
      return text.indices.contains { index in
        text[index] == 0x2F && text[(index + 1)...].first { $0 > 0x20 } == 0x7B
      }
    }
  }

  /// Whether a file has `word` outside comments.
  private static func has(_ word: String, _ source: CompiledSource, _ range: Range<Int>) -> Bool {
    let (word, text) = (Array(word.utf8), source.files.text)
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] == 0x2F, let end = LineScan.commentEnd(text.span, position, range.upperBound) {
        position = end
      } else if text[position..<range.upperBound].starts(with: word) {
        return true
      } else {
        position += 1
      }
    }
    return false
  }
}
