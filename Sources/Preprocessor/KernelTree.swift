import SourceText

/// What a source in a kernel tree takes for granted.
public enum KernelTree {
  /// The folder `scripts/dtc/include-prefixes` of the kernel tree that a source is in, which the
  /// kernel's own build searches; nil if it is in none.
  public static func includePrefixes(for source: String) -> String? {
    guard source != "-" else { return nil }
    var candidate = ""
    candidate.reserveCapacity(source.utf8.count + 64)
    for folder in FoldersAbove(source) {
      // The memory is reused.
      candidate.removeAll(keepingCapacity: true)
      candidate += folder
      candidate += "scripts/dtc/include-prefixes"
      if FileReading.isFolder(candidate) { return candidate }
    }
    return nil
  }

  /// A folder with a header of this name that the user may want to search: the `include` folder near a file,
  /// or that of a kernel beside it, as in vendors' trees.
  static func folder(with header: String, near path: String) -> String? {
    for above in FoldersAbove(path) {
      for folder in ["include", "linux/include", "kernel/include", "common/include"] {
        if FileReading.isReadable(IncludeSearch.join(above + folder, header)) { return above + folder }
      }
    }
    return nil
  }
}
