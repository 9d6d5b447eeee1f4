import SourceText

/// Where included files are looked for, and what was found.
struct IncludeSearch: Sendable {
  /// That a file was included again.
  private struct FurtherInclusion: BitwiseCopyable {
    let file: FileID
    let location: SourceLocation
  }

  /// The paths that were tried. (For a dictionary, the runtime would first have to look up its types,
  /// which takes longer than all searches of a board.)
  private var paths = SymbolTable(minimumCapacity: 64)
  /// By path: 0 if not known yet, 1 if nothing is there, otherwise the number of the file that was read, + 2.
  private var found = PlainArray<UInt32>()
  /// By file: where it was first included.
  private var includedFrom = PlainArray<SourceLocation?>()
  /// Where files were included again, in order.
  private var furtherInclusions = PlainArray<FurtherInclusion>()
  /// How many directives included a file.
  private(set) var inclusionCount = 0
  /// How many bytes the files have that were included again, counted each time.
  private(set) var repeatedBytes = 0
  /// By file: whether the source depends on it.
  private var isDependency = PlainArray<Bool>()
  /// The files that are to be read once.
  var onceFiles: [FileID] = []

  /// The files that were entered, for the printed text and make rules.
  var entered = EnteredFiles()

  /// The path that was tried last, whose memory is reused.
  private var tried = ""

  /// The folders of the search as one chain.
  private(set) var folders: [String] = []
  /// The index in `folders` where the search for a name in angle brackets begins.
  private(set) var firstBracketFolder = 0

  /// Forgets what belongs to one source; which files exist is kept.
  mutating func restart(_ options: PreprocessorOptions) {
    folders = options.allFolders
    firstBracketFolder = options.firstBracketFolder
    includedFrom.removeAll()
    furtherInclusions.removeAll()
    inclusionCount = 0
    repeatedBytes = 0
    isDependency.removeAll()
    onceFiles.removeAll(keepingCapacity: true)
    entered.removeAll()
  }

  /// The file that was read from a path, if there is one.
  func loaded(_ path: String) -> FileID? {
    let known = known(path)
    return known > 1 ? FileID(rawValue: known - 2) : nil
  }

  /// Whether a path is known to lead to nothing.
  func isMissing(_ path: String) -> Bool { known(path) == 1 }

  private func known(_ path: String) -> UInt32 {
    guard let symbol = paths.find(path), symbol.index < found.count else { return 0 }
    return found[symbol.index]
  }

  /// Notes what a path leads to; nil is nothing.
  mutating func note(_ file: FileID?, at path: String) {
    let symbol = paths.intern(path)
    if found.count <= symbol.index { found.resize(to: symbol.index + 1, 0) }
    found[symbol.index] = file.map { $0.rawValue + 2 } ?? 1
  }

  /// Where a file was first included.
  func firstInclusion(of file: FileID) -> SourceLocation? {
    file.index < includedFrom.count ? includedFrom[file.index] : nil
  }

  /// Calls `body` with each inclusion of a file; those of one file are in order. Files that no directive
  /// brought first, such as the source itself, are left out.
  func forEachInclusion(_ body: (FileID, SourceLocation) -> Void) {
    for index in includedFrom.indices {
      guard let location = includedFrom[index], location != .none else { continue }
      body(FileID(rawValue: UInt32(truncatingIfNeeded: index)), location)
    }
    for inclusion in furtherInclusions {
      let (file, location) = (inclusion.file, inclusion.location)
      guard let first = firstInclusion(of: file), first != .none else { continue }
      body(file, location)
    }
  }

  /// The folder number of a file that was found beside the one that includes it.
  static let besideIncluding = -1

  mutating func noteInclusion(of file: FileID, from location: SourceLocation) {
    while includedFrom.count <= file.index { includedFrom.append(nil) }
    if includedFrom[file.index] == nil {
      includedFrom[file.index] = location
    } else {
      furtherInclusions.append(FurtherInclusion(file: file, location: location))
    }
  }

  /// Counts an inclusion by a directive of a file of this size.
  mutating func countInclusion(of file: FileID, bytes: Int) {
    inclusionCount += 1
    if firstInclusion(of: file) != nil { repeatedBytes += bytes }
  }

  /// Notes that the source depends on a file; returns whether that is new.
  mutating func noteDependency(on file: FileID) -> Bool {
    while isDependency.count <= file.index { isDependency.append(false) }
    defer { isDependency[file.index] = true }
    return !isDependency[file.index]
  }

  /// The folder of the file at a path, with its slash; empty for the current folder.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "" }
    return String(path[...slash])
  }

  /// The path of a name in a folder.
  static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || folder == "." { return folder.isEmpty ? name : "./" + name }
    return folder.utf8.last == 0x2F ? folder + name : folder + "/" + name
  }

  /// The same in memory that is reused: when a long string is released, the runtime looks up a type.
  mutating func path(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || folder == "." { return Self.join(folder, name) }
    tried.removeAll(keepingCapacity: true)
    tried.reserveCapacity(folder.utf8.count + 1 + name.utf8.count)
    tried += folder
    if folder.utf8.last != 0x2F { tried += "/" }
    tried += name
    return tried
  }
}

/// A header that was found and read.
struct FoundHeader: Sendable, BitwiseCopyable {
  let file: FileID
  /// The number of the folder in which it was found; see `Input.folder`.
  let folder: Int?
  /// Its owner, which is needed only with a layout.
  let owner: HeaderOwner
}

extension Preprocessor {
  /// Finds and reads an included file: for a name in quotes, beside the including file, then in the folders
  /// of the search; for `#include_next`, only in those from `start` on.
  mutating func find(
    _ name: String, quoted: Bool, startingAt start: Int?, from token: Token
  ) -> FoundHeader? {
    var searched: [String] = []
    if name.utf8.first == 0x2F {
      if let id = attempt(name, from: token) {
        return FoundHeader(file: id, folder: nil, owner: owner(inFolder: nil))
      }
      if isStopped { return nil }
      reportMissing(name, searched: [], at: token)
      return nil
    }
    if quoted, start == nil, let input = inputs.last {
      let folder = IncludeSearch.folder(of: files.file(input.file).path)
      let owner = hasLayout ? search.entered.owner(ofFolder: folder, of: input.owner) : .user
      if let id = attempt(search.path(folder, name), from: token) {
        return FoundHeader(
          file: id, folder: IncludeSearch.besideIncluding, owner: input.owner.including(owner))
      }
      if isStopped { return nil }
      searched.append(folder.isEmpty ? "." : folder.count > 1 ? String(folder.dropLast()) : folder)
    }
    let first = firstFolder(quoted: quoted, startingAt: start)
    for index in first..<max(first, search.folders.count) {
      let folder = search.folders[index]
      if let id = attempt(search.path(folder, name), from: token) {
        warnOfShadowed(id, name: name, folder: index, at: token)
        return FoundHeader(file: id, folder: index, owner: owner(inFolder: index))
      }
      if isStopped { return nil }
      searched.append(folder)
    }
    let isSystem = quoted ? inputs.last?.owner != .user : first < search.folders.count
    if options.omitsMissingSystemHeaders, isSystem { return nil }
    reportMissing(name, searched: searched, at: token, isNext: start != nil)
    return nil
  }

  /// Whether a file could be included, without reading it: for `__has_include`, and with a `start`, for
  /// `__has_include_next`.
  mutating func exists(_ name: String, quoted: Bool, startingAt start: Int?) -> Bool {
    var candidates: [String] = []
    if name.utf8.first == 0x2F {
      candidates = [name]
    } else {
      if quoted, start == nil, let input = inputs.last {
        let folder = IncludeSearch.folder(of: files.file(input.file).path)
        if hasLayout { search.entered.owner(ofFolder: folder, of: input.owner) }
        candidates.append(IncludeSearch.join(folder, name))
      }
      let first = firstFolder(quoted: quoted, startingAt: start)
      candidates += search.folders.dropFirst(first).map { IncludeSearch.join($0, name) }
    }
    return candidates.contains { search.loaded($0) != nil || FileReading.isReadable($0) }
  }

  /// The number of the folder in which a search begins, after the including file's own.
  private func firstFolder(quoted: Bool, startingAt start: Int?) -> Int {
    start ?? (quoted ? 0 : search.firstBracketFolder)
  }

  private mutating func attempt(_ path: String, from token: Token) -> FileID? {
    if search.isMissing(path) { return nil }
    do throws(FileError) {
      // To the code that reads files, `-` is standard input; in a source it is a file name like any other.
      return try load(path == "-" ? "./-" : path)
    } catch {
      // A file that is there but cannot be read is an error: searching on would find a different one.
      if !error.isMissing, !error.isDirectory {
        report(
          .error, "include-unreadable", error.diagnostic.message, at: token)
        isStopped = true
      } else {
        search.note(nil, at: path)
      }
      return nil
    }
  }

  private mutating func reportMissing(
    _ name: String, searched: [String], at token: Token, isNext: Bool = false
  ) {
    // An empty name leads to the folders themselves.
    if name.isEmpty {
      return report(.error, "include-name-missing", "the name of the included file is empty", at: token)
    }
    var notes = [Diagnostic.Note]()
    if name.utf8.first == 0x2F {
      // An absolute path is not searched for.
    } else if searched.isEmpty, isNext, !search.folders.isEmpty {
      notes.append(.init("this file is in the last folder that is searched"))
    } else if searched.isEmpty {
      notes.append(
        options.origin == .earlierRun ? .init("no folder was searched") : .init(.nameFolders(options.origin)))
    } else {
      // The source's own folder may be among the others, too.
      let places = searched.indices.filter { index in
        !searched[..<index].contains { $0 == searched[index] || FileReading.areSame($0, searched[index]) }
      }.map { "'\(searched[$0])'" + (FileReading.isFolder(searched[$0]) ? "" : " (not a folder)") }
      notes.append(.init("searched: " + places.joined(separator: ", ")))
    }
    var help: Diagnostic.Note?
    let starts = name.utf8.first == 0x2F ? [""] : searched
    for start in starts {
      let path = IncludeSearch.join(start == "." ? "" : start, name)
      if FileReading.isFolder(path) { notes.append(.init("'\(path)' is a folder")) }
      if let note = FileReading.noteOnBrokenLink(on: path) {
        notes.append(note)
        if options.origin == .copyingBuild, FileReading.hasRelativeBrokenLink(on: path) {
          help = .init(.copyWithTargets)
        }
      }
    }
    if String(validating: spelling(of: token), as: UTF8.self) == nil {
      notes.append(FileError.nameThatIsNoText)
    }
    help =
      help
      ?? folderToSearch(for: name).flatMap { options.origin.path(to: $0) }
      .map { .init(.searchFolder($0, options.origin)) }
      ?? nearestHeader(to: name, in: starts).map { .init("did you mean '\($0)'?") }
    report(
      .error, "missing-include", "included file '\(name)' was not found", at: token, notes: notes,
      help: help.map { [$0] } ?? [])
    // All further errors would be about what the file would have defined.
    isStopped = true
  }

  /// The header with the nearest name in the folders where `name` was expected, as it may be the one meant.
  private func nearestHeader(to name: String, in searched: [String]) -> String? {
    let folder = IncludeSearch.folder(of: name)
    let wanted = Array(name.utf8.dropFirst(folder.utf8.count))
    for start in searched {
      let place = IncludeSearch.join(start, folder)
      let found = NearestNames.file(nearestTo: wanted, in: place) { name in
        let path = IncludeSearch.join(place, name)
        // A file that is being read would include itself.
        return !FileReading.isFolder(path)
          && !inputs.contains { FileReading.areSame(files.file($0.file).path, path) }
      }
      if let found {
        return folder + PrintableText.name(Array(found.utf8))
      }
    }
    return nil
  }

  private func folderToSearch(for name: String) -> String? {
    guard !name.isEmpty, name.utf8.first != 0x2F, let including = inputs.last else { return nil }
    let near = files.file(including.file).path
    return KernelTree.folder(with: name, near: near)
      ?? sourcePath.flatMap { KernelTree.folder(with: name, near: $0) }
  }
}
