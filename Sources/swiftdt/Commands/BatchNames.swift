import SourceText

/// Where the results of a batch go: `SOURCE.dts` to `FOLDER/SOURCE.dtb` or the other way round, with
/// the folders that the inputs do not have in common kept.
enum BatchNames {
  /// What is made.
  enum Kind {
    case blob, source
    /// A preprocessed source.
    case text

    fileprivate var endings: [(String, String)] {
      switch self {
      case .blob: [(".dtso", ".dtbo"), (".dts", ".dtb")]
      case .source: [(".dtbo", ".dtso"), (".dtb", ".dts")]
      case .text: [(".dtso", ".dtso.i"), (".dts", ".i")]
      }
    }

    /// What a name gets that ends otherwise.
    fileprivate var ending: String {
      switch self {
      case .blob: ".dtb"
      case .source: ".dts"
      case .text: ".i"
      }
    }
  }

  /// The result's path for one input.
  static func path(in folder: String, for source: String, kind: Kind = .blob) -> String {
    let name = source == "-" ? "stdin" : String(source.split(separator: "/").last ?? "stdin")
    return folder + "/" + renamed(name, kind)
  }

  /// The results' paths for many inputs, and a path that two of them would have.
  static func paths(
    in folder: String, for sources: [String], kind: Kind = .blob
  ) -> (paths: [String], clash: String?) {
    let parts = sources.map { $0.split(separator: "/").filter { $0 != "." && $0 != ".." } }
    var common = parts.first.map { max(0, $0.count - 1) } ?? 0
    for other in parts {
      common = min(common, max(0, other.count - 1))
      for index in 0..<common where other[index] != parts[0][index] {
        common = index
        break
      }
    }
    // A set would first have the runtime look for what strings conform to, longer than a board takes.
    var seen = SymbolTable(minimumCapacity: 64)
    var clash: String?
    let paths = parts.map { parts in
      var path = folder + "/"
      for index in common..<max(common, parts.count - 1) {
        path += parts[index]
        path += "/"
      }
      path += renamed(String(parts.last ?? "stdin"), kind)
      let count = seen.count
      _ = seen.intern(path)
      if seen.count == count { clash = clash ?? path }
      return path
    }
    return (paths, clash)
  }

  private static func renamed(_ name: String, _ kind: Kind) -> String {
    for (old, new) in kind.endings where name.hasSuffix(old) {
      return String(name.dropLast(old.count)) + new
    }
    return name + kind.ending
  }
}
