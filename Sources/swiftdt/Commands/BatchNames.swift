import SourceText

/// Where the results of a batch go: `SOURCE.dts` to `FOLDER/SOURCE.dtb` or the other way round, with
/// the folders that the inputs do not have in common kept.
enum BatchNames {
  /// What is made.
  enum Kind {
    case blob, source
    /// A blob, whether the base was one or a source.
    case merged
    /// A preprocessed source.
    case text
    /// A page of whatever it is.
    case page

    fileprivate var endings: [(String, String)] {
      switch self {
      case .blob: [(".dtso", ".dtbo"), (".dts", ".dtb")]
      case .merged: [(".dtbo", ".dtbo"), (".dtb", ".dtb"), (".dtso", ".dtbo"), (".dts", ".dtb")]
      case .source: [(".dtbo", ".dtso"), (".dtb", ".dts")]
      case .text: [(".dtso", ".dtso.i"), (".dts", ".i")]
      case .page: [".dtbo", ".dtb", ".dtso", ".dts", ".json5", ".json"].map { ($0, ".html") }
      }
    }

    /// An input.
    var input: String {
      switch self {
      case .blob, .text: "a source"
      case .source: "a blob"
      case .merged, .page: "an input"
      }
    }

    /// What is wrong if two inputs have one result.
    func clash(_ path: String) -> String {
      switch self {
      case .blob: "two sources would be compiled to '\(path)'"
      case .source: "two blobs would be decompiled to '\(path)'"
      case .text: "two sources would be preprocessed to '\(path)'"
      case .merged, .page: "two files would be written to '\(path)'"
      }
    }

    /// Whether a result may have an input's name.
    func isNameOfResult(_ path: String) -> Bool {
      path.hasSuffix(ending) || endings.contains { path.hasSuffix($0.1) }
    }

    /// What a name gets that ends otherwise.
    fileprivate var ending: String {
      switch self {
      case .blob, .merged: ".dtb"
      case .source: ".dts"
      case .text: ".i"
      case .page: ".html"
      }
    }
  }

  /// The result's path for one input.
  static func path(in folder: String, for source: String, kind: Kind = .blob) -> String {
    let name = withoutDots(source)
    return path(in: folder, for: name, from: folderEnd(name), kind)
  }

  /// Where the result for the only input goes: to a file, or under its name into a folder. nil, which is not asked for
  /// in the first place, is standard output.
  static func path(forOutput output: String?, of source: String, kind: Kind = .blob) -> String {
    guard let output, output != "-" else { return "-" }
    guard isFolder(output) else { return output }
    return path(in: output, for: source, kind: kind)
  }

  /// Whether an output is a folder, or is to be one.
  static func isFolder(_ output: String) -> Bool {
    output.utf8.last == 0x2F || FileReading.isFolder(output)
  }

  /// Whether several results cannot go there. A variable of a script that is not set must not lead to the root.
  static func isNoFolder(_ output: String?) -> Bool { output == nil || output == "" || output == "-" }

  /// Whether an output is one of the inputs and would be overwritten, by whatever path or link it is named.
  static func isInput(_ output: String, among inputs: [String]) -> Bool {
    // Standard output is not what is read from standard input.
    if output == "-" { return false }
    if inputs.contains(output) { return !FileReading.isFolder(output) }
    return FileReading.size(of: output) != nil && inputs.contains { FileReading.areSame($0, output) }
  }

  /// The path of a file in a folder. To make, the names in rules are text: `out//a.dtb` is none of its targets.
  static func path(of file: String, in folder: String) -> String {
    folder.utf8.last == 0x2F ? folder + file : folder + "/" + file
  }

  /// The results' paths for many inputs, and a path that two of them would have.
  ///
  /// Bytes are compared, not characters: a batch begins with this, while its threads wait.
  static func paths(
    in folder: String, for sources: [String], kind: Kind = .blob
  ) -> (paths: [String], clash: String?) {
    let names = sources.map(withoutDots)
    var common = names.first.map(folderEnd) ?? 0
    for name in names {
      common = commonFolders(names[0].utf8.span, name.utf8.span, min(common, folderEnd(name)))
    }
    // A set would first have the runtime look for what strings conform to, longer than a board takes.
    var seen = SymbolTable(minimumCapacity: 64)
    var clash: String?
    let paths = names.map { name in
      let path = path(in: folder, for: name, from: common, kind)
      let count = seen.count
      _ = seen.intern(path)
      if seen.count == count { clash = clash ?? path }
      return path
    }
    return (paths, clash)
  }

  /// The path of a source without what leads nowhere or up: empty parts, `.` and `..`. Standard input gets a name.
  private static func withoutDots(_ source: String) -> String {
    if source == "-" { return "stdin" }
    if isPlain(source.utf8.span) { return source }
    let parts = source.split(separator: "/").filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? "stdin" : parts.joined(separator: "/")
  }

  /// Whether there is surely nothing of that kind in a path.
  private static func isPlain(_ path: Span<UInt8>) -> Bool {
    var last: UInt8 = 0x2F
    for index in path.indices {
      if last == 0x2F, path[index] == 0x2F || path[index] == 0x2E { return false }
      last = path[index]
    }
    return last != 0x2F
  }

  /// Where the name begins behind the folders of a path, in bytes.
  private static func folderEnd(_ path: String) -> Int {
    let bytes = path.utf8.span
    var end = bytes.count
    while end > 0, bytes[end - 1] != 0x2F { end -= 1 }
    return end
  }

  /// Where the folders end with which two paths begin, which is not behind `limit`.
  private static func commonFolders(_ one: Span<UInt8>, _ other: Span<UInt8>, _ limit: Int) -> Int {
    var end = 0
    for index in 0..<limit {
      if one[index] != other[index] { break }
      if one[index] == 0x2F { end = index + 1 }
    }
    return end
  }

  /// A path in a folder that keeps of an input's what begins at a byte, with another ending.
  private static func path(in folder: String, for name: String, from start: Int, _ kind: Kind) -> String {
    let bytes = name.utf8
    let ending = kind.endings.first { name.hasSuffix($0.0) }
    let end = bytes.index(bytes.endIndex, offsetBy: -(ending?.0.utf8.count ?? 0))
    let stem = name[bytes.index(bytes.startIndex, offsetBy: start)..<end]
    return self.path(of: stem + (ending?.1 ?? kind.ending), in: folder)
  }
}
