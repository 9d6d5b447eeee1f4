import Preprocessor
import SourceText

/// What `swiftdt build` is asked to do.
struct BuildRequest: Equatable, Sendable {
  var recipe: String
  var output = "out"
  /// `NAME=VALUE`.
  var settings: [String] = []
  var crossChecks = false
  /// Which checks run over sources; where they are quiet, it is not said what was built.
  var checks = CheckRequest()

  /// What is wrong with the request, whatever is in the recipe.
  var problem: String? { RecipePaths.problem(settings) ?? checks.problem }

  func run() throws {
    let plan: Plan
    do throws(RecipeError) {
      plan = try makePlan()
    } catch {
      let isPredicate = error.message.hasPrefix("must ") || error.message.hasPrefix("needs ")
      let place = error.place.isEmpty ? "" : "'\(error.place)'" + (isPredicate ? " " : ": ")
      let position = error.line.flatMap { line in error.column.map { ":\(line):\($0)" } } ?? ""
      Console.show([Diagnostic(.error, "recipe", place + error.message, subject: recipe + position)])
      throw CommandFailure()
    }
    var merging = Merging(plan.reading, checks: checks, crossChecks: crossChecks)
    let merged = try merging.merge(base: plan.source, overlays: plan.overlays, sizes: plan.sizes)
    do throws(FileError) {
      try FolderCreation.create(for: plan.output)
      try FileReplacement.write(merged.blob, to: plan.output)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
    if !checks.isQuiet { Console.say(summary(plan, merged.blob.count, merged.nodes)) }
  }

  /// A recipe with everything in it resolved.
  private struct Plan {
    var source: String
    var reading: SourceReading
    var overlays: [String]
    var sizes: SizeRequest
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
    let paths = RecipePaths(recipe: self.recipe, settings: settings, defaults: recipe.variables)
    var reading = SourceReading()
    for folder in recipe.include { reading.includeFolders.append(try paths.path(folder, "include")) }
    for definition in recipe.define {
      reading.macros.append(.define(try paths.expand(definition, "define")))
    }
    var overlays: [String] = []
    for group in recipe.overlays { overlays += try paths.overlays(group, "overlays") }
    return Plan(
      source: try paths.path(recipe.source, "source"), reading: reading, overlays: overlays,
      sizes: SizeRequest(padding: recipe.pad, minimum: recipe.size, alignment: recipe.align),
      output: output + "/" + (try paths.expand(recipe.output, "output")))
  }

  private func summary(_ plan: Plan, _ bytes: Int, _ nodes: Int) -> String {
    func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
    var text = "\(plan.output)\n  \(bytes) bytes, \(nodes) nodes\n  \(name(plan.source))\n"
    for overlay in plan.overlays { text += "    + \(name(overlay))\n" }
    return text
  }
}

extension BuildRequest {
  /// The request of a plain command line; nil if it takes more to read it.
  init?(quick arguments: ArraySlice<String>) {
    let own: [QuickFlags.Flag] = [
      .value("-o", "--output"), .value("--set"), .toggle("--cross-check"),
    ]
    guard let flags = QuickFlags(arguments, own + QuickFlags.checks), flags.operands.count == 1 else {
      return nil
    }
    self.init(
      recipe: flags.operands[0], output: flags.last("-o") ?? "out", settings: flags.all("--set"),
      crossChecks: flags.has("--cross-check"), checks: flags.checks)
    if problem != nil { return nil }
  }
}
