/// Which files were read: what the system calls them, and where each was first included.
///
/// Who is about to write asks here whether that would take one of them away. The numbers are noted while the files are
/// open, so that nobody has to look for all of them again.
struct ReadFiles: Sendable {
  private struct Record: Sendable, BitwiseCopyable {
    /// The number on its device; 0 if the system did not say.
    let number: UInt64
    /// Where it was first included.
    var inclusion: SourceLocation
  }

  /// By file of a `SourceFiles`.
  private var records = PlainArray<Record>()
  /// Of what was read besides, with the paths.
  private var others = PlainArray<Record>()
  private var otherPaths: [String] = []

  /// Whether anything was read of which no text is kept.
  var hasOthers: Bool { !others.isEmpty }

  /// Adds the next file of a `SourceFiles`.
  mutating func add(_ number: UInt64) { records.append(Record(number: number, inclusion: .none)) }

  /// Adds a file of which no text is kept.
  mutating func add(other path: String, at place: SourceLocation) {
    guard !otherPaths.contains(path), let number = FileReading.number(ofFile: path)?.file else { return }
    others.append(Record(number: number, inclusion: place))
    otherPaths.append(path)
  }

  /// Notes where a file was included, if it was not before.
  mutating func note(inclusionOf id: FileID, at place: SourceLocation) {
    if records[id.index].inclusion == .none { records[id.index].inclusion = place }
  }

  /// What was read of the file with a number, if `isRight` says so: numbers of files that are gone by now may have been
  /// given to others.
  func first(_ number: UInt64, _ paths: [String], where isRight: (String) -> Bool) -> ReadFile? {
    Self.first(number, records, paths, isRight) ?? Self.first(number, others, otherPaths, isRight)
  }

  private static func first(
    _ number: UInt64, _ records: PlainArray<Record>, _ paths: [String], _ isRight: (String) -> Bool
  ) -> ReadFile? {
    for index in records.indices where records[index].number == number && isRight(paths[index]) {
      return ReadFile(path: paths[index], inclusion: records[index].inclusion)
    }
    return nil
  }
}

/// A file that was read.
public struct ReadFile: Sendable, Equatable {
  /// The path by which it was read.
  public let path: String
  /// Where it was first included; none if it was not.
  public let inclusion: SourceLocation
}

extension SourceFiles {
  /// What was read of the regular file that lies at a path or that a link there leads to; nil if nothing was.
  ///
  /// Who puts another file there takes away what was read. With `dependencies`, only files of these paths count.
  public func readFile(at path: String, among dependencies: [String]? = nil) -> ReadFile? {
    guard let number = FileReading.number(ofFile: path) else { return nil }
    return readFiles.first(number.file, allPaths) { known in
      FileReading.areSame(known, path) && dependencies?.contains(known) ?? true
    }
  }

  /// Whether files were read of which no text is kept.
  public var hasFilesWithoutText: Bool { readFiles.hasOthers }

  /// Notes that a file was read of which no text is kept, for what stands at a place.
  public mutating func note(read path: String, at place: SourceLocation) {
    readFiles.add(other: path, at: place)
  }

  /// Notes where a file was included.
  public mutating func note(inclusionOf id: FileID, at place: SourceLocation) {
    readFiles.note(inclusionOf: id, at: place)
  }
}
