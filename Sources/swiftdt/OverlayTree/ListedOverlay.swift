import SourceText

/// An overlay of the list that NixOS's `hardware.deviceTree` writes.
struct ListedOverlay: Equatable {
  /// What it is called.
  var name: String
  /// Which blobs it is for; all if there is none.
  var filter: String?
  /// Where it is: a blob, or a source.
  var dtboFile: String

  private init(_ value: JSON5Value) throws(RecipeError) {
    name = try value.required("name").string()
    filter = try value.member("filter")?.string()
    let source = try value.member("dtsFile")
    guard let file = try value.member("dtboFile") ?? source else {
      throw value.error("'dtboFile' is missing")
    }
    dtboFile = try file.string()
  }

  /// Reads a list; `settings` (`NAME=VALUE`) tell what `${NAME}` in its files stands for.
  static func list(_ path: String, settings: [String] = []) throws -> [ListedOverlay] {
    var text: [UInt8] = []
    do {
      text = try FileReading.contents(of: path)
      var list: [ListedOverlay] = []
      try JSON5Value.read(text) { value throws(RecipeError) in
        for overlay in try value.list() { list.append(try ListedOverlay(overlay)) }
      }
      // Relative paths are relative to where the command runs, not to the list.
      let paths = RecipePaths(recipe: "", settings: settings)
      try paths.checkSettings(list.map(\.dtboFile))
      for index in list.indices {
        list[index].dtboFile = try paths.path(list[index].dtboFile, "[\(index)]")
      }
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
