import SourceText

/// An overlay of the list that NixOS's `hardware.deviceTree` writes.
struct ListedOverlay: Equatable, Decodable {
  /// What it is called.
  var name: String
  /// Which blobs it is for; all if there is none.
  var filter: String?
  /// Where it is: a blob, or a source.
  var dtboFile: String

  private enum Key: String, CodingKey { case name, filter, dtboFile, dtsFile }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    filter = try values.decodeIfPresent(String.self, forKey: .filter)
    let blob = try values.decodeIfPresent(String.self, forKey: .dtboFile)
    guard let file = try blob ?? values.decodeIfPresent(String.self, forKey: .dtsFile) else {
      throw RecipeError(
        place: RecipeError.place(decoder.codingPath), message: "'dtboFile' is missing")
    }
    dtboFile = file
  }

  /// Reads a list; `settings` (`NAME=VALUE`) tell what `${NAME}` in its files stands for.
  static func list(_ path: String, settings: [String] = []) throws -> [ListedOverlay] {
    var text: [UInt8] = []
    do {
      text = try FileReading.contents(of: path)
      var list = try JSON5Text.decode([ListedOverlay].self, from: text)
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
