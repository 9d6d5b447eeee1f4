import SourceText
import SystemPackage

/// A recipe's strings with their variables replaced, and its paths made relative to the recipe.
struct RecipePaths {
  /// The recipe's folder, with its slash; empty for the current one.
  let folder: String
  /// What `${NAME}` stands for: `--set` first, then the environment, then the recipe's own default.
  let variables: (String) -> String?

  /// What is wrong with the settings of a command line.
  static func problem(_ settings: [String]) -> String? {
    settings.first { !$0.contains("=") || $0.hasPrefix("=") }
      .map { "--set needs NAME=VALUE, not '\($0)'" }
  }

  /// The paths of a recipe, with the settings (`NAME=VALUE`) of a command line.
  init(recipe: String, settings: [String], defaults: [String: String] = [:]) {
    var set: [String: String] = [:]
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      set[String(parts[0])] = String(parts[1])
    }
    self.init(recipe: recipe, set: set, defaults: defaults)
  }

  init(recipe: String, set: [String: String], defaults: [String: String]) {
    folder = recipe.lastIndex(of: "/").map { String(recipe[...$0]) } ?? ""
    variables = { name in set[name] ?? Console.environment(name) ?? defaults[name] }
  }

  /// A string with each `${NAME}` replaced.
  func expand(_ text: String, _ place: String) throws(RecipeError) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      let after = rest.index(after: dollar)
      guard after < rest.endIndex, rest[after] == "{" else {
        result += rest[...dollar]
        rest = rest[after...]
        continue
      }
      guard let end = rest[after...].firstIndex(of: "}") else {
        throw RecipeError(place: place, message: "'${' is not closed in '\(text)'")
      }
      let name = String(rest[rest.index(after: after)..<end])
      guard let value = variables(name) else {
        throw RecipeError(
          place: place,
          message: "'${\(name)}' stands for nothing: give --set \(name)=VALUE or set it in the environment")
      }
      result += rest[..<dollar] + value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// A path of the recipe as seen from here. What a variable begins is relative to here already only
  /// if it is absolute.
  func path(_ text: String, _ place: String) throws(RecipeError) -> String {
    let path = try expand(text, place)
    return path.hasPrefix("/") ? path : folder + path
  }

  /// The files of a group of overlays.
  func overlays(_ group: Recipe.OverlayGroup, _ place: String) throws(RecipeError) -> [String] {
    let base = try group.folder.map { text throws(RecipeError) in try path(text, place) + "/" }
    guard let names = group.names else {
      return try all(in: base ?? folder, place)
    }
    var paths: [String] = []
    for name in names {
      let expanded = try expand(name, place)
      let path = expanded.hasPrefix("/") ? expanded : (base ?? folder) + expanded
      let candidates =
        Self.suffixes.contains(where: path.hasSuffix) ? [path] : Self.suffixes.map { path + $0 }
      guard let found = candidates.first(where: FileReading.isReadable) else {
        throw RecipeError(
          place: place,
          message: "overlay '\(expanded)' was not found; tried "
            + candidates.map { "'\($0)'" }.joined(separator: ", "))
      }
      paths.append(found)
    }
    return paths
  }

  private static let suffixes = [".dts", ".dtso", ".dtbo"]

  private func all(in folder: String, _ place: String) throws(RecipeError) -> [String] {
    guard let entries = FolderListing.names(in: folder) else {
      throw RecipeError(place: place, message: "cannot list the folder '\(folder)'")
    }
    let names = entries.filter { name in Self.suffixes.contains(where: name.hasSuffix) }
      .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    if names.isEmpty {
      throw RecipeError(place: place, message: "there are no overlays in the folder '\(folder)'")
    }
    return names.map { folder + $0 }
  }
}
