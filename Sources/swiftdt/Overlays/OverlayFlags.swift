import ArgumentParser

/// The option of commands that need a base.
struct BaseFlag: ParsableArguments {
  @Option(
    name: [.customShort("b"), .customLong("base")],
    help: ArgumentHelp(
      "The base: a blob with /__symbols__, or a source; - is standard input.", valueName: "file"),
    completion: .file())
  var base: String
}

/// The option of commands whose results may do without labels.
struct NoSymbolsFlag: ParsableArguments {
  @Flag(
    name: .customLong("no-symbols"),
    help: "Leave /__symbols__ out of the result: it is smaller, and takes no further overlays by label.")
  var noSymbols = false
}

/// The option of commands whose merges can be compared with libfdt's.
struct CrossCheckFlag: ParsableArguments {
  @Flag(
    name: .customLong("cross-check"),
    help: "Apply with libfdt as well, and fail unless both agree.")
  var crossCheck = false
}
