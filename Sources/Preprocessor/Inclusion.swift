/// One `#include` that was carried out, as an entry of the list of a source's files.
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

extension Preprocessor {
  /// Notes an inclusion, if the options ask for it; the file is not entered yet.
  mutating func noteInclusion(_ path: String, folder: Int?, isSkipped: Bool) {
    guard options.listsInclusions else { return }
    inclusions.append(
      Inclusion(
        depth: inputs.count, path: path, place: place(ofFolder: folder), isSkipped: isSkipped))
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
