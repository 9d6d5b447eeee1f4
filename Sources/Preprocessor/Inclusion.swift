/// One `#include` that was carried out: what a list of the files of a source is made of.
public struct Inclusion: Sendable, Equatable {
  /// What led to the file.
  public enum Place: Sendable, Equatable {
    /// It lies beside the file that includes it.
    case beside
    /// A folder that was given with gcc's flag of this name (`-I`).
    case folder(String, flag: String)
    /// A folder of the kernel tree that the source lies in.
    case kernelTree(String)
    /// Its path was given.
    case path
  }

  /// How many files are around it; 1 is included by the source itself.
  public let depth: Int
  /// The path that it was read by.
  public let path: String
  /// What led to it.
  public let place: Place
  /// Whether nothing of it was read, since its include guard or `#pragma once` says that once is enough.
  public let isSkipped: Bool
}

extension Preprocessor {
  /// Notes an inclusion, if somebody wants to know of them; the file is not entered yet.
  mutating func noteInclusion(_ path: String, folder: Int?, isSkipped: Bool) {
    guard options.listsInclusions else { return }
    inclusions.append(
      Inclusion(
        depth: inputs.count, path: path, place: place(ofFolder: folder), isSkipped: isSkipped))
  }

  /// What a number stands for that a search returned.
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
