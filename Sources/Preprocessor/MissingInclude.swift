public import SourceText

/// What is said about an included file that was not found.
extension Preprocessor {
  mutating func reportMissing(
    _ name: String, searched: [String], at token: Token, isNext: Bool = false
  ) {
    // An empty name leads to the folders themselves.
    if name.isEmpty {
      return report(.error, "include-name-missing", "the name of the included file is empty", at: token)
    }
    var notes = [Diagnostic.Note]()
    if name.utf8.first == 0x2F {
      // An absolute path is not searched for.
    } else if searched.isEmpty, isNext, !search.folders.isEmpty {
      notes.append(.init("this file is in the last folder that is searched"))
    } else if searched.isEmpty {
      notes.append(
        options.origin == .earlierRun ? .init("no folder was searched") : .init(.nameFolders(options.origin)))
    } else {
      // The source's own folder may be among the others, too.
      let places = searched.indices.filter { index in
        !searched[..<index].contains { $0 == searched[index] || FileReading.areSame($0, searched[index]) }
      }.map { "'\(searched[$0])'" + (FileReading.isFolder(searched[$0]) ? "" : " (not a folder)") }
      notes.append(.init("searched: " + places.joined(separator: ", ")))
    }
    let starts = name.utf8.first == 0x2F ? [""] : searched
    let paths = starts.map { IncludeSearch.join($0 == "." ? "" : $0, name) }
    for path in paths {
      if FileReading.isFolder(path) { notes.append(.init("'\(path)' is a folder")) }
      if let note = FileReading.noteOnBrokenLink(on: path) { notes.append(note) }
    }
    if String(validating: spelling(of: token), as: UTF8.self) == nil {
      notes.append(FileError.nameThatIsNoText)
    }
    let copying = adviceOnMissing(name, at: paths)
    let help: Diagnostic.Note? =
      if copying == .copyWithTargets {
        .init(.copyWithTargets)
      } else {
        folderToSearch(for: name).flatMap { options.origin.path(to: $0) }
          .map { .init(.searchFolder($0, options.origin)) }
          ?? nearestHeader(to: name, in: starts).map { .init("did you mean '\($0)'?") }
          ?? copying.map { .init($0) }
      }
    report(
      .error, "missing-include", "included file '\(name)' was not found", at: token, notes: notes,
      help: help.map { [$0] } ?? [])
    // All further errors would be about what the file would have defined.
    isStopped = true
  }

  /// Returns what to do about a file that is at none of these paths though it may be beside the source: nil unless
  /// it may have been left behind when a build copied the source.
  public func adviceOnMissing(_ name: String, at paths: [String]) -> Remedy? {
    guard options.origin == .copyingBuild else { return nil }
    if paths.contains(where: FileReading.hasRelativeBrokenLink) { return .copyWithTargets }
    // A link or a folder was copied, and an absolute path is in no folder that could be copied as a whole.
    let isThere = paths.contains { FileReading.isFolder($0) || FileReading.brokenLink(on: $0) != nil }
    return isThere || name.utf8.first == 0x2F || Self.isCopied(name) ? nil : .copyAllFiles
  }

  /// Whether a build that copies what is beside a source copies files with this name: those that sources are made of.
  private static func isCopied(_ name: String) -> Bool {
    [".dts", ".dtsi", ".dtso", ".h", ".dtb", ".dtbo"].contains { name.hasSuffix($0) }
  }

  /// The header with the nearest name in the folders where `name` was expected, as it may be the one meant.
  private func nearestHeader(to name: String, in searched: [String]) -> String? {
    let folder = IncludeSearch.folder(of: name)
    let wanted = Array(name.utf8.dropFirst(folder.utf8.count))
    for start in searched {
      let place = IncludeSearch.join(start, folder)
      let found = NearestNames.file(nearestTo: wanted, in: place) { name in
        let path = IncludeSearch.join(place, name)
        // A file that is being read would include itself.
        return !FileReading.isFolder(path)
          && !inputs.contains { FileReading.areSame(files.file($0.file).path, path) }
      }
      if let found {
        return folder + PrintableText.name(Array(found.utf8))
      }
    }
    return nil
  }

  private func folderToSearch(for name: String) -> String? {
    guard !name.isEmpty, name.utf8.first != 0x2F, let including = inputs.last else { return nil }
    let near = files.file(including.file).path
    return KernelTree.folder(with: name, near: near)
      ?? sourcePath.flatMap { KernelTree.folder(with: name, near: $0) }
  }
}
