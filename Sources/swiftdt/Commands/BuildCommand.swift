import ArgumentParser

/// `swiftdt build`: makes the installed blob from a recipe.
struct BuildCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Build what a recipe describes: compile, apply, pad, install.",
    discussion: """
      A recipe is a JSON5 file with the keys source, include, define, overlays (a list, or { folder, names }), \
      pad, size, align, symbols, variables and output; only source and output are required. recipes.md, in \
      share/doc/swiftdt, describes them. Paths are relative to the recipe.

      It makes exactly one file, OUT/<output of the recipe>, and nothing else: no *.overlay.env, no \
      *.dtb.overlays folder and no uEnv.txt, which make some boot loaders patch the tree again.
      """)

  @Argument(
    help: ArgumentHelp("The recipe.", valueName: "recipe"), completion: .file(extensions: ["json5", "json"]))
  var recipe: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder that the recipe's output path is relative to.", valueName: "folder"),
    completion: .directory)
  var output = "out"

  @OptionGroup var variables: RecipeFlags

  @OptionGroup var oracle: CrossCheckFlag

  @Option(
    name: .customLong("depfile"),
    help: ArgumentHelp(
      "Write a make rule that lists all files read, and folders whose overlays are all read.",
      valueName: "file"),
    completion: .file())
  var depfile: String?

  @OptionGroup(title: "Checks") var checks: CheckFlags

  var request: BuildRequest {
    BuildRequest(
      recipe: recipe, output: output, settings: variables.settings, crossChecks: oracle.crossCheck,
      depfile: depfile, checks: checks.request)
  }
}
