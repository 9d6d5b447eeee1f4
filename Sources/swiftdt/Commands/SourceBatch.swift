import DeviceTreeBlob
import SourceText

/// Many sources, compiled side by side: what fails is told and left behind, and in the end it is summed up.
struct SourceBatch {
  /// The sources, and beside them the paths of their blobs.
  let sources: [String]
  let paths: [String]

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
        Console.show([Diagnostic(.error, "file-read", "cannot list the folder '\(folder)'")])
        throw CommandFailure()
      }
      let found = files.filter { $0.hasSuffix(".dts") || $0.hasSuffix(".dtso") }
      if found.isEmpty {
        Console.show([
          Diagnostic(
            .error, "no-sources", "there is no source in the folder '\(folder)'",
            help: [.init("a source is called NAME.dts, or NAME.dtso if it is an overlay")])
        ])
        throw CommandFailure()
      }
      sources += found.map { folder + "/" + $0 }
    }
    let (paths, clash) = BatchNames.paths(in: output, for: sources)
    if let clash {
      Console.show([
        Diagnostic(.error, "same-output", "two sources would be compiled to '\(clash)'")
      ])
      throw CommandFailure(.usage)
    }
    self.sources = sources
    self.paths = paths
  }

  /// Compiles all; throws if any failed.
  func run(_ compilation: Compilation, jobs: Int?, tally: FindingTally) throws {
    let failures = FailureList()
    let progress = Progress(of: sources.count)
    LargePages.prefer(sources.count * Self.bytesPerSource)
    ParallelMap.forEach(
      count: sources.count, threads: jobs ?? ParallelMap.processorCount, state: { compilation }
    ) { index, compilation in
      do {
        try OutputFile.makeFolders(for: paths[index])
        try compilation.compile(sources[index], to: paths[index], number: index)
      } catch {
        failures.add(index)
      }
      progress.advance(past: sources[index])
    }
    progress.end()
    Console.complain(tally.text)
    try failures.tell(of: sources, "sources")
  }
}
