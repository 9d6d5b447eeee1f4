import ArgumentParser
import DeviceTreeBlob
import DeviceTreeSource
import SourceText

/// `swiftdt compile`: sources to blobs.
struct CompileCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile device tree sources into blobs.",
    discussion: """
      Preprocesses and compiles each source: `gcc -E | dtc` in one step, with the same bytes. Folders \
      that are searched for included files are the source's own, those given with -I, and, for a \
      source in a kernel tree, that tree's scripts/dtc/include-prefixes.

      dtc's checks run by their own names. The first finding of each is shown and the others are \
      counted; -W all shows every one.
      """)

  @Argument(
    help: ArgumentHelp(
      "The sources; - is standard input, a folder stands for those in it.", valueName: "source"),
    completion: .file())
  var sources: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the blob goes: a file, - for standard output, as without -o, or a folder, as for several sources.",
      valueName: "file"), completion: .file())
  var output: String?

  @Flag(
    name: [.customShort("@"), .customLong("symbols")],
    help: "Write /__symbols__, so that overlays can refer to labels.")
  var symbols = false

  @Option(
    name: [.customShort("b"), .customLong("boot-cpu")],
    help: ArgumentHelp(
      "The number of the boot CPU; otherwise the reg of the first CPU.", valueName: "number"))
  var bootCPU: NumberArgument<UInt32>?

  @Option(
    name: .customLong("depfile"),
    help: ArgumentHelp("Write a make rule with all files that were read.", valueName: "file"),
    completion: .file())
  var depfile: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("Compile this many at a time; without it, one for each processor.", valueName: "count")
  )
  var jobs: Int?

  @Flag(
    name: [.customShort("T"), .customLong("annotate")],
    help: "Write the tree as a source that tells in comments where everything was set, not a blob.")
  var annotate = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags
  @OptionGroup(title: "Size") var sizes: SizeFlags
  @OptionGroup(title: "Checks") var checks: CheckFlags

  var request: CompileRequest {
    CompileRequest(
      sources: sources, output: output, symbols: symbols, bootCPU: bootCPU?.value, depfile: depfile,
      jobs: jobs, reading: reading.reading, sizes: sizes.request, checks: checks.request, annotates: annotate)
  }
}
