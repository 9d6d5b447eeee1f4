import SourceText
import SystemPackage

/// Replaces variables in a recipe's strings, and resolves its paths relative to the recipe.
struct RecipePaths {
  /// The recipe's folder, with a trailing slash; empty for the current folder.
  let folder: String
  /// The values of `${NAME}` in strings.
  let variables: RecipeVariables
  /// The size of all strings so far, in bytes.
  private var expandedBytes = 0

  /// The maximum size of all strings with their variables replaced, in bytes: a long value may be used often.
  private static let mostExpandedBytes = 1 << 26

  /// Returns what is wrong with the settings of a command line; nil if nothing is.
  static func problem(_ settings: [String]) -> String? {
    settings.first { !$0.contains("=") || $0.hasPrefix("=") }
      .map { "--set needs NAME=VALUE, not '\($0)'" }
  }

  /// Creates the paths of a recipe, with the command line's settings (`NAME=VALUE`).
  init(recipe: String, settings: [String], defaults: [RecipeVariable] = []) {
    folder = recipe.utf8.lastIndex(of: 0x2F).map { String(recipe[...$0]) } ?? ""
    variables = RecipeVariables(settings: settings, defaults: defaults)
  }

  /// Returns a string with each `${NAME}` replaced.
  mutating func expand(_ text: String, _ place: String) throws(RecipeError) -> String {
    var result = ""
    var rest = text[...]
    while let variable = RecipeVariables.Mention(firstOf: rest) {
      guard let name = variable.name else {
        throw RecipeError(place: place, message: "'${' is not closed in '\(text)'", word: text)
      }
      guard let value = variables.value(of: name) else {
        throw RecipeError(
          place: place,
          message: "'${\(name)}' has no value: use --set \(name)=VALUE or set it in the environment",
          word: text)
      }
      expandedBytes += value.utf8.count
      if expandedBytes > Self.mostExpandedBytes {
        throw RecipeError(
          place: place, message: "with their variables, the recipe's strings come to more than 64 MiB",
          word: text)
      }
      result += String(rest[..<variable.start])
      result += value
      rest = rest[variable.end...]
    }
    result += String(rest)
    return result
  }

  /// Returns a path of the recipe as seen from the current folder, with variables replaced. Unless it is then
  /// absolute, it is relative to the recipe, even if it begins with a variable.
  mutating func path(_ text: String, _ place: String) throws(RecipeError) -> String {
    let path = try expand(text, place)
    return path.hasPrefix("/") ? path : folder + path
  }

  /// Returns the path of the base; throws if it cannot be read, so that the error points into the recipe.
  mutating func source(_ text: String) throws(RecipeError) -> String {
    let path = try path(text, "source")
    if path == "-" || FileReading.isReadable(path) { return path }
    do throws(FileError) {
      _ = try FileReading.contents(of: path)
      return path
    } catch {
      let diagnostic = error.diagnostic
      throw RecipeError(
        place: "source", message: diagnostic.message,
        help: diagnostic.help.first?.message ?? Advice.brokenLink(on: path))
    }
  }

  /// Returns the folder of a group of overlays with a trailing slash; nil if the group does not name one.
  mutating func folder(of group: Recipe.OverlayGroup, _ place: String) throws(RecipeError) -> String? {
    guard let text = group.folder else { return nil }
    let path = try path(text, place)
    // An empty path must not lead to the root directory.
    return path.isEmpty ? "./" : path + "/"
  }

  /// Returns the files of a group of overlays; adds warnings about others that look as if they belonged to it.
  mutating func overlays(
    _ group: Recipe.OverlayGroup, _ place: String, _ warnings: inout [Diagnostic]
  ) throws(RecipeError) -> [String] {
    let base = try folder(of: group, place)
    guard let names = group.names else {
      return try all(in: base ?? folder, place, &warnings)
    }
    var paths: [String] = []
    for name in names {
      let expanded = try expand(name, place)
      let path = expanded.hasPrefix("/") ? expanded : (base ?? folder) + expanded
      // The file's contents tell what it is, so any name will do, but sources come first.
      let candidates =
        (Self.suffixes.contains(where: path.hasSuffix) ? [] : Self.suffixes.map { path + $0 }) + [path]
      guard let found = candidates.first(where: FileReading.isReadable) else {
        if let base, let text = group.folder, !expanded.hasPrefix("/"), !FileReading.isFolder(base) {
          throw RecipeError(place: place, message: "there is no folder '\(base.dropLast())'", word: text)
        }
        if FileReading.isFolder(path) {
          throw RecipeError(
            place: place, message: "overlay '\(expanded)' is a folder", word: name, help: Advice.wholeFolder)
        }
        let tried = candidates.filter { $0 != expanded }
        throw RecipeError(
          place: place,
          message: "overlay '\(expanded)' was not found"
            + (tried.isEmpty ? "" : "; tried " + tried.map { "'\($0)'" }.joined(separator: ", ")),
          word: name,
          help: Advice.brokenLink(on: path) ?? MisnamedOverlay(path + ".dtb")?.asOf(expanded)
            ?? nearest(to: path))
      }
      paths.append(found)
    }
    return paths
  }

  private static let suffixes = [".dts", ".dtso", ".dtbo"]

  /// Returns a question about an overlay in the same folder whose name is close to that of `path`: with the
  /// suffix if `path` has one.
  private func nearest(to path: String) -> String? {
    let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let name = String(path[start...])
    let suffixes = Self.suffixes + [".dtb"]
    let isWhole = suffixes.contains(where: name.hasSuffix)
    let known = (FolderListing.names(in: String(path[..<start])) ?? []).sorted().compactMap { entry in
      isWhole
        ? suffixes.contains(where: entry.hasSuffix) ? entry : nil
        : Self.suffixes.first(where: entry.hasSuffix).map { String(entry.dropLast($0.count)) }
    }
    return NearestText.question(about: name, among: known)
  }

  private func all(
    in folder: String, _ place: String, _ warnings: inout [Diagnostic]
  ) throws(RecipeError) -> [String] {
    let entries: [String]
    do throws(FileError) {
      entries = try FolderListing.entries(of: folder.isEmpty ? "." : folder)
    } catch {
      throw RecipeError(place: place, message: error.diagnostic.message, word: "folder")
    }
    // Hidden files are an editor's or a system's own, and a shell's `*` does not take them either.
    let seen = entries.filter { !$0.hasPrefix(".") }
    // A blob beside a source of the same name is what was made of it, perhaps long ago.
    let sources = Set(
      Self.suffixes.dropLast().flatMap { suffix in
        seen.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
      })
    let names = seen.filter { name in
      guard let suffix = Self.suffixes.first(where: name.hasSuffix) else { return false }
      return suffix != Self.suffixes.last || !sources.contains(String(name.dropLast(suffix.count)))
    }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    // Where there is an overlay of that name already, it must not be renamed onto that one.
    let misnamed = seen.filter { name in
      name.hasSuffix(".dtb") && !sources.contains(String(name.dropLast(4))) && !seen.contains(name + "o")
    }.sorted().compactMap { MisnamedOverlay(folder + $0) }
    if names.isEmpty {
      throw RecipeError(
        place: place, message: "there are no overlays in the folder '\(folder)'", help: misnamed.first?.help)
    }
    warnings += misnamed.map { $0.warning("it is left out of the overlays in the folder '\(folder)'") }
    let paths = names.map { folder + $0 }
    // Opening a pipe would wait for a writer, and what is left out without a word would be missing.
    if let special = paths.first(where: FileReading.isSpecial) {
      throw RecipeError(
        place: place, message: "'\(special)' is a pipe, a socket or a device, not an overlay", word: "folder")
    }
    return paths
  }
}
