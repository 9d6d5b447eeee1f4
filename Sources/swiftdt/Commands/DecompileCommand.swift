import ArgumentParser

/// `swiftdt decompile`: blobs to source text.
struct DecompileCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompile",
    abstract: "Write blobs as source text.",
    discussion: """
      Labels and references come back from __symbols__, __fixups__ and __local_fixups__ where a blob \
      has them; what a value is, is guessed. The text is that of `dtc -I dtb -O dts`.
      """)

  @Argument(help: ArgumentHelp("The blobs; - is standard input.", valueName: "blob"), completion: .file())
  var blobs: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the text goes: a file, - for standard output, as without -o, or a folder, as for several blobs.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp(
      "Decompile this many at a time; without it, one for each processor.", valueName: "count"))
  var jobs: Int?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show nothing but errors.")
  var quiet = false

  var request: DecompileRequest {
    DecompileRequest(blobs: blobs, output: output, jobs: jobs, quiet: quiet)
  }
}
