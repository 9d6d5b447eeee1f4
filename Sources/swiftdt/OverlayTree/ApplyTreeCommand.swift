import ArgumentParser

/// `swiftdt overlay apply-tree`: applies a list of overlays to a folder of blobs, as NixOS does.
struct ApplyTreeCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply-tree",
    abstract: "Apply a list of overlays to the blobs in a folder, as NixOS's hardware.deviceTree does.",
    discussion: """
      The list is JSON: [{ name, filter, dtboFile }], or dtsFile for a source. An overlay is applied to \
      each .dtb whose path in the folder matches its filter, if it has one, and whose root 'compatible' \
      shares a string with its own, or is missing. A pattern without a slash is compared with file names, any \
      other with paths. Other files are copied. The outcome of each overlay on each blob is \
      written to standard output; an overlay that applied nowhere is an error, and then nothing is written.
      """)

  @Option(help: ArgumentHelp("The folder with the blobs.", valueName: "folder"), completion: .directory)
  var source: String

  @Option(
    name: [.customShort("o"), .customLong("output"), .customLong("out")],
    help: ArgumentHelp("Where to write the results.", valueName: "folder"), completion: .directory)
  var out: String

  @Option(help: ArgumentHelp("The list of overlays.", valueName: "file"), completion: .file())
  var overlays: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set ${NAME} in the list's file names to this value; otherwise it has the environment's.",
      valueName: "name=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("Take only blobs that match, and no other files.", valueName: "pattern"))
  var only: String?

  @Option(help: ArgumentHelp("Fail unless the folder has this blob.", valueName: "path"))
  var require: [String] = []

  @Flag(help: "Treat filters as substrings of paths, as NixOS does, not as patterns.")
  var filterSubstring = false

  @Flag(
    help:
      "Apply overlays without a root 'compatible' to all blobs, not only to those without one, as NixOS silently does."
  )
  var withoutCompatible = false

  @Flag(help: "Allow overlays that apply nowhere.")
  var allowUnused = false

  @Flag(help: "Apply with libfdt as well, and fail unless both agree.")
  var crossCheck = false

  @OptionGroup var symbols: NoSymbolsFlag

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  @Option(
    name: .customLong("cpp-flag"),
    help: ArgumentHelp(
      "Take a word of gcc's command line, as in --cpp-flag=-include --cpp-flag=FILE.", valueName: "word"))
  var preprocessorWords: [String] = []

  @OptionGroup(title: "Size") var sizes: SizeFlags

  @OptionGroup(title: "Checks") var checks: CheckFlags

  /// The words for gcc's preprocessor, read as `swiftdt preprocess` reads them.
  private var preprocessor: PreprocessorWords { PreprocessorWords(preprocessorWords) }

  func validate() throws {
    if let problem = preprocessor.problem ?? request.problem { throw ValidationError(problem) }
  }

  var request: ApplyTreeRequest {
    ApplyTreeRequest(
      source: source, output: out, list: overlays, filtersAreSubstrings: filterSubstring,
      appliesWithoutCompatible: withoutCompatible, allowsUnused: allowUnused, crossChecks: crossCheck,
      reading: preprocessor.added(to: reading.reading), settings: settings, only: only, required: require,
      sizes: sizes.request, keepsSymbols: !symbols.noSymbols, checks: checks.request)
  }
}
