import SourceText

/// The files of the folder that `swiftdt overlay apply-tree` reads.
extension ApplyTreeRequest {
  /// Returns the files to write, in byte order of their paths.
  func files() throws -> [String] {
    let tree = try FileTree(of: source, notes: Advice.origin(.source))
    let pattern = only.map { GlobPattern($0) }
    if !checks.isQuiet {
      Console.show(tree.warnings(about: source) { path in pattern?.matches(path) ?? true })
    }
    var files = tree.files
    let blobs = files.filter { $0.hasSuffix(".dtb") }
    if let only, let pattern {
      files = blobs.filter(pattern.matches)
      if files.isEmpty {
        throw CommandFailure.saying(
          Diagnostic(
            .error, "tree-nothing-matches", "no blob in '\(source)' matches '\(only)'",
            notes: Advice.origin(.only)))
      }
    }
    let missing = required.filter { !files.contains($0) }
    guard missing.isEmpty else {
      Console.show(
        missing.map { path in
          let isFilteredOut = blobs.contains(path)
          return Diagnostic(
            .error, "tree-required-blob", "there is no '\(path)' in '\(source)'",
            notes: (isFilteredOut ? [.init("it exists, but does not match '\(only ?? "")'")] : [])
              + Advice.origin(.required),
            help: isFilteredOut ? [] : Self.likely(path, among: blobs).map { .init("did you mean '\($0)'?") })
        })
      throw CommandFailure()
    }
    return files
  }

  /// Returns blobs that may have been meant by a path that does not exist: those of the same name in other
  /// folders, or else those whose names differ least.
  private static func likely(_ path: String, among blobs: [String]) -> [String] {
    func name(_ path: String) -> ArraySlice<UInt8> {
      let path = Array(path.utf8)
      return path.suffix(from: path.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)
    }
    return Array(
      NearestNames.nearest(to: name(path).span, among: blobs, longest: .max, bytes: name).prefix(3))
  }
}
