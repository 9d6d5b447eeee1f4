import SourceText

/// Headers that hide others of the same name but with different content, in folders that are searched
/// later: swapping two `-I` options would change the blob.
///
/// A search ends at the first file found, so this looks further, but not much: once for each header of
/// a batch, only in folders after the one where it was found, and there only if the folder has the
/// header's own folder (`dt-bindings/clock`) at all, which is remembered. Contents are compared only with
/// a file of the same size.
struct ShadowedHeaders: Sendable {
  /// The paths of the headers that were looked for, and by symbol: what they hide, or nothing. (For a
  /// dictionary, the runtime would first have to look up its types.)
  private var headers = SymbolTable(minimumCapacity: 16)
  private var hidden = [""]
  /// The folders that were looked for, and by symbol: whether they exist.
  private var folders = SymbolTable(minimumCapacity: 16)
  private var isThere = PlainArray<Bool>()
  /// The folders of the search to which `hidden` applies.
  private var searched: [String] = []

  /// The first file that the header at `path`, found by `name` in the folder with this number, hides in a
  /// later folder although it differs; nil if there is none.
  mutating func file(
    hiddenBy path: String, _ contents: ArraySlice<UInt8>, name: String, from folder: Int,
    of folders: [String]
  ) -> String? {
    if searched != folders {
      headers = SymbolTable(minimumCapacity: 16)
      hidden = [""]
      searched = folders
    }
    let header = headers.intern(path)
    if header.index == hidden.count {
      hidden.append(search(hiddenBy: path, contents, name: name, in: folders[(folder + 1)...]))
    }
    return hidden[header.index].isEmpty ? nil : hidden[header.index]
  }

  private mutating func search(
    hiddenBy path: String, _ contents: ArraySlice<UInt8>, name: String, in folders: ArraySlice<String>
  ) -> String {
    for folder in folders {
      let candidate = IncludeSearch.join(folder, name)
      if isFolder(IncludeSearch.folder(of: candidate)), isDifferent(candidate, from: path, contents) {
        return candidate
      }
    }
    return ""
  }

  /// Whether a folder exists. An empty path is the current folder, and the first symbol.
  private mutating func isFolder(_ path: String) -> Bool {
    let folder = folders.intern(path)
    if isThere.isEmpty { isThere.append(true) }
    if folder.index == isThere.count { isThere.append(FileReading.isFolder(path)) }
    return isThere[folder.index]
  }

  /// Whether there is a different file with different contents.
  private func isDifferent(_ candidate: String, from path: String, _ contents: ArraySlice<UInt8>) -> Bool {
    guard let size = FileReading.size(of: candidate), !FileReading.areSame(candidate, path) else {
      return false
    }
    if size != contents.count { return true }
    guard let other = try? FileReading.contents(of: candidate) else { return false }
    return !other.elementsEqual(contents)
  }
}

extension Preprocessor {
  /// Warns, at its first inclusion, of a header that was found in the folder with this number and hides
  /// another one.
  mutating func warnOfShadowed(_ file: FileID, name: String, folder: Int, at token: Token) {
    guard let severity = options.shadowedHeaders, folder + 1 < search.folders.count,
      search.firstInclusion(of: file) == nil
    else { return }
    let path = files.file(file).path
    let range = files.file(file).range
    let found = shadowed.file(
      hiddenBy: path, files.text[range], name: name, from: folder, of: search.folders)
    guard let found else { return }
    report(
      severity, "shadowed-header", "'\(path)' hides '\(found)', which is different", at: token,
      notes: [.init("'\(search.folders[folder])' is searched first")],
      help: options.hasWarningFlags ? [.init("use -Wno-shadowed-header if this is intended")] : [])
  }
}
