/// Where the blobs of a batch go: `SOURCE.dts` to `FOLDER/SOURCE.dtb`, with the folders that the
/// sources do not have in common kept.
enum BatchNames {
  /// The blob's path for one source.
  static func path(in folder: String, for source: String) -> String {
    let name = source == "-" ? "stdin" : String(source.split(separator: "/").last ?? "stdin")
    return folder + "/" + renamed(name)
  }

  /// The blobs' paths for many sources, and a path that two of them would have.
  static func paths(in folder: String, for sources: [String]) -> (paths: [String], clash: String?) {
    let parts = sources.map { $0.split(separator: "/").filter { $0 != "." && $0 != ".." } }
    var common = parts.first.map { max(0, $0.count - 1) } ?? 0
    for other in parts {
      common = min(common, max(0, other.count - 1))
      for index in 0..<common where other[index] != parts[0][index] {
        common = index
        break
      }
    }
    var seen: Set<String> = []
    var clash: String?
    let paths = parts.map { parts in
      let folders = parts.dropFirst(common).dropLast().map { $0 + "/" }.joined()
      let path = folder + "/" + folders + renamed(String(parts.last ?? "stdin"))
      if !seen.insert(path).inserted { clash = clash ?? path }
      return path
    }
    return (paths, clash)
  }

  private static func renamed(_ name: String) -> String {
    if name.hasSuffix(".dtso") { return name.dropLast(5) + ".dtbo" }
    return (name.hasSuffix(".dts") ? String(name.dropLast(4)) : name) + ".dtb"
  }
}
