import ArgumentParser

/// The option of commands that take recipes.
struct RecipeFlags: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set ${NAME} in the recipe to this value; otherwise it has the environment's, or else the recipe's own.",
      valueName: "name=value"))
  var settings: [String] = []
}

/// The options of commands that show the tree of a recipe, a source or a blob.
struct ShownTreeFlags: ParsableArguments {
  @Option(
    name: [.customShort("O"), .customLong("overlay")],
    help: ArgumentHelp("Apply this overlay after those of the recipe.", valueName: "file"),
    completion: .file())
  var overlays: [String] = []

  @OptionGroup var recipe: RecipeFlags
}
