/// A file that was read.
public struct ReadFile: Sendable, Equatable {
  /// The path by which it was read.
  public let path: String
  /// Where it was first included; none if it was not.
  public let inclusion: SourceLocation
}

/// Which files were read. Who is about to write asks here whether that would take one of them away.
extension SourceFiles {
  /// What was read of the regular file that lies at a path or that a link there leads to; nil if nothing was.
  ///
  /// Who puts another file there takes away what was read. Only paths count of which `counts` says so.
  public func readFile(at path: String, where counts: (String) -> Bool = { _ in true }) -> ReadFile? {
    guard let number = FileReading.number(ofFile: path) else { return nil }
    // Numbers of files that are gone by now may have been given to others.
    func isHere(_ known: String) -> Bool { counts(known) && FileReading.areSame(known, path) }
    guard let known = places.indices.first(where: { places[$0].number == number.file && isHere(paths[$0]) })
    else { return filesWithoutText.first { isHere($0.path) } }
    // It may be another text of the file that was included, one with newlines where returns end lines.
    let included = places.indices.first { places[$0].inclusion != .none && paths[$0] == paths[known] }
    return ReadFile(path: paths[known], inclusion: included.map { places[$0].inclusion } ?? .none)
  }

  /// Notes where a file was included, if it was not before.
  public mutating func note(inclusionOf id: FileID, at place: SourceLocation) {
    if places[id.index].inclusion == .none { places[id.index].inclusion = place }
  }

  /// Notes that a file was read of which no text is kept, for what stands at a place.
  public mutating func note(read path: String, at place: SourceLocation) {
    if filesWithoutText.contains(where: { $0.path == path }) { return }
    filesWithoutText.append(ReadFile(path: path, inclusion: place))
  }
}
