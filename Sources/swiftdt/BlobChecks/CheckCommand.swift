import ArgumentParser

/// `swiftdt check`: finds what is wrong with blobs.
struct CheckCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong with blobs before a board does.",
    discussion: """
      Sources are compiled with labels and checked as blobs. Findings go to standard error, worst first; \
      the exit code is 1 if any of them is an error. `--explain` describes a check, `--list` lists them \
      all. dtc's checks run as well if -W or -E names them, all of them with -W dtc.

      Profiles say what a blob is for, and so how bad each finding is. base: to have overlays applied to it; \
      overlay; final: a complete tree; uboot: as final, with headroom and a console; nixos: as uboot, with \
      labels. Without one, a blob is taken to be an overlay if it is one, and final otherwise. checks.md, in \
      share/doc/swiftdt, has the severities and the keys of --expect.
      """)

  @Argument(
    help: ArgumentHelp(
      "Blobs or sources; - is standard input, a folder means all .dtb and .dtbo in it that are not hidden.",
      valueName: "blob"),
    completion: .file())
  var inputs: [String] = []

  @OptionGroup var checks: BlobCheckFlags

  @Option(
    help: ArgumentHelp("Describe a check, and do nothing else.", valueName: "check"),
    completion: .list(CheckNames.all), transform: ExplainedCheck.named)
  var explain: ExplainedCheck?

  @Flag(help: "List all checks, and do nothing else.")
  var list = false

  @OptionGroup(title: "Preprocessing of sources") var reading: SourceFlags

  var request: BlobCheckRequest {
    var request = checks.request(inputs)
    request.reading = reading.reading
    return request
  }

  func validate() throws {
    if explain != nil || list { return }
    if let problem = request.problem { throw ValidationError(problem) }
  }

  func run() throws {
    if let explain {
      Console.say(explain.text)
    } else if list {
      Console.say(CheckText.list)
    } else {
      try request.run()
    }
  }
}
