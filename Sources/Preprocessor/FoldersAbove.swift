import SourceText

/// The folder of a file and those above it, nearest first: as far up as the path goes, then above the current
/// folder. Each ends in a slash, except the current folder, which is empty.
struct FoldersAbove: Sequence, IteratorProtocol {
  private let path: String
  private var last: String?
  private var left = 32

  init(_ path: String) { self.path = path }

  mutating func next() -> String? {
    guard left > 0 else { return nil }
    left -= 1
    guard let folder = last else {
      last = IncludeSearch.folder(of: path)
      return last
    }
    guard let parent = Self.parent(of: folder), !Self.isTop(folder, below: parent) else { return nil }
    last = parent
    return parent
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
