import SourceText

/// Where included files are looked for, and what was found.
struct IncludeSearch: Sendable {
  /// The files that were read, by the path they were opened by.
  var loaded: [String: FileID] = [:]
  /// Paths at which there was nothing.
  var missing: Set<String> = []
  var dependencies: Set<String> = []
  /// The names by which files were gone into, with the number of the folder, for the printed text.
  var entered: Set<String> = []
  /// Where each file was first included.
  var includedFrom: [FileID: SourceLocation] = [:]

  /// Forgets what belongs to one source; which files there are is kept.
  mutating func restart() {
    dependencies.removeAll()
    entered.removeAll()
    includedFrom.removeAll()
  }

  mutating func noteInclusion(of file: FileID, from location: SourceLocation) {
    if includedFrom[file] == nil { includedFrom[file] = location }
  }

  /// The folder that a path's file lies in, with its slash; empty for the current one.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "" }
    return String(path[...slash])
  }

  static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || folder == "." { return folder.isEmpty ? name : "./" + name }
    return folder.utf8.last == 0x2F ? folder + name : folder + "/" + name
  }
}

extension Preprocessor {
  /// Finds and reads an included file: beside the including one for quotes, then in the folders of
  /// the search; from `start` on for `#include_next`.
  mutating func find(
    _ name: String, quoted: Bool, startingAt start: Int, from token: Token
  ) -> (file: FileID, folder: Int?)? {
    var searched: [String] = []
    if name.utf8.first == 0x2F {
      if let id = attempt(name, asked: name, from: token) { return (id, nil) }
      if isStopped { return nil }
      reportMissing(name, searched: [], at: token)
      return nil
    }
    if quoted, start == 0, let input = inputs.last {
      let folder = IncludeSearch.folder(of: files.file(input.file).path)
      if let id = attempt(IncludeSearch.join(folder, name), asked: name, from: token) {
        return (id, nil)
      }
      if isStopped { return nil }
      searched.append(folder.isEmpty ? "." : folder)
    }
    let folders = options.includeFolders + options.implicitFolders
    for (index, folder) in folders.enumerated().dropFirst(start) {
      if let id = attempt(IncludeSearch.join(folder, name), asked: name, from: token) {
        return (id, index)
      }
      if isStopped { return nil }
      searched.append(folder)
    }
    reportMissing(name, searched: searched, at: token)
    return nil
  }

  /// Whether a file could be included, without reading it (`__has_include`).
  func exists(_ name: String, quoted: Bool) -> Bool {
    var candidates: [String] = []
    if name.utf8.first == 0x2F {
      candidates = [name]
    } else {
      if quoted, let input = inputs.last {
        candidates.append(
          IncludeSearch.join(IncludeSearch.folder(of: files.file(input.file).path), name))
      }
      candidates += (options.includeFolders + options.implicitFolders).map {
        IncludeSearch.join($0, name)
      }
    }
    return candidates.contains { search.loaded[$0] != nil || FileReading.isReadable($0) }
  }

  private mutating func attempt(_ path: String, asked: String, from token: Token) -> FileID? {
    if search.missing.contains(path) { return nil }
    do throws(FileError) {
      return try load(path, asked: asked)
    } catch {
      // What is there but cannot be read is an error: searching on would find another file.
      if !error.isMissing, !error.isDirectory {
        report(
          .error, "include-unreadable", error.diagnostic.message, at: token)
        isStopped = true
      } else {
        search.missing.insert(path)
      }
      return nil
    }
  }

  private mutating func reportMissing(_ name: String, searched: [String], at token: Token) {
    var notes = [Diagnostic.Note]()
    if searched.isEmpty {
      notes.append(.init("no folder was searched; name some with -I"))
    } else {
      notes.append(.init("searched: " + searched.map { "'\($0)'" }.joined(separator: ", ")))
    }
    report(.error, "missing-include", "included file '\(name)' was not found", at: token, notes: notes)
    // All that follows would be errors about what the file would have brought.
    isStopped = true
  }
}
