import SourceText

/// What a source in a kernel's tree takes for granted.
public enum KernelTree {
  /// The folder `scripts/dtc/include-prefixes` of the kernel tree that a source lies in, which the
  /// kernel's own build searches; nil if it lies in none.
  public static func includePrefixes(for source: String) -> String? {
    guard source != "-" else { return nil }
    var candidate = ""
    candidate.reserveCapacity(source.utf8.count + 64)
    for folder in FoldersAbove(source) {
      // In memory that is used again.
      candidate.removeAll(keepingCapacity: true)
      candidate += folder
      candidate += "scripts/dtc/include-prefixes"
      if FileReading.isFolder(candidate) { return candidate }
    }
    return nil
  }

  /// A folder in which there is a header of this name, and which somebody may want to have searched: `include` near a
  /// file, or that of a kernel beside it, as vendors' trees have them.
  static func folder(with header: String, near path: String) -> String? {
    for above in FoldersAbove(path) {
      for folder in ["include", "linux/include", "kernel/include", "common/include"] {
        if FileReading.isReadable(IncludeSearch.join(above + folder, header)) { return above + folder }
      }
    }
    return nil
  }
}
