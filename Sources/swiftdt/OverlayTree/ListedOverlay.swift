import SourceText

/// An overlay in the list that NixOS's `hardware.deviceTree` writes.
struct ListedOverlay: Equatable {
  /// The name of the overlay.
  var name: String
  /// The filter for blobs that it is meant for; nil is all.
  var filter: String?
  /// The path of the overlay, a blob or a source.
  var dtboFile: String

  private init(_ value: JSON5Value) throws(JSON5Fault) {
    name = try value.required("name").string()
    filter = try value.member("filter")?.string()
    let source = try value.member("dtsFile")
    guard let file = try value.member("dtboFile") ?? source else {
      throw value.fault("'dtboFile' is missing")
    }
    dtboFile = try file.string()
  }

  /// Numbers overlays of the same name, which messages could not tell apart.
  private static func tellApart(_ list: inout [ListedOverlay]) {
    var counts: [String: Int] = [:]
    for index in list.indices {
      let count = counts[list[index].name, default: 0] + 1
      counts[list[index].name] = count
      if count > 1 { list[index].name += " (\(count))" }
    }
  }

  /// Reads the list at `path`; `settings` (`NAME=VALUE`) are the values of `${NAME}` in its file names.
  static func list(_ path: String, settings: [String] = []) throws -> [ListedOverlay] {
    var text: [UInt8] = []
    do {
      text = try FileReading.contents(of: path)
      var list: [ListedOverlay] = []
      try RecipeError.reading(text) { value throws(JSON5Fault) in
        for overlay in try value.list() { list.append(try ListedOverlay(overlay)) }
      }
      // Paths are relative to the current folder, not to the list.
      var paths = RecipePaths(recipe: "", settings: settings)
      try paths.variables.checkSettings(list.map(\.dtboFile))
      for index in list.indices {
        list[index].dtboFile = try paths.path(list[index].dtboFile, "[\(index)]")
        // NixOS calls an overlay that is only a path by the path's last part.
        if list[index].dtboFile.hasSuffix("/" + list[index].name) {
          list[index].name = StoreName.name(of: list[index].name)
        }
      }
      tellApart(&list)
      return list
    } catch let error as FileError {
      Console.show([error.diagnostic])
    } catch let error as RecipeError {
      let (diagnostic, files) = error.diagnostic(for: path, text)
      Console.show([diagnostic], in: files)
    }
    throw CommandFailure()
  }
}
