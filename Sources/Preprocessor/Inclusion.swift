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
  /// Where the file is named.
  let location: SourceLocation
}

extension Preprocessor {
  /// Notes an inclusion, if the options ask for it; the file is not entered yet.
  mutating func noteInclusion(
    _ path: String, folder: Int?, isSkipped: Bool, namedAt location: SourceLocation
  ) {
    guard options.listsInclusions else { return }
    inclusions.append(
      Inclusion(
        depth: inputs.count, path: path, place: place(ofFolder: folder), isSkipped: isSkipped,
        location: location))
  }

  /// Lists a file that the source names in `/include/` or `/incbin/`, if the options ask for it, below the file
  /// that names it. `choice` is the number of its path among those of `searchPaths`. Who reads the name may have
  /// read on, so there may be entries of what follows it already.
  public mutating func list(_ path: String, choice: Int, namedAt location: SourceLocation) {
    guard options.listsInclusions else { return }
    let naming = files.file(at: location).map { files.file($0).path }
    let parent = inclusions.lastIndex { $0.path == naming && !$0.isSkipped }
    let depth = parent.map { inclusions[$0].depth + 1 } ?? 1
    let rest = inclusions[(parent.map { $0 + 1 } ?? 0)...]
    let next = rest.firstIndex { $0.depth < depth || $0.depth == depth && $0.location.index > location.index }
    let folder = choice == 0 ? IncludeSearch.besideIncluding : options.firstBracketFolder + choice - 1
    let isWhole = path.utf8.first == 0x2F && choice == 0
    inclusions.insert(
      Inclusion(
        depth: depth, path: path, place: isWhole ? .path : place(ofFolder: folder), isSkipped: false,
        location: location),
      at: next ?? inclusions.count)
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
