import SourceText

/// What `swiftdt build` is asked to do.
struct BuildRequest: Equatable, Sendable {
  var recipe: String
  var output = "out"
  /// `NAME=VALUE`.
  var settings: [String] = []
  var crossChecks = false
  /// The path for a make rule.
  var depfile: String?
  /// Which checks run over sources. If they are quiet, the summary is not shown either.
  var checks = CheckRequest()

  /// What is wrong with the request, whatever is in the recipe.
  var problem: String? {
    // An unset variable of a script must not lead to the root.
    if BatchNames.isNoFolder(output) { return "--output needs a folder" }
    return RecipePaths.problem(settings) ?? checks.problem
  }

  func run() throws {
    let plan = try RecipePlan(recipe: recipe, settings: settings)
    let path = BatchNames.path(of: plan.output, in: output)
    let inputs = [recipe, plan.source] + plan.overlays
    let problem =
      OutputFile.problem(of: path, over: inputs)
      ?? depfile.flatMap { Depfile.problem($0, blob: path, inputs: inputs) }
    if let problem { throw OutputFile.refusal(problem) }
    let warnings = checks.judged(plan.warnings)
    Console.show(warnings.filter { !checks.isQuiet || $0.severity == .error })
    if checks.makesWarningsErrors, !warnings.isEmpty { throw CommandFailure() }
    var merging = Merging(plan.reading, checks: checks, crossChecks: crossChecks)
    let merged = try merging.merge(
      base: plan.source, overlays: plan.overlays, sizes: plan.sizes, keepsSymbols: plan.keepsSymbols)
    try OverwrittenInput.refuse(depfile ?? "-", path, over: merging.reader.files)
    if let depfile {
      let read = inputs + Self.folders(of: plan, for: path, depfile) + merging.reader.sourceFiles.joined()
      let rule = Depfile.text(target: path, named: [recipe], read: read)
      try OutputFile.write(rule, to: depfile, makingFolders: true)
    }
    try OutputFile.write(merged.blob, to: path, makingFolders: true)
    if checks.isQuiet { return }
    let summary = summary(plan, path, merged.blob.count, merged.nodes)
    // On standard output, it would be part of the rule.
    if depfile == "-" { Console.complain(summary) } else { Console.say(summary) }
  }

  /// Returns the folders that the blob depends on, since an overlay that is added there changes it.
  ///
  /// They are spelled so that none is a target of a makefile (`overlays: …`). A folder that the blob or the
  /// rule is written to is left out: writing changes it, so make would always build again.
  private static func folders(of plan: RecipePlan, for results: String...) -> [String] {
    let own = results.map { path in path.utf8.lastIndex(of: 0x2F).map { String(path[...$0]) } ?? "." }
    return plan.overlayFolders.filter { folder in !own.contains { FileReading.areSame(folder, $0) } }
      .map { $0 + "." }
  }

  private func summary(_ plan: RecipePlan, _ path: String, _ bytes: Int, _ nodes: Int) -> String {
    func name(_ path: String) -> String { StoreName.name(of: String(path.split(separator: "/").last ?? "")) }
    var text = "\(path)\n  \(bytes) bytes, \(SizeText.counted(nodes, "node"))\n  \(name(plan.source))\n"
    for overlay in plan.overlays { text += "    + \(name(overlay))\n" }
    return text
  }
}

extension BuildRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [.value("-o", "--output"), .value("--set"), .toggle("--cross-check"), .value("--depfile")]
      + QuickFlags.checks
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard flags.operands.count == 1 else { throw NotQuick() }
    self.init(
      recipe: flags.operands[0], output: flags.last("-o") ?? "out", settings: flags.all("--set"),
      crossChecks: flags.has("--cross-check"), depfile: flags.last("--depfile"), checks: flags.checks)
  }
}
