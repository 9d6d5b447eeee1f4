import SourceText

/// Compiles many sources in parallel. A source that fails does not stop the others; in the
/// end, the failures are summed up.
struct SourceBatch {
  /// The sources, and where their blobs go.
  let sources: [String]
  private let outputs: BatchOutputs

  /// The memory that a source takes, approximately, with what is kept of it for the next ones.
  private static let bytesPerSource = 48 << 10

  /// Creates a batch of sources; a folder means the sources in it and below it. Their blobs go below
  /// `output`. Throws after showing what is wrong.
  init(_ inputs: [String], to output: String, isQuiet: Bool) throws {
    sources = try BatchInputs.files(inputs, .sources, isQuiet: isQuiet)
    outputs = try BatchOutputs(in: output, for: sources, .blob)
  }

  /// Compiles all sources; throws if any failed.
  func run(_ compilation: Compilation, jobs: Int?, tally: FindingTally) throws {
    let failures = FailureList()
    var compilation = compilation
    compilation.batch = outputs
    let progress = Progress(of: sources.count)
    LargePages.prefer(sources.count * Self.bytesPerSource)
    ParallelMap.forEach(
      count: sources.count, threads: jobs ?? ParallelMap.processorCount,
      state: { [compilation] in compilation }
    ) { index, compilation in
      do {
        try OutputFile.makeFolders(for: outputs.paths[index])
        try compilation.compile(sources[index], to: outputs.paths[index], number: index)
      } catch {
        failures.add(index)
      }
      progress.advance(past: sources[index])
    }
    for source in outputs.linked?.write() ?? [] { failures.add(source) }
    progress.end()
    Console.complain(tally.text)
    try failures.tell(of: sources, "sources")
  }
}
