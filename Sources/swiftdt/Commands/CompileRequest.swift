import CPlatform
import SourceText

/// What `swiftdt compile` is asked to do.
struct CompileRequest: Equatable, Sendable {
  var sources: [String]
  var output: String?
  var symbols = false
  var bootCPU: UInt32?
  var depfile: String?
  var jobs: Int?
  var reading = SourceReading()
  var sizes = SizeRequest()
  var checks = CheckRequest()
  /// Whether the tree is written as source text that says where everything was set.
  var annotates = false

  /// What is wrong with the request, whatever is in the files.
  var problem: String? {
    if sources.isEmpty { return "no source given" }
    if let jobs, jobs < 1 { return "--jobs must be at least 1" }
    if let output, let problem = OutputFile.problem(of: output, over: sources, "a source") { return problem }
    if sources.count > 1 {
      if depfile != nil { return "--depfile only works with one source" }
      if let problem = BatchNames.problem(of: sources, in: output, .blob) { return problem }
    }
    if annotates { return checks.problem ?? problemOfAnnotating }
    if let problem = OutputFile.problem(ofBlobTo: output) { return problem }
    if BatchInputs.isFolder(sources[0]) {
      if depfile != nil { return "--depfile only works with one source" }
      let rule = "a folder of sources needs an output folder"
      if let problem = BatchNames.problem(ofFolder: output, rule) { return problem }
    }
    if let depfile {
      let path = BatchNames.path(forOutput: output, of: sources[0])
      let problem = Depfile.problem(depfile, blob: path, inputs: sources, called: "a source")
      if let problem { return problem }
    }
    return checks.problem
  }

  /// What is wrong with a request for annotated text, which no checks are run for, and which is no blob.
  private var problemOfAnnotating: String? {
    if sources.count > 1 || sources[0] == "-" || FileReading.isFolder(sources[0]) {
      return "--annotate only works with one source file"
    }
    let path = BatchNames.path(forOutput: output, of: sources[0], kind: .source)
    if let problem = OutputFile.problem(of: path, over: sources, "a source") { return problem }
    // If they were silently left out, that would only be noticed when something is missed.
    if depfile != nil { return Self.exclusion("--depfile") }
    if bootCPU != nil { return Self.exclusion("--boot-cpu") }
    if sizes.padding != nil { return Self.exclusion("--pad") }
    if sizes.minimum != nil { return Self.exclusion("--size") }
    if sizes.alignment != nil { return Self.exclusion("--align") }
    if let check = checks.firstCheck {
      return "--annotate runs no checks, so '\(check)' would have no effect"
    }
    return nil
  }

  private static func exclusion(_ flag: String) -> String { "--annotate and \(flag) are mutually exclusive" }

  func run() throws {
    platform_keep_memory()
    if annotates { return try annotate(sources[0]) }
    guard sources.count == 1, !BatchInputs.isFolder(sources[0]) else {
      let batch = try SourceBatch(sources, to: output ?? ".", isQuiet: checks.isQuiet)
      let tally = FindingTally()
      return try batch.run(compilation(tally), jobs: jobs, tally: tally)
    }
    if sources[0] != "-" { LargePages.prefer((FileReading.size(of: sources[0]) ?? 0) * Self.memoryPerByte) }
    var compilation = compilation(nil)
    let path = try OutputFile.path(for: output, of: sources[0], kind: .blob)
    try compilation.compile(sources[0], to: path, depfile: depfile)
  }

  /// The memory that a byte of a large source takes in the end: its text, the tree, the
  /// tables for look-ups, and the blob.
  private static var memoryPerByte: Int { 12 }

  private func annotate(_ source: String) throws {
    var reading = reading
    reading.shadowedHeaders = checks.shadowedHeader
    reading.isQuiet = checks.isQuiet
    let traced = try TracedTree(base: source, overlays: [], reading, symbols: symbols)
    try OverwrittenInput.refuse(
      BatchNames.path(forOutput: output, of: source, kind: .source), over: traced.files)
    let text = AnnotatedTree.text(of: traced)
    try OutputFile.write(text, to: OutputFile.path(for: output, of: source, kind: .source))
  }

  private func compilation(_ tally: FindingTally?) -> Compilation {
    Compilation(
      symbols: symbols, bootCPU: bootCPU, blob: sizes.options, reading: reading, checks: checks,
      tally: tally)
  }
}

extension CompileRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .value("-o", "--output"), .toggle("-@", "--symbols"), .value("-b", "--boot-cpu"),
      .value("--depfile"), .value("-j", "--jobs", isJoined: true), .toggle("-T", "--annotate"),
    ] + QuickFlags.reading + QuickFlags.sizes + QuickFlags.checks
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard let sizes = flags.sizes else { throw NotQuick() }
    self.init(
      sources: flags.operands, output: flags.last("-o"), symbols: flags.has("-@"),
      depfile: flags.last("--depfile"), reading: flags.reading, sizes: sizes,
      checks: flags.checks, annotates: flags.has("-T"))
    guard flags.read("-b", into: &bootCPU, { NumberText.value($0, as: UInt32.self) }),
      flags.read("-j", into: &jobs, { Int($0) })
    else { throw NotQuick() }
  }
}
