import SourceText

/// What a source in a kernel's tree takes for granted.
public enum KernelTree {
  /// The folder `scripts/dtc/include-prefixes` of the kernel tree that a source lies in, which the
  /// kernel's own build searches; nil if it lies in none.
  public static func includePrefixes(for source: String) -> String? {
    guard source != "-" else { return nil }
    var folder = IncludeSearch.folder(of: source)
    // Up through the folders that the path names, then through those above the current one.
    for _ in 0..<32 {
      let candidate = folder + "scripts/dtc/include-prefixes"
      if FileReading.isFolder(candidate) { return candidate }
      guard let parent = parent(of: folder) else { return nil }
      folder = parent
    }
    return nil
  }

  private static func parent(of folder: String) -> String? {
    if folder == "/" { return nil }
    if folder.isEmpty { return "../" }
    if folder.hasSuffix("../") { return folder + "../" }
    return IncludeSearch.folder(of: String(folder.dropLast()))
  }
}
