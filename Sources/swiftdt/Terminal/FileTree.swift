import SourceText

/// The files in a folder and its subfolders.
struct FileTree {
  /// The files' paths relative to the folder, in byte order.
  let files: [String]
  /// The paths of links that lead back to a folder that they are in, and are not followed.
  let loops: [String]
  /// The paths of pipes, sockets and devices, which are left out.
  let special: [String]

  /// Lists a folder; throws after showing why it or one of its subfolders cannot be listed, with `notes`.
  /// `skipsHidden` leaves out what has a name that begins with a dot, as a shell's `*` does.
  init(
    of folder: String, skipsHidden: Bool = false, notes: [Diagnostic.Note] = []
  ) throws(CommandFailure) {
    var files: [String] = []
    var loops: [String] = []
    var special: [String] = []
    var walk = FolderWalk(of: folder, followingLinks: true) { name, _ in skipsHidden && name.hasPrefix(".") }
    do throws(FolderWalk.Failure) {
      while let entry = try walk.next() {
        switch entry.kind {
        // Reading what is behind a link to nowhere tells what is wrong with it.
        case .file, .link, .unknown: files.append(entry.path)
        case .loop: loops.append(entry.path)
        case .special: special.append(entry.path)
        case .folder: break
        }
      }
    } catch {
      var diagnostic = error.diagnostic
      diagnostic.notes += notes
      throw CommandFailure.saying(diagnostic)
    }
    self.files = Self.inOrder(files)
    self.loops = Self.inOrder(loops)
    self.special = Self.inOrder(special)
  }

  private static func inOrder(_ paths: [String]) -> [String] {
    paths.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Returns the warnings about the links that are not followed and, of those paths for which `isWanted` is
  /// true, about what is no file.
  func warnings(about folder: String, where isWanted: (String) -> Bool) -> [Diagnostic] {
    func path(_ inside: String) -> String { folder.hasSuffix("/") ? folder + inside : folder + "/" + inside }
    var warnings: [Diagnostic] = []
    if let first = loops.first {
      let others = loops.count - 1
      warnings.append(
        Diagnostic(
          .warning, "folder-loop", "'\(path(first))' leads back to a folder that it is in, and is left out",
          notes: others == 0
            ? [] : [.init("\(others) more \(others == 1 ? "link does" : "links do") the same")]))
    }
    let special = special.filter(isWanted)
    if let first = special.first {
      let others = special.count - 1
      warnings.append(
        Diagnostic(
          .warning, "folder-special", "'\(path(first))' is a pipe, a socket or a device, and is left out",
          notes: others == 0 ? [] : [.init("there \(others == 1 ? "is" : "are") \(others) more of these")]))
    }
    return warnings
  }
}
