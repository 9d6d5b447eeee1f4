import ArgumentParser

/// `swiftdt decompile`: decompiles blobs to source text.
struct DecompileCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompile",
    abstract: "Decompile blobs to source text.",
    discussion: """
      Labels and references are restored from __symbols__, __fixups__ and __local_fixups__ if a blob has \
      them; the types of values are guessed. The text is the same as from `dtc -I dtb -O dts`: what only \
      repeats a node's name, the `name` properties of old versions, is left out.
      """)

  @Argument(
    help: ArgumentHelp(
      "The blobs; - is standard input, a folder means all .dtb and .dtbo in it that are not hidden.",
      valueName: "blob"),
    completion: .file())
  var blobs: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where to write the text: a file, - for standard output (the default), or a folder (needed for several blobs).",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp(
      "Decompile this many at a time; by default, one per processor.", valueName: "count"))
  var jobs: Int?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show only errors.")
  var quiet = false

  var request: DecompileRequest {
    DecompileRequest(blobs: blobs, output: output, jobs: jobs, quiet: quiet)
  }
}
