import SourceText

/// The files in a folder and its subfolders.
struct FileTree {
  /// The files' paths relative to the folder, in byte order.
  let files: [String]
  /// The paths of links that lead back to a folder that they are in, and are not followed.
  let loops: [String]

  /// A folder that is being looked at.
  private struct Folder {
    /// Its path relative to the whole folder; empty for that one.
    let path: String
    let number: (device: UInt64, file: UInt64)
    /// The index of the folder that it was found in.
    let parent: Int?
  }

  /// Lists a folder; nil if it or one of its subfolders cannot be read. `skipsHidden` leaves out what has a name
  /// that begins with a dot, as a shell's `*` does.
  init?(of folder: String, skipsHidden: Bool = false) {
    var files: [String] = []
    var loops: [String] = []
    guard let number = FileReading.number(ofFolder: folder) else { return nil }
    var folders = [Folder(path: "", number: number, parent: nil)]
    var pending = [0]
    while let index = pending.popLast() {
      let path = folders[index].path
      guard let names = FolderListing.names(in: path.isEmpty ? folder : folder + "/" + path) else {
        return nil
      }
      for name in names where !(skipsHidden && name.hasPrefix(".")) {
        let inside = path.isEmpty ? name : path + "/" + name
        guard let number = FileReading.number(ofFolder: folder + "/" + inside) else {
          files.append(inside)
          continue
        }
        if Self.contains(number, from: index, folders) {
          loops.append(inside)
        } else {
          pending.append(folders.count)
          folders.append(Folder(path: inside, number: number, parent: index))
        }
      }
    }
    self.files = Self.inOrder(files)
    self.loops = Self.inOrder(loops)
  }

  /// Whether a folder is the one at `index` or one of those around it.
  private static func contains(
    _ number: (device: UInt64, file: UInt64), from index: Int, _ folders: [Folder]
  ) -> Bool {
    var next: Int? = index
    while let index = next {
      if folders[index].number == number { return true }
      next = folders[index].parent
    }
    return false
  }

  private static func inOrder(_ paths: [String]) -> [String] {
    paths.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Returns the warning about the links that are not followed; nil if there are none.
  func warning(about folder: String) -> Diagnostic? {
    guard let first = loops.first else { return nil }
    let others = loops.count - 1
    let path = folder.hasSuffix("/") ? folder + first : folder + "/" + first
    return Diagnostic(
      .warning, "folder-loop", "'\(path)' leads back to a folder that it is in, and is left out",
      notes: others == 0 ? [] : [.init("\(others) more \(others == 1 ? "link does" : "links do") the same")])
  }
}
