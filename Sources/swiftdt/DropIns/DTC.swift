import DeviceTree
import DeviceTreeBlob
import DeviceTreeChecks
import DeviceTreeSource
import Preprocessor
import SourceText

/// `dtc`, for scripts and build systems that call it by that name: dtc 1.8.1's output, text and exit codes.
struct DTC {
  /// The output of `dtc --version`.
  static let version = "Version: DTC 1.8.1-swiftdt\n"

  let options: DTCOptions
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
    // dtc truncates the depfile before it reads the input.
    if let depfile = options.depfile, BatchNames.isInput(depfile, among: [options.input]) {
      throw .fatal("Dependency file \(depfile) is the input file and would be overwritten")
    }
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
      completion.resolveReferences(asFarAs: Self.reach(of: run))
      run.examineMeaning(of: completion.tree)
    case "dtb", "fs":
      var tree = try read()
      run.examine(&tree)
      // With `-f`, an error ends the checks before the one in which dtc notes phandles.
      if !run.hasReadPhandles { tree.forgetPhandles() }
      completion = TreeCompletion(tree, options.source)
      // What `-@` assigns must not be in use.
      if run.hasReadPhandles, options.source.symbols {
        completion.resolveReferences(asFarAs: .givenPhandles)
      }
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

  /// Returns how far dtc resolves references, depending on the check that ended its run.
  private static func reach(of run: CheckRun) -> TreeCompletion.Reach {
    switch run.lastCheck {
    case nil: .everything
    case .explicitPhandles: .givenPhandles
    case .phandleReferences: .cells
    case .pathReferences: .paths
    default: .nothing
    }
  }

  // MARK: Input

  private func parse() throws(DropInExit) -> ParsedSource {
    var compiler = SourceCompiler()
    let parsed: ParsedSource
    do throws(FileError) {
      parsed = try compiler.parsePreprocessed(
        options.input, includeFolders: options.includeFolders)
    } catch {
      try writeDepfile([], isWhole: false)
      throw .fatal("Couldn't open \"\(error.path)\": \(error.code)")
    }
    if let depfile = options.depfile { try refuse(depfile, "Dependency", over: parsed.files) }
    try writeDepfile(parsed.dependencies, isWhole: !parsed.hasErrors)
    if parsed.hasErrors { throw SyntaxReport.show(parsed) }
    try refuse(options.output, "Output", over: parsed.files)
    SyntaxReport.showTruncations(parsed)
    for warning in parsed.diagnostics
    where options.quiet == 0 && warning.identifier != "value-truncated" {
      Console.show([warning], in: parsed.files)
    }
    return parsed
  }

  /// Reads the tree of a blob or a folder.
  private func read() throws(DropInExit) -> DeviceTree {
    let isBlob = inputFormat == "dtb"
    let name = options.input == "-" ? Preprocessor.standardInput : options.input
    let tree: DeviceTree
    do throws(DropInExit) {
      tree = isBlob ? try decode() : try readFolder()
    } catch {
      let isThere = options.input == "-" || FileReading.isReadable(options.input)
      try writeDepfile(isBlob && isThere ? [name] : [], isWhole: false)
      throw error
    }
    try writeDepfile(isBlob ? [name] : [], isWhole: true)
    return tree
  }

  private func decode() throws(DropInExit) -> DeviceTree {
    do {
      let contents = try FileReading.contents(of: options.input)
      var tree = try DTCBlob.read(contents)
      tree.isPlugin = ReferenceRestoration.isPlugin(tree)
      return tree
    } catch let exit as DropInExit {
      throw exit
    } catch let error as FileError where error.isDirectory {
      throw DropInExit.fatal("Error reading DT blob magic number: \(error.code)")
    } catch let error as FileError {
      throw DropInExit.fatal("Couldn't open \"\(error.path)\": \(error.code)")
    } catch {
      throw DropInExit.fatal("\(error)")
    }
  }

  private func readFolder() throws(DropInExit) -> DeviceTree {
    do throws(FolderReader.Failure) {
      let (tree, unread) = try FolderReader.tree(at: options.input)
      for file in unread {
        Console.complain("WARNING: Cannot open \(file.path): \(file.code)\n")
      }
      return tree
    } catch {
      switch error {
      case .folder(let error): throw .fatal("Couldn't opendir() \"\(error.path)\": \(error.code)")
      case .entry(let error): throw .fatal("stat(\(error.path)): \(error.code)")
      case .links(let path): throw .fatal("Too many links lead to the same folders, such as \"\(path)\"")
      }
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

  private func complain(below level: Int, _ text: String) { complain(below: level, Array(text.utf8)) }

  private func complain(below level: Int, _ text: [UInt8]) {
    if options.quiet < level { Console.complain(text) }
  }

  // MARK: Output

  private func complete(_ completion: inout TreeCompletion) throws(DropInExit) {
    if options.aliases { warn(completion.addAliases(), in: "aliases") }
    // One of dtc's messages does not end its line.
    for warning in completion.restoreLabels() { complain(below: 1, Array("Warning: ".utf8) + warning) }
    warn(completion.addSymbols(), in: "__symbols__")
    for warning in completion.restoreReferences() {
      complain(below: 1, Array("Warning: ".utf8) + warning + [0x0A])
    }
    for problem in completion.addFixups() { try report(problem) }
  }

  private func report(_ problem: Diagnostic) throws(DropInExit) {
    switch problem.identifier {
    case "fixups-malformed":
      let node = problem.message.contains("cells") ? "__local_fixups__" : "__fixups__"
      Console.complain(
        "Warning: Preexisting data in \(node) malformed, some content could not be added.\n")
    case "path-fixup":
      let path = problem.message.split(separator: "'").last ?? ""
      throw .fatal("Can't generate fixup for reference to path \(path)")
    case "colon-in-fixup": throw .fatal("arguments should not contain ':'")
    default: throw .fatal(problem.message)
    }
  }

  private func warn(_ labels: [[UInt8]], in node: String) {
    for label in labels {
      Console.complain(Array("WARNING: label ".utf8) + label + Array(" already exists in /\(node)".utf8))
    }
  }

  private func write(_ tree: DeviceTree, _ files: SourceFiles?) throws(DropInExit) {
    // Text without annotations is written as it is generated: deep trees have a lot of white space.
    let isSource = outputFormat == "dts" && options.annotations == 0
    let bytes = isSource ? nil : try text(of: tree, files)
    do throws(FileError) {
      if let bytes {
        try FileReplacement.write(bytes, to: options.output)
      } else {
        try FileReplacement.write(to: options.output) { SourceWriter.write(tree, to: &$0) }
      }
    } catch {
      throw .fatal("Couldn't open output file \(options.output): \(error.code)")
    }
  }

  private func text(of tree: DeviceTree, _ files: SourceFiles?) throws(DropInExit) -> [UInt8] {
    switch outputFormat {
    case "dts":
      let annotations = files.map { Annotations($0, detailed: options.annotations > 1) }
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
