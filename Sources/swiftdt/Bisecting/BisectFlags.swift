import ArgumentParser

/// The options that say what is searched, and how.
struct BisectFlags: ParsableArguments {
  @Option(
    name: [.customShort("b"), .customLong("base")],
    help: ArgumentHelp("The base: a blob with /__symbols__, or a source.", valueName: "file"),
    completion: .file())
  var base: String?

  @Option(
    help: ArgumentHelp("Take the base, the overlays and everything else from a recipe.", valueName: "file"),
    completion: .file())
  var recipe: String?

  @OptionGroup var recipeFlags: RecipeFlags

  private var settings: [String] { recipeFlags.settings }

  @Option(
    name: .customLong("strategy"),
    help: ArgumentHelp(
      """
      How to search. first, the default: add the overlays in order; which one makes it bad? single: each on \
      its own. minimal: a bad set of which none can be left out. maximal: as large a good set as can be \
      found. fragments, properties: like minimal, among those of one overlay.
      """, valueName: "strategy"))
  var givenStrategy: BisectStrategy?

  private var strategy: BisectStrategy { givenStrategy ?? .first }

  @Option(
    help: ArgumentHelp(
      "The overlay whose fragments or properties are searched, by name or number; the others stay applied.",
      valueName: "overlay"),
    completion: .file())
  var within: String?

  @OptionGroup var symbols: NoSymbolsFlag

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags
  @OptionGroup(title: "Size") var sizes: SizeFlags

  /// Returns the plan that the options and these overlays make.
  func plan(_ overlays: [String]) throws -> BisectPlan {
    guard let recipe else {
      guard let base else { throw ValidationError("missing --base or --recipe") }
      return BisectPlan(
        base: base, overlays: overlays, strategy: strategy,
        within: within.map { BisectPlan.overlay(meantBy: $0, among: overlays) }, reading: reading.reading,
        sizes: padded(sizes.request), keepsSymbols: !symbols.noSymbols)
    }
    let found = try RecipePlan(recipe: recipe, settings: settings)
    return BisectPlan(
      base: found.source, overlays: found.overlays, strategy: strategy,
      within: within.map { BisectPlan.overlay(meantBy: $0, among: found.overlays) },
      reading: found.reading.adding(reading.reading),
      sizes: padded(sizes.request.isEmpty ? found.sizes : sizes.request),
      keepsSymbols: found.keepsSymbols && !symbols.noSymbols, recipe: recipe,
      warnings: found.warnings)
  }

  private func padded(_ sizes: SizeRequest) -> SizeRequest {
    sizes.isEmpty ? SizeRequest(padding: BisectPlan.usualPadding) : sizes
  }

  /// The options on the command line that say how a search begins.
  var namesOfGiven: [String] {
    [
      ("--strategy", givenStrategy != nil), ("--within", within != nil),
      ("--no-symbols", symbols.noSymbols),
      ("-I", !reading.includeFolders.isEmpty), ("-D", !reading.definitions.isEmpty),
      ("-U", !reading.undefinitions.isEmpty), ("--show-includes", reading.showsIncludes),
      ("--pad", sizes.pad != nil), ("--size", sizes.size != nil), ("--align", sizes.align != nil),
    ].filter(\.1).map(\.0)
  }

  /// Returns the plan of another search for what `plan` is about, with what the options change.
  func changed(_ plan: BisectPlan) -> BisectPlan {
    var plan = plan
    if let givenStrategy { plan.strategy = givenStrategy }
    if plan.strategy.level == nil { plan.within = nil }
    if let within { plan.within = BisectPlan.overlay(meantBy: within, among: plan.overlays) }
    plan.reading = plan.reading.adding(reading.reading)
    if !sizes.request.isEmpty { plan.sizes = sizes.request }
    if symbols.noSymbols { plan.keepsSymbols = false }
    return plan
  }

  func validate() throws {
    if recipe != nil, base != nil { throw ValidationError("--base and --recipe are mutually exclusive") }
    if recipe == nil, !settings.isEmpty { throw ValidationError("--set requires --recipe") }
    if let problem = RecipePaths.problem(settings) { throw ValidationError(problem) }
  }

  /// Checks what can be checked without reading a recipe.
  func validate(_ overlays: [String]) throws {
    if recipe != nil {
      if !overlays.isEmpty { throw ValidationError("--recipe already names the overlays") }
    } else if base != nil, let problem = try plan(overlays).problem {
      throw ValidationError(problem)
    }
  }
}

extension BisectStrategy: ExpressibleByArgument {}
