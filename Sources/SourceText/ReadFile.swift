/// A file that was read.
public struct ReadFile: Sendable, Equatable {
  /// The path by which it was read.
  public let path: String
  /// Where it was first included; `none` if it was not.
  public let inclusion: SourceLocation
}

/// Which files were read. Before writing, callers check here whether that would overwrite one of them.
extension SourceFiles {
  /// Returns what was read of the regular file at a path or at the end of a link there; nil if nothing was.
  ///
  /// Putting another file there would replace what was read. Only paths for which `counts` holds are
  /// considered.
  public func readFile(at path: String, where counts: (String) -> Bool = { _ in true }) -> ReadFile? {
    guard let number = FileReading.number(ofFile: path) else { return nil }
    // The inode numbers of files that are gone by now may have been given to others.
    func isHere(_ known: String) -> Bool { counts(known) && FileReading.areSame(known, path) }
    guard let known = places.indices.first(where: { places[$0].number == number.file && isHere(paths[$0]) })
    else {
      // There may be thousands, and whether one counts may take a search.
      return filesWithoutText.first {
        FileReading.number(ofFile: $0.path)?.file == number.file && isHere($0.path)
      }
    }
    // What was included may be another text of the same file, with newlines where carriage returns end its
    // lines.
    let included = places.indices.first { places[$0].inclusion != .none && paths[$0] == paths[known] }
    return ReadFile(path: paths[known], inclusion: included.map { places[$0].inclusion } ?? .none)
  }

  /// Notes where a file was first included; later calls for it have no effect.
  public mutating func note(inclusionOf id: FileID, at place: SourceLocation) {
    if places[id.index].inclusion == .none { places[id.index].inclusion = place }
  }

  /// Notes that a file was read whose text is not kept, because of what is at a place; to be called once for
  /// each path.
  public mutating func note(read path: String, at place: SourceLocation) {
    filesWithoutText.append(ReadFile(path: path, inclusion: place))
  }
}
