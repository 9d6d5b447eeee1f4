import DeviceTreeBlob
import Preprocessor
import SourceText

/// A recipe with all paths and variables resolved.
struct RecipePlan {
  let source: String
  let reading: SourceReading
  let overlays: [String]
  /// The folders whose overlays are all in `overlays`.
  let overlayFolders: [String]
  let sizes: SizeRequest
  /// Whether `/__symbols__` stays in the result.
  let keepsSymbols: Bool
  /// The path of the result, relative to the output folder.
  let output: String
  /// Warnings about files that look as if they belonged to the recipe.
  private(set) var warnings: [Diagnostic] = []

  /// Reads a recipe; reports what is wrong with it.
  init(recipe path: String, settings: [String]) throws {
    let text = try InputFile.contents(of: path)
    do throws(RecipeError) {
      self = try Self.plan(path, text, settings)
    } catch {
      // Only now: all of a recipe would be looked at for this.
      if let diagnostic = Self.diagnostic(onBinary: text, path) { throw CommandFailure.saying(diagnostic) }
      var (diagnostic, files) = error.diagnostic(for: path, text)
      if !Self.isRecipe(path), (try? JSON5Reader.read(text)) == nil {
        diagnostic.help.append(
          .init("this is not a recipe (JSON5): use `swiftdt compile` for sources, `swiftdt set` for blobs"))
      }
      throw CommandFailure.saying(diagnostic, in: files)
    }
  }

  /// Returns the error about a blob or an image, whose lines would mean nothing; nil if the file may be text.
  private static func diagnostic(onBinary bytes: [UInt8], _ path: String) -> Diagnostic? {
    if bytes.starts(with: [0xD0, 0x0D, 0xFE, 0xED]) {
      return Diagnostic(
        .error, "blob-as-recipe", "this is a device tree blob, not a recipe", subject: path,
        help: [.init("`swiftdt overlay apply` merges overlays into a blob, `swiftdt set` changes one")])
    }
    return ForeignFile.help(onImage: bytes).map {
      Diagnostic(.error, "image-as-recipe", "this is not a recipe", subject: path, help: [$0])
    }
  }

  private static func plan(
    _ path: String, _ text: [UInt8], _ settings: [String]
  ) throws(RecipeError) -> RecipePlan {
    let recipe = try Recipe.parse(text)
    var paths = RecipePaths(recipe: path, settings: settings, defaults: recipe.variables)
    try paths.variables.checkSettings(recipe.texts)
    // A variable must not lead out of the output folder either.
    let output = try paths.expand(recipe.output, "output")
    try Recipe.checkOutput(output)
    var reading = SourceReading()
    reading.origin = .file(folder: paths.folder)
    for folder in recipe.include { reading.includeFolders.append(try paths.path(folder, "include")) }
    for definition in recipe.define {
      reading.macros.append(.define(try paths.expand(definition, "define")))
    }
    var overlays: [String] = []
    var folders: [String] = []
    var warnings: [Diagnostic] = []
    for (index, group) in recipe.overlays.enumerated() {
      let place = recipe.overlays.count == 1 ? "overlays" : "overlays[\(index)]"
      overlays += try paths.overlays(group, place, &warnings)
      if group.names == nil, let folder = try paths.folder(of: group, place) { folders.append(folder) }
    }
    var plan = RecipePlan(
      source: try paths.source(recipe.source), reading: reading, overlays: overlays,
      overlayFolders: folders,
      sizes: SizeRequest(padding: recipe.pad, minimum: recipe.size, alignment: recipe.align),
      keepsSymbols: recipe.symbols, output: output)
    plan.warnings = warnings
    return plan
  }

  private init(
    source: String, reading: SourceReading, overlays: [String], overlayFolders: [String], sizes: SizeRequest,
    keepsSymbols: Bool, output: String
  ) {
    self.source = source
    self.reading = reading
    self.overlays = overlays
    self.overlayFolders = overlayFolders
    self.sizes = sizes
    self.keepsSymbols = keepsSymbols
    self.output = output
  }

  /// Returns what to do with a recipe that was given where a source or blob is expected.
  static func buildFirst(_ path: String) -> String {
    "build the recipe first: swiftdt build \(Shell.file(path))"
  }

  /// Whether a file is a recipe, judging by its name.
  static func isRecipe(_ path: String) -> Bool { path.hasSuffix(".json5") || path.hasSuffix(".json") }
}
