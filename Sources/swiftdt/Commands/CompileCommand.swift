import ArgumentParser
import DeviceTreeBlob
import DeviceTreeSource
import SourceText

/// `swiftdt compile`: sources to blobs.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile device tree sources into blobs.",
    discussion: """
      Preprocesses and compiles each source: `gcc -E | dtc` in one step, with the same bytes. Folders \
      that are searched for included files are the source's own, those given with -I, and, for a \
      source in a kernel tree, that tree's scripts/dtc/include-prefixes.
      """)

  @Argument(help: ArgumentHelp("The sources; - is standard input.", valueName: "source"))
  var sources: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the blob goes: a file, - for standard output, or, for several sources, a folder.",
      valueName: "file"))
  var output: String?

  @Flag(
    name: [.customShort("@"), .customLong("symbols")],
    help: "Write /__symbols__, so that overlays can refer to labels.")
  var symbols = false

  @Option(
    name: [.customShort("b"), .customLong("boot-cpu")],
    help: ArgumentHelp(
      "The number of the boot CPU; otherwise the reg of the first CPU.", valueName: "number"))
  var bootCPU: UInt32?

  @Option(
    name: .customLong("depfile"),
    help: ArgumentHelp("Write a make rule with all files that were read.", valueName: "file"))
  var depfile: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("Compile this many sources at a time.", valueName: "count"))
  var jobs: Int?

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags
  @OptionGroup(title: "Size") var sizes: SizeFlags

  func validate() throws {
    if sources.isEmpty { throw ValidationError("no source is given") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number from 1") }
    if depfile != nil, sources.count > 1 {
      throw ValidationError("--depfile goes with one source")
    }
    if sources.count > 1, output == nil || output == "-" {
      throw ValidationError("several sources need a folder to go to: -o FOLDER")
    }
    if output == nil, Console.outputIsTerminal {
      throw ValidationError("a blob is not written to a terminal: give -o FILE")
    }
  }

  func run() throws {
    var compilation = Compilation(
      symbols: symbols, bootCPU: bootCPU, blob: sizes.options, reading: reading.reading)
    if sources.count == 1 {
      try compilation.compile(sources[0], to: singleOutput(sources[0]), depfile: depfile)
    } else {
      try compileAll(compilation)
    }
  }

  private func singleOutput(_ source: String) -> String {
    guard let output else { return "-" }
    return FileReading.isFolder(output) ? BatchNames.path(in: output, for: source) : output
  }

  private func compileAll(_ compilation: Compilation) throws {
    let folder = output ?? "."
    let names = BatchNames.paths(in: folder, for: sources)
    if let clash = names.clash {
      throw ValidationError("two sources would be compiled to '\(clash)'")
    }
    let sources = sources
    let failures = FailureCount()
    ParallelMap.forEach(
      count: sources.count, threads: jobs ?? ParallelMap.processorCount, state: { compilation }
    ) { index, compilation in
      do {
        try FolderCreation.create(for: names.paths[index])
        try compilation.compile(sources[index], to: names.paths[index], depfile: nil)
      } catch let error as FileError {
        Console.show([error.diagnostic])
        failures.add()
      } catch {
        failures.add()
      }
    }
    if failures.count > 0 {
      Console.complain("swiftdt: \(failures.count) of \(sources.count) sources failed\n")
      throw CommandFailure()
    }
  }
}
