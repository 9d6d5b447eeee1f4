import ArgumentParser

/// `swiftdt dump`: shows a blob element by element, or finds blobs in larger files.
struct DumpCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Show a blob's parts with their offsets, or find blobs in a larger file.",
    discussion: """
      Shows the header, memory reservations, structure and strings as laid out in the file; of a broken \
      blob as much as possible, and what is wrong with it (exit code 1). --scan lists the blobs in an \
      image: a boot or dtbo partition, a kernel with appended blobs, a FIT. With --index one of them is \
      shown; with --output it is written to a file, or all of them to a folder.
      """)

  @Flag(
    name: [.customShort("s"), .customLong("scan")], help: "List the blobs in the file, wherever they are.")
  var scan = false

  @Option(
    name: [.customShort("n"), .customLong("index")],
    help: ArgumentHelp("Take this one of the blobs that a scan finds, counting from 0.", valueName: "number"))
  var index: NumberArgument<UInt32>?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write the blob to a file instead of showing it, or all that a scan finds to a folder, as 0.dtb, 1.dtbo and so on.",
      valueName: "path"),
    completion: .file())
  var output: String?

  @Flag(name: .customLong("json"), help: "Write the list as JSON.")
  var json = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show only errors.")
  var quiet = false

  @Argument(
    help: ArgumentHelp("A blob or an image; - is standard input.", valueName: "file"), completion: .file())
  var file: String

  var request: DumpRequest {
    DumpRequest(
      file: file, scans: scan, index: index.map { Int($0.value) }, output: output, isJSON: json,
      isQuiet: quiet)
  }
}
