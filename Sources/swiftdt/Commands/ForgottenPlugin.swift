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
    let text = source.files.text[range]
    return !has("/plugin/", text)
      && (isOverlay || path.hasSuffix(".dtso") || has("__overlay__", text) || !hasRoot(source))
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

  private static func has(_ word: String, _ text: ArraySlice<UInt8>) -> Bool {
    let word = Array(word.utf8)
    return text.indices.contains { text[$0] == word[0] && text[$0...].starts(with: word) }
  }
}
