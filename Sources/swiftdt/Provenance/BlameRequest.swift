import DeviceTree
import SourceText

/// A request to `swiftdt blame`.
struct BlameRequest: Equatable, Sendable {
  /// The path of a recipe, a source or a blob.
  var input: String
  /// Nodes and properties, or patterns for them; empty is all.
  var paths: [String] = []
  var overlays: [String] = []
  /// `NAME=VALUE`: the values of `${NAME}` in the recipe.
  var settings: [String] = []
  var isJSON = false
  var reading = SourceReading()

  /// What is wrong with the request regardless of the files' contents; nil if nothing is.
  var problem: String? {
    if !settings.isEmpty, !RecipePlan.isRecipe(input) { return "--set requires a recipe" }
    return InputFile.problem(ofReading: [input] + overlays) ?? RecipePaths.problem(settings)
  }

  func run() throws {
    try MisplacedFile.refuse("blame", input, paths)
    let traced = try TracedTree(
      recipeOrSource: input, overlays: overlays, settings: settings, reading)
    if isJSON { return try sayJSON(traced) }
    if paths.isEmpty {
      return try orFail(FileReplacement.write(to: "-") { AnnotatedTree.write(traced, to: &$0) })
    }
    var text = BlameText(traced)
    for item in try items(in: traced) {
      switch item {
      case .node(let node): Console.say(text.text(of: node))
      case .property(let property): Console.say(text.text(of: property))
      }
    }
  }

  private func sayJSON(_ traced: TracedTree) throws {
    var json = BlameJSON(traced)
    for item in try items(in: traced) {
      switch item {
      case .node(let node): json.add(node)
      case .property(let property): json.add(property)
      }
    }
    if paths.isEmpty {
      for node in traced.tree.nodes() { json.add(node) }
    }
    Console.say(json.finish())
  }

  private func items(in traced: TracedTree) throws -> [NodeSelection.Item] {
    var items: [NodeSelection.Item] = []
    do throws(Refusal) {
      for path in paths {
        let found = try NodeSelection(path, in: traced.tree).items()
        if found.contains(where: { traced.isLeftOut($0.node(in: traced.tree)) }) {
          throw Refusal(
            message: "there is no node or property '\(path)'",
            notes: ["'symbols' is false in the recipe, so the tree has no /__symbols__"])
        }
        items += found
      }
    } catch {
      throw CommandFailure.saying(error.diagnostic(for: input))
    }
    return items
  }
}

extension BlameRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [.value("-O", "--overlay"), .value("--set"), .toggle("--json")] + QuickFlags.reading
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard let input = flags.operands.first else { throw NotQuick() }
    self.init(
      input: input, paths: Array(flags.operands.dropFirst()), overlays: flags.all("-O"),
      settings: flags.all("--set"), isJSON: flags.has("--json"), reading: flags.reading)
  }
}
