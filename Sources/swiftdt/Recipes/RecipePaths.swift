import SourceText
import SystemPackage

/// A recipe's strings with their variables replaced, and its paths made relative to the recipe.
struct RecipePaths {
  /// The recipe's folder, with its slash; empty for the current one.
  let folder: String
  /// What the command line sets, as `NAME=VALUE`, and what the recipe does.
  private let settings: [String]
  private let defaults: [RecipeVariable]

  /// What is wrong with the settings of a command line.
  static func problem(_ settings: [String]) -> String? {
    settings.first { !$0.contains("=") || $0.hasPrefix("=") }
      .map { "--set needs NAME=VALUE, not '\($0)'" }
  }

  /// The paths of a recipe, with the settings (`NAME=VALUE`) of a command line.
  init(recipe: String, settings: [String], defaults: [RecipeVariable] = []) {
    folder = recipe.utf8.lastIndex(of: 0x2F).map { String(recipe[...$0]) } ?? ""
    self.settings = settings
    self.defaults = defaults
  }

  /// Refuses a setting of a name that neither the recipe's variables nor any of its strings have: a mistyped one
  /// would leave what it was to change as it is, in silence.
  func checkSettings(_ texts: [String]) throws(RecipeError) {
    if settings.isEmpty { return }
    var known = defaults.map(\.name)
    for text in texts { Self.addNames(in: text, to: &known) }
    for setting in settings {
      let name = String(Substring(setting.utf8.prefix { $0 != 0x3D }))
      if known.contains(name) { continue }
      let nearest = NearestText.question(about: name, among: known)
      throw RecipeError(
        place: "", message: "--set gives '${\(name)}' a value, but nothing refers to it",
        help: nearest
          ?? (known.isEmpty
            ? nil : "the variable\(known.count == 1 ? " is" : "s are") \(known.joined(separator: ", "))"))
    }
  }

  /// Adds the names of each `${NAME}` in a string.
  private static func addNames(in text: String, to names: inout [String]) {
    var rest = text[...]
    while let variable = Variable(firstOf: rest), let name = variable.name {
      if !names.contains(name) { names.append(name) }
      rest = rest[variable.end...]
    }
  }

  /// A `${NAME}` in a string.
  private struct Variable {
    let start: String.Index
    /// Nil if it is not closed.
    var name: String?
    /// Where the string goes on behind it.
    var end: String.Index

    init?(firstOf text: Substring) {
      // By bytes, and not by a search for text, for which the runtime would first look for types.
      let bytes = text.utf8
      var dollar = bytes.firstIndex(of: 0x24)
      while let place = dollar {
        let after = bytes.index(after: place)
        if after < bytes.endIndex, bytes[after] == 0x7B { break }
        dollar = bytes[after...].firstIndex(of: 0x24)
      }
      guard let dollar else { return nil }
      start = dollar
      end = bytes.endIndex
      guard let close = bytes[dollar...].firstIndex(of: 0x7D) else { return }
      name = String(text[bytes.index(dollar, offsetBy: 2)..<close])
      end = bytes.index(after: close)
    }
  }

  /// What `${NAME}` stands for: `--set` first, then the environment, then the recipe's own default. (Lists are
  /// gone through, since the first dictionary of a run takes longer.)
  private func value(of name: String) -> String? {
    for setting in settings.reversed() {
      guard let equals = setting.utf8.firstIndex(of: 0x3D) else { continue }
      if String(setting[..<equals]) == name { return String(setting[setting.utf8.index(after: equals)...]) }
    }
    if let value = Console.environment(name) { return value }
    for variable in defaults where variable.name == name { return variable.value }
    return nil
  }

  /// A string with each `${NAME}` replaced.
  func expand(_ text: String, _ place: String) throws(RecipeError) -> String {
    var result = ""
    var rest = text[...]
    while let variable = Variable(firstOf: rest) {
      guard let name = variable.name else {
        throw RecipeError(place: place, message: "'${' is not closed in '\(text)'", word: text)
      }
      guard let value = value(of: name) else {
        throw RecipeError(
          place: place,
          message: "'${\(name)}' has no value: use --set \(name)=VALUE or set it in the environment",
          word: text)
      }
      result += String(rest[..<variable.start])
      result += value
      rest = rest[variable.end...]
    }
    result += String(rest)
    return result
  }

  /// A path of the recipe as seen from here. What a variable begins is relative to here already only
  /// if it is absolute.
  func path(_ text: String, _ place: String) throws(RecipeError) -> String {
    let path = try expand(text, place)
    return path.hasPrefix("/") ? path : folder + path
  }

  /// The path of the board's source, which must be there to be read: the recipe is where that is put right.
  func source(_ text: String) throws(RecipeError) -> String {
    let path = try path(text, "source")
    if path == "-" || FileReading.isReadable(path) { return path }
    do throws(FileError) {
      _ = try FileReading.contents(of: path)
      return path
    } catch {
      let diagnostic = error.diagnostic
      throw RecipeError(place: "source", message: diagnostic.message, help: diagnostic.help.first?.message)
    }
  }

  /// The folder of a group of overlays, with its slash; nil if it names none.
  func folder(of group: Recipe.OverlayGroup, _ place: String) throws(RecipeError) -> String? {
    guard let text = group.folder else { return nil }
    let path = try path(text, place)
    // What stands for nothing must not lead to the root.
    return path.isEmpty ? "./" : path + "/"
  }

  /// The files of a group of overlays.
  func overlays(_ group: Recipe.OverlayGroup, _ place: String) throws(RecipeError) -> [String] {
    let base = try folder(of: group, place)
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
        if let base, let text = group.folder, !expanded.hasPrefix("/"), !FileReading.isFolder(base) {
          throw RecipeError(place: place, message: "there is no folder '\(base.dropLast())'", word: text)
        }
        throw RecipeError(
          place: place,
          message: "overlay '\(expanded)' was not found; tried "
            + candidates.map { "'\($0)'" }.joined(separator: ", "),
          word: name, help: nearest(to: path))
      }
      paths.append(found)
    }
    return paths
  }

  private static let suffixes = [".dts", ".dtso", ".dtbo"]

  /// An overlay beside a path that may be meant.
  private func nearest(to path: String) -> String? {
    let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let name = String(path[start...])
    let known = (FolderListing.names(in: String(path[..<start])) ?? []).sorted().compactMap { entry in
      Self.suffixes.first(where: entry.hasSuffix).map { String(entry.dropLast($0.count)) }
    }
    return NearestText.question(about: name, among: known)
  }

  private func all(in folder: String, _ place: String) throws(RecipeError) -> [String] {
    guard let entries = FolderListing.names(in: folder) else {
      throw RecipeError(place: place, message: "cannot list the folder '\(folder)'", word: "folder")
    }
    let names = entries.filter { name in Self.suffixes.contains(where: name.hasSuffix) }
      .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    if names.isEmpty {
      throw RecipeError(place: place, message: "there are no overlays in the folder '\(folder)'")
    }
    return names.map { folder + $0 }
  }
}
