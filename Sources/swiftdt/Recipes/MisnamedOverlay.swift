import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// An overlay in a blob that is named like a board's: what `compile` makes of an overlay that is named `NAME.dts`.
struct MisnamedOverlay {
  private let path: String

  /// Creates it for a file whose name ends in `.dtb`; nil unless there is an overlay in it.
  init?(_ path: String) {
    guard let bytes = FileReading.size(of: path).flatMap({ _ in try? FileReading.contents(of: path) }),
      let tree = try? BlobDecoder.decode(bytes, tolerating: .reservations).tree,
      OverlayFragments.areFound(in: tree)
    else { return nil }
    self.path = path
  }

  /// The name of the file that it should be, without its folder.
  private var name: String { String(path.split(separator: "/").last ?? "") + "o" }

  /// What to do about it.
  var help: String { "'\(path)' is an overlay: rename it to '\(name)'" }

  /// Returns what to do about it if an overlay was looked for by a name.
  func asOf(_ word: String) -> String { "\(help), or write '\(word).dtb'" }

  /// Returns the warning about what happens to it.
  func warning(_ consequence: String) -> Diagnostic {
    Diagnostic(
      .warning, "overlay-named-dtb", "this is an overlay, but named like a board: \(consequence)",
      subject: path,
      help: [.init("rename it to '\(name)'")])
  }
}
