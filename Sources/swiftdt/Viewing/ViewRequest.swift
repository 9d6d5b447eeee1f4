/// A request to `swiftdt view`.
struct ViewRequest: Equatable, Sendable {
  /// The path of a recipe, a source or a blob.
  var input: String
  var output: String?
  var overlays: [String] = []
  /// `NAME=VALUE`: the values of `${NAME}` in the recipe.
  var settings: [String] = []
  var reading = SourceReading()

  /// What is wrong with the request regardless of the files' contents; nil if nothing is.
  var problem: String? {
    if !settings.isEmpty, !RecipePlan.isRecipe(input) { return "--set requires a recipe" }
    let path = BatchNames.path(forOutput: output, of: input, kind: .page)
    if let problem = OutputFile.problem(of: path, over: [input] + overlays) { return problem }
    if output ?? "-" == "-", Console.outputIsTerminal {
      return "not writing a page to a terminal: use -o FILE"
    }
    return InputFile.problem(ofReading: [input] + overlays) ?? RecipePaths.problem(settings)
  }

  func run() throws {
    let traced = try TracedTree(
      recipeOrSource: input, overlays: overlays, settings: settings, reading)
    let path = BatchNames.path(forOutput: output, of: input, kind: .page)
    // The inputs named by a recipe and the files included by sources are known only now.
    if let problem = OutputFile.problem(of: path, over: traced.inputs) { throw OutputFile.refusal(problem) }
    try OverwrittenInput.refuse(path, over: traced.files)
    let page = Page.html(PageData(traced))
    try OutputFile.write(page, to: OutputFile.path(for: output, of: input, kind: .page))
  }
}

extension ViewRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [.value("-o", "--output"), .value("-O", "--overlay"), .value("--set")] + QuickFlags.reading
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard flags.operands.count == 1 else { throw NotQuick() }
    self.init(
      input: flags.operands[0], output: flags.last("-o"), overlays: flags.all("-O"),
      settings: flags.all("--set"), reading: flags.reading)
  }
}
