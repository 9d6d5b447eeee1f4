import SourceText

/// The files in a folder and its subfolders.
enum FileTree {
  /// Returns the files' paths relative to the folder, in byte order; nil if a folder cannot be read.
  static func files(in folder: String) -> [String]? {
    var files: [String] = []
    // Symbolic links may form cycles; no real folder is this deep.
    var pending = [(path: "", depth: 0)]
    while let (path, depth) = pending.popLast() {
      guard let names = FolderListing.names(in: path.isEmpty ? folder : folder + "/" + path) else {
        return nil
      }
      for name in names {
        let inside = path.isEmpty ? name : path + "/" + name
        if !FileReading.isFolder(folder + "/" + inside) {
          files.append(inside)
        } else if depth < 40 {
          pending.append((inside, depth + 1))
        }
      }
    }
    return files.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }
}
