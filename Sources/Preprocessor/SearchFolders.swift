import SourceText

/// The folders of a search as one chain: those for quotes only, those for all, the system's.
extension PreprocessorOptions {
  /// The chain that a name in quotes goes along, after the including file's own folder.
  var allFolders: [String] {
    var folders: [String] = []
    // One by one: a copy of an array has the runtime look for its type.
    for index in quoteFolders.indices { folders.append(quoteFolders[index]) }
    for index in includeFolders.indices { folders.append(includeFolders[index]) }
    for index in systemFolders.indices { folders.append(systemFolders[index]) }
    for index in implicitFolders.indices { folders.append(implicitFolders[index]) }
    for index in laterFolders.indices { folders.append(laterFolders[index]) }
    return folders
  }

  /// The chain that a name in angle brackets goes along.
  var bracketFolders: [String] { Array(allFolders.dropFirst(firstBracketFolder)) }

  /// The number of the folder in `allFolders` where that chain begins. Where there is no folder but those for quotes,
  /// gcc (with `-nostdinc`, as we are) goes along these.
  var firstBracketFolder: Int {
    if quoteFolders.isEmpty { return 0 }
    let others = allFolders.dropFirst(quoteFolders.count)
    return others.contains(where: FileReading.isFolder) ? quoteFolders.count : 0
  }

  /// Whether the folder with this number in `allFolders` has the system's headers.
  func isSystemFolder(_ index: Int) -> Bool {
    let first = quoteFolders.count + includeFolders.count
    let implicit = first + systemFolders.count
    return (first..<implicit).contains(index) || index >= implicit + implicitFolders.count
  }
}

extension Preprocessor {
  /// Where `#include_next` goes on: after the folder that the current file was found in; nil, which
  /// is the whole search, in a file that was not found by a search.
  var folderAfterCurrent: Int? { inputs.last?.folder.map { $0 + 1 } }
}
