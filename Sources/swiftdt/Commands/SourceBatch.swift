import DeviceTreeBlob
import SourceText

/// Many sources, compiled side by side: what fails is told and left behind, and in the end it is summed up.
struct SourceBatch {
  /// The sources, and beside them where their blobs go.
  let sources: [String]
  private let outputs: BatchOutputs

  /// What a source takes about, with what is kept of it for the next ones.
  private static let bytesPerSource = 48 << 10

  /// The sources as they are given, each folder standing for the sources in it and below it; their
  /// blobs go below `output`. Shows what is wrong and throws.
  init(_ inputs: [String], to output: String) throws {
    var sources: [String] = []
    for input in inputs {
      guard input != "-", FileReading.isFolder(input) else {
        sources.append(input)
        continue
      }
      let folder = input.count > 1 && input.hasSuffix("/") ? String(input.dropLast()) : input
      guard let files = FileTree.files(in: folder) else {
        throw CommandFailure.saying(Diagnostic(.error, "file-read", "cannot list the folder '\(folder)'"))
      }
      let found = files.filter { $0.hasSuffix(".dts") || $0.hasSuffix(".dtso") }
      if found.isEmpty {
        throw CommandFailure.saying(
          Diagnostic(
            .error, "no-sources", "no sources in the folder '\(folder)'",
            help: [.init("sources are named NAME.dts, or NAME.dtso for overlays")]))
      }
      sources += found.map { folder + "/" + $0 }
    }
    self.sources = sources
    outputs = try BatchOutputs(in: output, for: sources, .blob)
  }

  /// Compiles all; throws if any failed.
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
