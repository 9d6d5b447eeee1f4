import SourceText

/// Names the results of a batch: `SOURCE.dts` becomes `FOLDER/SOURCE.dtb`, or the other way round. Folders
/// that the inputs do not have in common are kept.
enum BatchNames {
  /// The kinds of results.
  enum Kind {
    case blob, source
    /// A blob, whether the base was one or a source.
    case merged
    /// A preprocessed source.
    case text
    /// An HTML page of any input.
    case page

    fileprivate var endings: [(String, String)] {
      switch self {
      case .blob: [(".dtso", ".dtbo"), (".dts", ".dtb")]
      case .merged: [(".dtbo", ".dtbo"), (".dtb", ".dtb"), (".dtso", ".dtbo"), (".dts", ".dtb")]
      // Sources too, which `compile -T` annotates.
      case .source: [(".dtbo", ".dtso"), (".dtb", ".dts"), (".dtso", ".dtso"), (".dts", ".dts")]
      case .text: [(".dtso", ".dtso.i"), (".dts", ".i")]
      case .page: [".dtbo", ".dtb", ".dtso", ".dts", ".json5", ".json"].map { ($0, ".html") }
      }
    }

    /// What messages call an input.
    var input: String {
      switch self {
      case .blob, .text: "a source"
      case .source: "a blob"
      case .merged, .page: "an input"
      }
    }

    /// What messages call several inputs.
    fileprivate var inputs: String {
      switch self {
      case .blob, .text: "sources"
      case .source: "blobs"
      case .merged, .page: "inputs"
      }
    }

    /// Returns the message for two inputs with the same result.
    func clash(_ path: String) -> String {
      switch self {
      case .blob: "two sources would be compiled to '\(path)'"
      case .source: "two blobs would be decompiled to '\(path)'"
      case .text: "two sources would be preprocessed to '\(path)'"
      case .merged, .page: "two files would be written to '\(path)'"
      }
    }

    /// Whether a path, such as an input's, is one that a result may have.
    func isNameOfResult(_ path: String) -> Bool {
      path.hasSuffix(ending) || endings.contains { path.hasSuffix($0.1) }
    }

    /// The ending of results for inputs with an unknown ending.
    fileprivate var ending: String {
      switch self {
      case .blob, .merged: ".dtb"
      case .source: ".dts"
      case .text: ".i"
      case .page: ".html"
      }
    }
  }

  /// Returns the result's path for one input.
  static func path(in folder: String, for source: String, kind: Kind = .blob) -> String {
    let name = withoutDots(source)
    return path(in: folder, for: name, from: folderEnd(name), kind)
  }

  /// Returns where the result for the only input goes: to a file, or to a file named after the input in a
  /// folder. Without an output, it goes to standard output.
  static func path(forOutput output: String?, of source: String, kind: Kind = .blob) -> String {
    guard let output, output != "-" else { return "-" }
    guard isFolder(output) else { return output }
    return path(in: output, for: source, kind: kind)
  }

  /// Whether an output is a folder, or is to be one.
  static func isFolder(_ output: String) -> Bool {
    output.utf8.last == 0x2F || FileReading.isFolder(output)
  }

  /// Whether an output cannot be a folder for several results. An unset variable of a
  /// script must not lead to the root.
  static func isNoFolder(_ output: String?) -> Bool { output == nil || output == "" || output == "-" }

  /// Returns what is wrong with an output for several inputs; nil if it is, or is to be, a folder.
  static func problem(of inputs: [String], in output: String?, _ kind: Kind) -> String? {
    problem(ofFolder: output, "several \(kind.inputs) need an output folder")
      ?? paths(in: output ?? ".", for: inputs, kind: kind).clash.map(kind.clash)
  }

  /// Returns what is wrong with an output that must be a folder, as `rule` says; nil if it is, or is to be, one.
  static func problem(ofFolder output: String?, _ rule: String) -> String? {
    guard let output, !isNoFolder(output) else { return rule + ": -o FOLDER" }
    if isFile(output) { return rule + ", but '\(output)' is a file" }
    // A pattern may match more than the one source that it was written for.
    let isResult = [".dtb", ".dtbo", ".dts", ".dtso", ".i", ".html"].contains(where: output.hasSuffix)
    return isResult && !FileReading.isFolder(output)
      ? rule + ", and '\(output)' is named like a file: write '\(output)/' for a folder" : nil
  }

  /// Whether there is a file, or anything but a folder, with the path of an output.
  private static func isFile(_ output: String) -> Bool {
    var path = output[...]
    while path.utf8.last == 0x2F, path.utf8.count > 1 { path.removeLast() }
    let name = String(path)
    return (FileReading.size(of: name) != nil || FileReading.isSpecial(name)) && !FileReading.isFolder(name)
  }

  /// Whether an output is one of the inputs and would be overwritten, whatever path or link it is named by.
  static func isInput(_ output: String, among inputs: [String]) -> Bool {
    // Standard output does not overwrite standard input.
    if output == "-" { return false }
    if inputs.contains(output) { return !FileReading.isFolder(output) }
    guard let number = FileReading.number(ofFile: output) else { return false }
    return inputs.contains { input in FileReading.number(ofFile: input).map { $0 == number } ?? false }
  }

  /// Returns the path of a file in a folder. Names in rules are just text to make: `out//a.dtb`
  /// is not its target `out/a.dtb`.
  static func path(of file: String, in folder: String) -> String {
    folder.utf8.last == 0x2F ? folder + file : folder + "/" + file
  }

  /// Returns the results' paths for many inputs, and a path that two of them would have, if any.
  ///
  /// It compares bytes, not characters: a batch begins with this, while its threads wait.
  static func paths(
    in folder: String, for sources: [String], kind: Kind = .blob
  ) -> (paths: [String], clash: String?) {
    let names = sources.map(withoutDots)
    var common = names.first.map(folderEnd) ?? 0
    for name in names {
      common = commonFolders(names[0].utf8.span, name.utf8.span, min(common, folderEnd(name)))
    }
    // A set would have the runtime look up the conformances of strings, which takes longer than a board.
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

  /// Returns the path of a source without empty parts, `.` and `..`. Standard input gets a name.
  private static func withoutDots(_ source: String) -> String {
    if source == "-" { return "stdin" }
    if isPlain(source.utf8.span) { return source }
    let parts = source.split(separator: "/").filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? "stdin" : parts.joined(separator: "/")
  }

  /// Whether a path certainly has no such parts.
  private static func isPlain(_ path: Span<UInt8>) -> Bool {
    var last: UInt8 = 0x2F
    for index in path.indices {
      if last == 0x2F, path[index] == 0x2F || path[index] == 0x2E { return false }
      last = path[index]
    }
    return last != 0x2F
  }

  /// Returns the offset of the name after the folders of a path, in bytes.
  private static func folderEnd(_ path: String) -> Int {
    let bytes = path.utf8.span
    var end = bytes.count
    while end > 0, bytes[end - 1] != 0x2F { end -= 1 }
    return end
  }

  /// Returns the offset where the folders that two paths have in common end, which is at most `limit`.
  private static func commonFolders(_ one: Span<UInt8>, _ other: Span<UInt8>, _ limit: Int) -> Int {
    var end = 0
    for index in 0..<limit {
      if one[index] != other[index] { break }
      if one[index] == 0x2F { end = index + 1 }
    }
    return end
  }

  /// Returns a path in a folder: the input's from byte `start` on, with another ending.
  private static func path(in folder: String, for name: String, from start: Int, _ kind: Kind) -> String {
    let bytes = name.utf8
    let ending = kind.endings.first { name.hasSuffix($0.0) }
    let end = bytes.index(bytes.endIndex, offsetBy: -(ending?.0.utf8.count ?? 0))
    let stem = name[bytes.index(bytes.startIndex, offsetBy: start)..<end]
    return self.path(of: stem + (ending?.1 ?? kind.ending), in: folder)
  }
}
