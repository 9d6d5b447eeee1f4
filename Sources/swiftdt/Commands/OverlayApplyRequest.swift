import SourceText

/// What `swiftdt overlay apply` is asked to do.
struct OverlayApplyRequest: Equatable, Sendable {
  var base: String
  var output: String
  var overlays: [String]
  var crossChecks = false
  /// Whether overlays that fail are left out.
  var keepsGoing = false
  /// Whether the command succeeds although overlays were left out.
  var allowsFailed = false
  /// The path for a make rule.
  var depfile: String?
  var reading = SourceReading()
  var sizes = SizeRequest()
  /// Whether `/__symbols__` stays in the result.
  var keepsSymbols = true
  /// Which checks run over sources.
  var checks = CheckRequest()

  /// What is wrong with the request, whatever is in the files.
  var problem: String? {
    if let problem = InputFile.problem(ofReading: [base] + overlays) ?? checks.problem { return problem }
    if let problem = OutputFile.problem(ofBlobTo: output) { return problem }
    let path = BatchNames.path(forOutput: output, of: base, kind: .merged)
    if let problem = OutputFile.problem(of: path, over: overlays, "an overlay") { return problem }
    if let depfile, let problem = Depfile.problem(depfile, blob: path, inputs: [base] + overlays) {
      return problem
    }
    // Naming a folder does not ask for the base to be replaced; naming the base does.
    return path != output && FileReading.areSame(base, path)
      ? OutputFile.overwriting(path, "the base") : nil
  }

  func run() throws {
    // Other commands that edit the base wait from before it is read until after it is written.
    let lock = FileLock(base, replacedAt: BatchNames.path(forOutput: output, of: base, kind: .merged))
    defer { _ = lock }
    var merging = Merging(
      reading, checks: checks, crossChecks: crossChecks, keepsGoing: keepsGoing || allowsFailed)
    let merged = try merging.merge(
      base: base, overlays: overlays, sizes: sizes, keepsSymbols: keepsSymbols)
    let path = try OutputFile.path(for: output, of: base, kind: .merged)
    if merged.isOfSource, let problem = OutputFile.problem(of: path, over: [base], "the source of the base") {
      throw OutputFile.refusal(problem)
    }
    try OverwrittenInput.refuse(depfile ?? "-", path, over: merging.reader.files)
    if let depfile {
      let read = Array(merging.reader.sourceFiles.joined())
      let rule = Depfile.text(target: path, named: [base] + overlays, read: read)
      try OutputFile.write(rule, to: depfile)
    }
    try OutputFile.write(merged.blob, to: path)
    if !merged.leftOut.isEmpty {
      if !allowsFailed || !checks.isQuiet {
        Console.show([Self.leftOut(merged.leftOut, of: overlays.count, allowsFailed: allowsFailed)])
      }
      if !allowsFailed { throw CommandFailure() }
    }
  }

  /// Returns the diagnostic about overlays that were left out.
  static func leftOut(_ names: [String], of count: Int, allowsFailed: Bool) -> Diagnostic {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return Diagnostic(
      allowsFailed ? .warning : .error, "overlays-left-out",
      "\(names.count) of \(count) overlays \(names.count == 1 ? "was" : "were") left out: \(list)")
  }
}

extension OverlayApplyRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .value("-b", "--base"), .value("-o", "--output"), .toggle("--cross-check"),
      .toggle("--keep-going", "-k"), .toggle("--allow-failed"), .value("--depfile"),
      .toggle("--no-symbols"),
    ] + QuickFlags.reading + QuickFlags.sizes + QuickFlags.checks
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard let sizes = flags.sizes, let base = flags.last("-b"), let output = flags.last("-o"),
      !flags.operands.isEmpty
    else { throw NotQuick() }
    self.init(
      base: base, output: output, overlays: flags.operands, crossChecks: flags.has("--cross-check"),
      keepsGoing: flags.has("--keep-going"), allowsFailed: flags.has("--allow-failed"),
      depfile: flags.last("--depfile"),
      reading: flags.reading, sizes: sizes, keepsSymbols: !flags.has("--no-symbols"),
      checks: flags.checks)
  }
}
