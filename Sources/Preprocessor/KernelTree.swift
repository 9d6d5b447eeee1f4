import SourceText

/// What a source in a kernel's tree takes for granted.
public enum KernelTree {
  /// The folder `scripts/dtc/include-prefixes` of the kernel tree that a source lies in, which the
  /// kernel's own build searches; nil if it lies in none.
  public static func includePrefixes(for source: String) -> String? {
    guard source != "-" else { return nil }
    var folder = IncludeSearch.folder(of: source)
    var candidate = ""
    candidate.reserveCapacity(source.utf8.count + 64)
    // Up through the folders that the path names, then through those above the current one.
    for _ in 0..<32 {
      // In memory that is used again.
      candidate.removeAll(keepingCapacity: true)
      candidate += folder
      candidate += "scripts/dtc/include-prefixes"
      if FileReading.isFolder(candidate) { return candidate }
      guard let parent = parent(of: folder), !isTop(folder, below: parent) else { return nil }
      folder = parent
    }
    return nil
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
