import SourceText

/// The folders of a search as one chain: those only for names in quotes, those for all names, the system's.
extension PreprocessorOptions {
  /// The chain for a name in quotes, which is searched after the including file's own folder.
  var allFolders: [String] {
    var folders: [String] = []
    // One by one: copying an array makes the runtime look up its type.
    for index in quoteFolders.indices { folders.append(quoteFolders[index]) }
    for index in includeFolders.indices { folders.append(includeFolders[index]) }
    for index in systemFolders.indices { folders.append(systemFolders[index]) }
    for index in implicitFolders.indices { folders.append(implicitFolders[index]) }
    for index in laterFolders.indices { folders.append(laterFolders[index]) }
    return folders
  }

  /// The chain for a name in angle brackets.
  var bracketFolders: [String] { Array(allFolders.dropFirst(firstBracketFolder)) }

  /// The index in `allFolders` where that chain begins. If no folder exists except those for quotes, gcc
  /// (with `-nostdinc`, as here) searches these.
  var firstBracketFolder: Int {
    if quoteFolders.isEmpty { return 0 }
    let others = allFolders.dropFirst(quoteFolders.count)
    return others.contains(where: FileReading.isFolder) ? quoteFolders.count : 0
  }

  /// Whether the folder at this index in `allFolders` contains system headers.
  func isSystemFolder(_ index: Int) -> Bool {
    let first = quoteFolders.count + includeFolders.count
    let implicit = first + systemFolders.count
    return (first..<implicit).contains(index) || index >= implicit + implicitFolders.count
  }
}

extension Preprocessor {
  /// Where `#include_next` continues: after the folder in which the current file was found; nil, for a
  /// complete search, in a file that was not found by a search.
  var folderAfterCurrent: Int? { inputs.last?.folder.map { $0 + 1 } }
}
