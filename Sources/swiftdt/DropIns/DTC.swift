import DeviceTree
import DeviceTreeBlob
import DeviceTreeChecks
import DeviceTreeSource
import SourceText

/// What the program is under the name `dtc`: dtc 1.8.1, to scripts and build systems.
struct DTC {
  /// What `dtc --version` says.
  static let version = "Version: DTC 1.8.1-swiftdt\n"

  private let options: DTCOptions
  private let inputFormat: String
  private let outputFormat: String

  /// Runs a command line and returns the exit code.
  static func run(_ arguments: ArraySlice<String>) -> Int32 {
    if arguments == ["--version"] || arguments == ["-v"] {
      Console.say(version)
      return 0
    }
    do throws(DropInExit) {
      let dtc = try DTC(DTCOptions(arguments))
      try dtc.run()
      return 0
    } catch {
      return error.code
    }
  }

  private init(_ options: DTCOptions) throws(DropInExit) {
    self.options = options
    let input = options.inputFormat ?? FormatGuess.ofInput(options.input)
    inputFormat = input
    outputFormat =
      options.outputFormat ?? FormatGuess.ofName(options.output) ?? (input == "dts" ? "dtb" : "dts")
    if options.annotations > 0, inputFormat != "dts" || outputFormat != "dts" {
      throw .fatal("--annotate requires -I dts -O dts")
    }
  }

  private func run() throws(DropInExit) {
    var run = CheckRun(options.checks)
    var completion: TreeCompletion
    var files: SourceFiles?
    switch inputFormat {
    case "dts":
      var parsed = try parse()
      files = parsed.files
      run.examineStructure(of: &parsed.tree)
      run.examineReferences(of: parsed.tree)
      completion = TreeCompletion(parsed, options.source)
      if run.hasErrors, !options.forces { throw abort(run, completion.tree, files) }
      completion.resolveReferences()
      run.examineMeaning(of: completion.tree)
    case "dtb", "fs":
      try writeDepfile([options.input])
      var tree = inputFormat == "dtb" ? try decode() : try readFolder()
      run.examine(&tree)
      completion = TreeCompletion(tree, options.source)
    default: throw .fatal("Unknown input format \"\(inputFormat)\"")
    }
    if run.hasErrors, !options.forces { throw abort(run, completion.tree, files) }
    show(run, completion.tree, files)
    if run.hasErrors { complain(below: 3, CheckRun.forcedMessage) }
    try complete(&completion)
    var tree = completion.tree
    if options.sorts { tree.sort() }
    try write(tree, files)
  }

  // MARK: Input

  private func parse() throws(DropInExit) -> ParsedSource {
    var compiler = SourceCompiler()
    let parsed: ParsedSource
    do throws(FileError) {
      parsed = try compiler.parsePreprocessed(
        options.input, includeFolders: options.includeFolders)
    } catch {
      throw .fatal("Couldn't open \"\(error.path)\": \(error.code)")
    }
    try writeDepfile(parsed.dependencies)
    if parsed.hasErrors { throw SyntaxReport.show(parsed) }
    SyntaxReport.showTruncations(parsed)
    for warning in parsed.diagnostics
    where options.quiet == 0 && warning.identifier != "value-truncated" {
      Console.show([warning], in: parsed.files)
    }
    return parsed
  }

  private func decode() throws(DropInExit) -> DeviceTree {
    do {
      let decoded = try BlobDecoder.decode(try FileReading.contents(of: options.input))
      if decoded.hasUnknownNOPs {
        Console.complain("Warning: NOP tag found in flat tree version <16\n")
      }
      if decoded.nodeWithLateProperty != nil {
        Console.complain("Warning: Flat tree input has subnodes preceding a property.\n")
      }
      var tree = decoded.tree
      tree.isPlugin = ReferenceRestoration.isPlugin(tree)
      return tree
    } catch let error as FileError {
      throw DropInExit.fatal("Couldn't open \"\(error.path)\": \(error.code)")
    } catch let error as BlobError {
      throw DropInExit.fatal(Self.message(for: error))
    } catch {
      throw DropInExit.fatal("\(error)")
    }
  }

  /// dtc's words where it has some, ours for what it does not look at.
  private static func message(for error: BlobError) -> String {
    switch error.kind {
    case .empty: "EOF reading DT blob magic number"
    case .badMagic: "Blob has incorrect magic number"
    case .fileTruncated(_, let totalSize): "EOF before reading \(totalSize) bytes of DT blob"
    default: error.message
    }
  }

  private func readFolder() throws(DropInExit) -> DeviceTree {
    do throws(FileError) {
      let (tree, unread) = try FolderReader.tree(at: options.input)
      for file in unread {
        Console.complain("WARNING: Cannot open \(file.path): \(file.code)\n")
      }
      return tree
    } catch {
      throw .fatal("Couldn't opendir() \"\(error.path)\": \(error.code)")
    }
  }

  /// dtc writes it while it reads, so there is one also where the source is bad.
  private func writeDepfile(_ dependencies: [String]) throws(DropInExit) {
    guard let path = options.depfile else { return }
    var text = options.output + ":"
    for dependency in dependencies {
      text +=
        " " + dependency.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "\\ ")
    }
    do throws(FileError) {
      try FileReplacement.write(Array((text + "\n").utf8), to: path)
    } catch {
      throw .fatal("Couldn't open dependency file \(path): \(error.code)")
    }
  }

  // MARK: Checks

  private func show(_ run: CheckRun, _ tree: DeviceTree, _ files: SourceFiles?) {
    guard !run.findings.isEmpty else { return }
    var renderer = FindingRenderer(files: files, outputName: options.output)
    var text: [UInt8] = []
    for finding in run.findings { renderer.append(finding, of: tree, to: &text) }
    Console.complain(text)
  }

  private func abort(
    _ run: CheckRun, _ tree: DeviceTree, _ files: SourceFiles?
  ) -> DropInExit {
    show(run, tree, files)
    Console.complain(CheckRun.abortMessage)
    return DropInExit(2)
  }

  private func complain(below level: Int, _ text: String) {
    if options.quiet < level { Console.complain(text) }
  }

  // MARK: Output

  private func complete(_ completion: inout TreeCompletion) throws(DropInExit) {
    if options.aliases { warn(completion.addAliases(), in: "aliases") }
    for warning in completion.restoreReferences() { complain(below: 1, "Warning: \(warning)\n") }
    warn(completion.addSymbols(), in: "__symbols__")
    // A tree from elsewhere has what it needs.
    guard inputFormat == "dts" else { return }
    for problem in completion.addFixups() { throw .fatal(problem.message) }
  }

  private func warn(_ labels: [String], in node: String) {
    for label in labels { Console.complain("WARNING: label \(label) already exists in /\(node)") }
  }

  private func write(_ tree: DeviceTree, _ files: SourceFiles?) throws(DropInExit) {
    let bytes = try text(of: tree, files)
    do throws(FileError) {
      try FileReplacement.write(bytes, to: options.output)
    } catch {
      throw .fatal("Couldn't open output file \(options.output): \(error.code)")
    }
  }

  private func text(of tree: DeviceTree, _ files: SourceFiles?) throws(DropInExit) -> [UInt8] {
    switch outputFormat {
    case "dts":
      let annotations = files.flatMap {
        options.annotations > 0 ? Annotations($0, detailed: options.annotations > 1) : nil
      }
      return SourceWriter.text(of: tree, annotations: annotations)
    case "yaml":
      if inputFormat != "dts" { throw .fatal("YAML output format requires dts input format") }
      return YAMLWriter.text(of: tree)
    case "dtb", "asm": return try blob(of: tree)
    case "null": return []
    default: throw .fatal("Unknown output format \"\(outputFormat)\"")
    }
  }

  private func blob(of tree: DeviceTree) throws(DropInExit) -> [UInt8] {
    guard let version = BlobVersion(rawValue: UInt32(clamping: options.version)) else {
      throw .fatal("Unknown device tree blob version \(options.version)")
    }
    var layout = options.blob
    layout.version = version
    do throws(BlobError) {
      if outputFormat == "asm" { return try AssemblyWriter.text(of: tree, layout) }
      let encoded = try BlobEncoder.encode(tree, layout)
      if encoded.exceedsMinimum {
        complain(
          below: 1,
          "Warning: blob size \(encoded.unpaddedSize) >= minimum size \(layout.minimumSize)\n")
      }
      return encoded.bytes
    } catch {
      throw .fatal(error.diagnostic(for: options.output).message)
    }
  }
}
