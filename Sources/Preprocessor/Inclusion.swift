public import SourceText

/// One `#include`, `/include/` or `/incbin/` that was carried out, as an entry of the list of a source's files.
public struct Inclusion: Sendable, Equatable {
  /// What led to the file.
  public enum Place: Sendable, Equatable {
    /// It is beside the file that includes it.
    case beside
    /// It is in a folder that was given with this flag of gcc's (`-I`).
    case folder(String, flag: String)
    /// It is in this folder of the kernel tree that the source belongs to.
    case kernelTree(String)
    /// The directive has its absolute path.
    case path
  }

  /// How many files are around it; 1 if the source itself includes it.
  public let depth: Int
  /// The path by which it was read.
  public let path: String
  /// What led to it.
  public let place: Place
  /// Whether it was not read, since its include guard or `#pragma once` makes that unnecessary.
  public let isSkipped: Bool
}

/// An inclusion as it is met, before those around and beside it are all known: who names a file in `/include/` or
/// `/incbin/` may already have read on, so there may be inclusions of what follows.
struct NotedInclusion: Sendable {
  let path: String
  let place: Inclusion.Place
  let isSkipped: Bool
  /// The number of the inclusion around it, from 1; 0 if the source itself includes it.
  let parent: UInt32
  /// Where the file is named.
  let location: SourceLocation
}

extension Preprocessor {
  /// Notes an inclusion by a directive, if the options ask for it; the file is not entered yet.
  mutating func noteInclusion(
    _ path: String, folder: Int?, isSkipped: Bool, namedAt location: SourceLocation
  ) {
    guard options.listsInclusions, let naming = inputs.last?.file else { return }
    note(path, place(ofFolder: folder), isSkipped: isSkipped, namedAt: location, in: naming)
  }

  /// Lists a file that the source names in `/include/` or `/incbin/`, if the options ask for it, below the file
  /// that names it. `choice` is the number of its path among those of `searchPaths`.
  public mutating func list(_ path: String, choice: Int, namedAt location: SourceLocation) {
    guard options.listsInclusions, let naming = files.file(at: location) else { return }
    let folder = choice == 0 ? IncludeSearch.besideIncluding : options.firstBracketFolder + choice - 1
    let isWhole = path.utf8.first == 0x2F && choice == 0
    note(path, isWhole ? .path : place(ofFolder: folder), isSkipped: false, namedAt: location, in: naming)
  }

  private mutating func note(
    _ path: String, _ place: Inclusion.Place, isSkipped: Bool, namedAt location: SourceLocation,
    in naming: FileID
  ) {
    let parent = naming.index < inclusionNumbers.count ? inclusionNumbers[naming.index] : 0
    notedInclusions.append(
      NotedInclusion(
        path: path, place: place, isSkipped: isSkipped, parent: parent, location: files.resolve(location)))
  }

  /// Notes the text of the inclusion that was noted last, if they are noted.
  mutating func noteLastListed(hasText file: FileID) {
    guard options.listsInclusions else { return }
    noteText(file, ofInclusion: UInt32(notedInclusions.count))
  }

  /// Notes that an inclusion goes on in another text, if they are noted.
  mutating func noteListed(_ file: FileID, goesOnIn copy: FileID) {
    guard file.index < inclusionNumbers.count else { return }
    noteText(copy, ofInclusion: inclusionNumbers[file.index])
  }

  private mutating func noteText(_ file: FileID, ofInclusion number: UInt32) {
    if inclusionNumbers.count <= file.index { inclusionNumbers.resize(to: file.index + 1, 0) }
    inclusionNumbers[file.index] = number
  }

  /// The inclusions so far, if the options ask for them, each behind the one around it and in the order of their
  /// places there.
  public var inclusions: [Inclusion] {
    guard !notedInclusions.isEmpty else { return [] }
    // By inclusion around them, the last one first, to be taken from the end.
    var inside: [[Int]] = Array(repeating: [], count: notedInclusions.count + 1)
    for number in notedInclusions.indices.reversed() {
      inside[Int(notedInclusions[number].parent)].append(number)
    }
    for parent in inside.indices {
      inside[parent].sort { one, other in
        let (place, further) = (notedInclusions[one].location, notedInclusions[other].location)
        return place == further ? one > other : place.index > further.index
      }
    }
    var inclusions: [Inclusion] = []
    inclusions.reserveCapacity(notedInclusions.count)
    var around = [0]
    while let parent = around.last {
      guard let number = inside[parent].popLast() else {
        around.removeLast()
        continue
      }
      let noted = notedInclusions[number]
      inclusions.append(
        Inclusion(depth: around.count, path: noted.path, place: noted.place, isSkipped: noted.isSkipped))
      around.append(number + 1)
    }
    return inclusions
  }

  /// The place that a folder number of the search stands for.
  private func place(ofFolder number: Int?) -> Inclusion.Place {
    guard let number else { return .path }
    if number == IncludeSearch.besideIncluding { return .beside }
    var first = 0
    for (flag, folders) in [
      ("-iquote", options.quoteFolders), ("-I", options.includeFolders),
      ("-isystem", options.systemFolders), ("", options.implicitFolders),
      ("-idirafter", options.laterFolders),
    ] {
      if number < first + folders.count {
        let folder = folders[number - first]
        return flag.isEmpty ? .kernelTree(folder) : .folder(folder, flag: flag)
      }
      first += folders.count
    }
    return .path
  }
}
