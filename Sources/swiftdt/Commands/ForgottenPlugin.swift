import DeviceTreeSource
import Preprocessor
import SourceText

/// Overlays that do not say that they are some: what they refer to is then looked for in themselves.
enum ForgottenPlugin {
  /// Whether a source that has no tree most likely was to be an overlay, if it was not even given as one.
  static func isLikely(_ source: CompiledSource, from path: String, isOverlay: Bool) -> Bool {
    let unknown = ["unknown-label", "phandle_references"]
    guard source.tree == nil, source.diagnostics.contains(where: { unknown.contains($0.identifier) }),
      let range = source.files.lastFile(at: path == "-" ? Preprocessor.standardInput : path)?.range
    else { return false }
    let text = source.files.text[range]
    return !has("/plugin/", text) && (isOverlay || path.hasSuffix(".dtso") || has("__overlay__", text))
  }

  private static func has(_ word: String, _ text: ArraySlice<UInt8>) -> Bool {
    let word = Array(word.utf8)
    return text.indices.contains { text[$0] == word[0] && text[$0...].starts(with: word) }
  }
}
