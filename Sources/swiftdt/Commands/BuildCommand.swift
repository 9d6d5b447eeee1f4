import ArgumentParser
import DeviceTreeBlob
import Preprocessor
import SourceText

/// `swiftdt build`: from a recipe to the installed blob.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Build what a recipe describes: compile, apply, pad, install.",
    discussion: """
      A recipe is a JSON5 file (see the README). It makes exactly one file, OUT/<output of the \
      recipe>, and nothing beside it: no *.overlay.env, no *.dtb.overlays folder and no uEnv.txt, which \
      make some boot loaders patch the tree again.
      """)

  @Argument(help: ArgumentHelp("The recipe.", valueName: "recipe"))
  var recipe: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder that the recipe's output path is below.", valueName: "folder"))
  var output = "out"

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("What ${NAME} in the recipe stands for.", valueName: "name=value"))
  var settings: [String] = []

  @Flag(
    name: .customLong("cross-check"),
    help: "Apply with libfdt as well, and fail unless both agree.")
  var crossCheck = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Do not say what was built.")
  var quiet = false

  func validate() throws {
    for setting in settings where !setting.contains("=") || setting.hasPrefix("=") {
      throw ValidationError("--set needs NAME=VALUE, not '\(setting)'")
    }
  }

  func run() throws {
    let plan: Plan
    do throws(RecipeError) {
      plan = try makePlan()
    } catch {
      let place = error.place.isEmpty ? "" : "'\(error.place)' "
      Console.show([Diagnostic(.error, "recipe", place + error.message, subject: recipe)])
      throw CommandFailure()
    }
    var merging = Merging(plan.reading, crossChecks: crossCheck)
    let merged = try merging.merge(base: plan.source, overlays: plan.overlays, size: plan.size)
    do throws(FileError) {
      try FolderCreation.create(for: plan.output)
      try FileReplacement.write(merged.blob, to: plan.output)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
    if !quiet { Console.say(summary(plan, merged.blob.count, merged.nodes)) }
  }

  /// A recipe with everything in it resolved.
  private struct Plan {
    var source: String
    var reading: SourceReading
    var overlays: [String]
    var size: BlobOptions?
    var output: String
  }

  private func makePlan() throws(RecipeError) -> Plan {
    let text: [UInt8]
    do throws(FileError) {
      text = try FileReading.contents(of: recipe)
    } catch {
      throw RecipeError(place: "", message: error.diagnostic.message)
    }
    let recipe = try Recipe.parse(text)
    var set: [String: String] = [:]
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      set[String(parts[0])] = String(parts[1])
    }
    let paths = RecipePaths(recipe: self.recipe, set: set, defaults: recipe.variables)
    var reading = SourceReading()
    for folder in recipe.include { reading.includeFolders.append(try paths.path(folder, "include")) }
    for definition in recipe.define {
      reading.macros.append(.define(try paths.expand(definition, "define")))
    }
    var overlays: [String] = []
    for group in recipe.overlays { overlays += try paths.overlays(group, "overlays") }
    let isSized = recipe.pad != nil || recipe.size != nil || recipe.align != nil
    return Plan(
      source: try paths.path(recipe.source, "source"), reading: reading, overlays: overlays,
      size: isSized
        ? BlobOptions(
          padding: recipe.pad ?? 0, minimumSize: recipe.size ?? 0, alignment: recipe.align ?? 0) : nil,
      output: output + "/" + (try paths.expand(recipe.output, "output")))
  }

  private func summary(_ plan: Plan, _ bytes: Int, _ nodes: Int) -> String {
    func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
    var text = "\(plan.output)\n  \(bytes) bytes, \(nodes) nodes\n  \(name(plan.source))\n"
    for overlay in plan.overlays { text += "    + \(name(overlay))\n" }
    return text
  }
}
