import SourceText

/// The folder of a file and those above it, nearest first: up through what the path names, then above the current folder.
/// Each ends in a slash, but the current one, which is empty.
struct FoldersAbove: Sequence, IteratorProtocol {
  private var following: String?
  private var left = 32

  init(_ path: String) { following = IncludeSearch.folder(of: path) }

  mutating func next() -> String? {
    guard left > 0, let folder = following else { return nil }
    left -= 1
    following = Self.parent(of: folder).flatMap { Self.isTop(folder, below: $0) ? nil : $0 }
    return folder
  }

  /// Whether a folder is the root: `..` leads from there to itself.
  private static func isTop(_ folder: String, below parent: String) -> Bool {
    parent.hasSuffix("../") && FileReading.areSame(folder.isEmpty ? "." : folder, parent)
  }

  private static func parent(of folder: String) -> String? {
    if folder == "/" { return nil }
    if folder.isEmpty { return "../" }
    if folder.hasSuffix("../") { return folder + "../" }
    return IncludeSearch.folder(of: String(folder.dropLast()))
  }
}
