import ArgumentParser

/// `swiftdt compile`: compiles sources to blobs.
struct CompileCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile device tree sources into blobs.",
    discussion: """
      Preprocesses and compiles each source: `gcc -E | dtc` in one step, with the same bytes. Included \
      files are searched for in the source's own folder, in those given with -I and, for a source in a \
      kernel tree, in that tree's scripts/dtc/include-prefixes. In an output folder, NAME.dts becomes \
      NAME.dtb, and NAME.dtso becomes NAME.dtbo, below the folders that not all sources are in.

      dtc's checks run under their own names. The first finding of each is shown and the others are \
      counted; -W all shows every one.
      """)

  @Argument(
    help: ArgumentHelp(
      "The sources; - is standard input, a folder means all .dts and .dtso files in it, and in folders below it, that are not hidden.",
      valueName: "source"),
    completion: .file())
  var sources: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where to write the blob: a file, - for standard output (the default), or a folder (needed for several sources).",
      valueName: "file"), completion: .file())
  var output: String?

  @Flag(
    name: [.customShort("@"), .customLong("symbols")],
    help: "Write /__symbols__, so that overlays can refer to labels.")
  var symbols = false

  @Option(
    name: [.customShort("b"), .customLong("boot-cpu")],
    help: ArgumentHelp(
      "The boot CPU's number; by default the reg of the first CPU.", valueName: "number"))
  var bootCPU: NumberArgument<UInt32>?

  @Option(
    name: .customLong("depfile"),
    help: ArgumentHelp("Write a make rule that lists all files read, of one source.", valueName: "file"),
    completion: .file())
  var depfile: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("Compile this many at a time; by default, one per processor.", valueName: "count")
  )
  var jobs: Int?

  @Flag(
    name: [.customShort("T"), .customLong("annotate")],
    help: "Instead of a blob, write one source's text with comments that say where everything was set.")
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
